"""Seeds of the variants: HMAC-SHA256 of assignment and student under the course's secret."""

import hmac

MIN_BYTES = 16  # of the secret
PURPOSES = ("graded", "public")


def seed(secret: bytes, assignment: str, student: str, purpose: str = "graded") -> int:
    """Return the seed of one student's values, an integer below 2**128.

    Args:
        secret: the course's secret, at least 16 bytes.
        assignment: name of the assignment.
        student: student id, or "" for a variant shared by the whole cohort.
        purpose: "graded" for what is marked, "public" for the examples a student may see: knowing
            one tells nothing about the other.

    Raises:
        ValueError: the secret is too short, or the purpose unknown.
    """
    if len(secret) < MIN_BYTES:
        raise ValueError(f"the course's secret is shorter than {MIN_BYTES} bytes")
    if purpose not in PURPOSES:
        raise ValueError(f"purpose {purpose!r}: {', '.join(PURPOSES)}")
    # A separator that no name contains: ("a", "bc") and ("ab", "c") must differ.
    message = "\x1f".join((purpose, assignment, student)).encode()
    return int.from_bytes(hmac.digest(secret, message, "sha256")[:16], "big")
