"""Another language for a while: a student's, a lesson's; then the user's own again."""

from collections.abc import Iterator
from contextlib import contextmanager

from course_utils.i18n import language, use_language


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Make `lang` ("fr" or "en") the language of messages inside the `with` block.

    Raises:
        ValueError: `lang` is neither.
    """
    before = language()
    use_language(lang)
    try:
        yield
    finally:
        use_language(before)
