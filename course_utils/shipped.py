"""The samples and weights that the course brings with it: are they those that its scripts made?"""

import json

from course_utils.downloads import DataError
from course_utils.files import shipped
from course_utils.i18n import T

FOLDERS = ("course_text", "inception_cifar10")  # of `data/`: each has an about.json with digests


def verify() -> list[tuple[str, bool, str]]:
    """Check every file that an about.json describes: (file, in order?, sentence)."""
    lines = []
    for folder in FOLDERS:
        about = json.loads(shipped(folder, "about.json").read_text(encoding="utf-8"))
        described = {key: value for key, value in about.items() if isinstance(value, dict)}
        lines += [
            (f"{folder}/{name}", *_state(folder, name, facts["sha256"]))
            for name, facts in described.items()
        ]
    return lines


def _state(folder: str, name: str, digest: str) -> tuple[bool, str]:
    import pooch

    try:
        path = shipped(folder, name)
    except DataError as error:
        return False, str(error)
    if pooch.hashes.hash_matches(path, digest):
        return True, T(
            "contenu exact (livré avec le cours)", "contents correct (ships with the course)"
        )
    return False, T(
        "abîmé dans l'installation de course_utils ; réinstallez-le",
        "damaged in the installation of course_utils; reinstall it",
    )
