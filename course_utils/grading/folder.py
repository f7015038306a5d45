"""A course folder: an instructor's private copy of the bank, the secret, the roster, the marks."""

import csv
import datetime as dt
import io
import re
import secrets
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from course_utils.grading import seeds
from course_utils.i18n import LANGUAGES, T

BANK = Path(__file__).resolve().parent / "bank"
ROSTER_COLUMNS = ("id", "name", "email", "language", "extension")
VARIANTS = ("student", "cohort", "none")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")  # becomes a folder name


class GradingError(Exception):
    """A problem that its message explains to the instructor."""


@dataclass(frozen=True)
class Student:
    """A row of the roster. `extension` is a number of days added to every deadline."""

    id: str
    name: str = ""
    email: str = ""
    language: str = "fr"
    extension: float = 0.0


@dataclass(frozen=True)
class Settings:
    """What `course.toml` says about one assignment.

    Attributes:
        variants: "student", "cohort" or "none".
        due: the deadline, with time zone; None for no deadline.
        late_penalty: share of the points lost per day begun after the deadline.
    """

    variants: str = "student"
    due: dt.datetime | None = None
    late_penalty: float = 0.0


class CourseFolder:
    """The files of one course; every path below `root` follows nbgrader's layout.

    Raises:
        GradingError: `root` is no course folder.
    """

    def __init__(self, root: Path):
        self.root = Path(root).resolve()
        if not (self.root / "nbgrader_config.py").is_file():
            raise GradingError(
                T(
                    f"{root} n'est pas un dossier de cours : créez-le par `course grade init {root}`.",
                    f"{root} is no course folder: create one with `course grade init {root}`.",
                )
            )

    def submitted(self, student: str, assignment: str) -> Path:
        """Folder with the files as the student handed them in; never changed by grading."""
        return self.root / "submitted" / student / assignment

    def handout(self, assignment: str) -> Path:
        """Folder with one notebook per student, to be given out."""
        return self.root / "handout" / assignment

    def variants(self, assignment: str) -> str:
        """Return the kind of variants that was released, else what course.toml asks for."""
        try:
            return (self.handout(assignment) / ".variants").read_text().strip()
        except FileNotFoundError:
            return self.settings(assignment).variants

    def results(self, assignment: str) -> Path:
        """Folder with what the executor found, one JSON file per student."""
        return self.root / "results" / assignment

    def bank(self, assignment: str) -> Path:
        """Folder of the private, editable copy of an assignment.

        Raises:
            GradingError: there is none of that name.
        """
        path = self.root / "bank" / assignment
        if not (path / "assignment.py").is_file():
            known = ", ".join(self.assignments()) or "–"
            raise GradingError(
                T(
                    f"Aucun devoir {assignment!r} dans {self.root / 'bank'} ; il y a : {known}.",
                    f"No assignment {assignment!r} in {self.root / 'bank'}; there are: {known}.",
                )
            )
        return path

    def assignments(self) -> list[str]:
        """Names of the assignments in the private bank."""
        return sorted(path.parent.name for path in self.root.glob("bank/*/assignment.py"))

    @cached_property
    def secret(self) -> bytes:
        """The secret that every variant depends on.

        Raises:
            GradingError: the file is missing: variants handed out could not be found again.
        """
        path = self.root / "secret"
        try:
            found = bytes.fromhex(path.read_text().strip())
            if len(found) < seeds.MIN_BYTES:
                raise ValueError
            return found
        except (OSError, ValueError) as error:
            raise GradingError(
                T(
                    f"{path} est illisible ou absent ; remettez-le d'une sauvegarde : sans lui, les "
                    "variantes déjà distribuées sont perdues.",
                    f"{path} is missing or cannot be read; restore it from a backup: without it the "
                    "variants already handed out are lost.",
                )
            ) from error

    @cached_property
    def roster(self) -> dict[str, Student]:
        """The enrolled students by id, in the order of roster.csv.

        Raises:
            GradingError: a line is wrong; the message names it.
        """
        return read_roster(self.root / "roster.csv")

    def settings(self, assignment: str) -> Settings:
        """Return the settings of an assignment from course.toml.

        Raises:
            GradingError: course.toml is wrong; the message says where.
        """
        path = self.root / "course.toml"
        try:
            with open(path, "rb") as file:
                table = tomllib.load(file).get("assignments", {}).get(assignment, {})
            found = Settings(**table)
            if found.variants not in VARIANTS:
                raise ValueError(f"variants = {found.variants!r} ({' | '.join(VARIANTS)})")
            if not 0 <= found.late_penalty <= 1:
                raise ValueError(f"late_penalty = {found.late_penalty} (0 … 1)")
            if found.due is not None and getattr(found.due, "tzinfo", None) is None:
                raise ValueError("due = 2026-12-01T23:59:00+01:00")
            return found
        except FileNotFoundError:
            return Settings()
        except (tomllib.TOMLDecodeError, AttributeError, TypeError, ValueError) as error:
            raise GradingError(f"{path}, [assignments.{assignment}]: {error}") from error


def read_roster(path: Path) -> dict[str, Student]:
    """Read roster.csv (UTF-8 with or without byte-order mark; commas or semicolons).

    Raises:
        GradingError: no such file, a column is missing, or a line is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GradingError(
            T(
                f"{path} est illisible (fichier CSV en UTF-8 attendu) : {error}",
                f"{path} cannot be read (a CSV file in UTF-8 is needed): {error}",
            )
        ) from error
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",")
    if "id" not in (rows.fieldnames or ()):
        raise GradingError(
            T(
                f"{path} : la première ligne doit nommer les colonnes {', '.join(ROSTER_COLUMNS)}.",
                f"{path}: the first line must name the columns {', '.join(ROSTER_COLUMNS)}.",
            )
        )
    found: dict[str, Student] = {}
    for row in rows:
        where = T(f"{path}, ligne {rows.line_num}", f"{path}, line {rows.line_num}")
        cells = {key: (value or "").strip() for key, value in row.items() if key}
        if not any(cells.values()):  # spreadsheets write lines of separators only
            continue
        student = _student(cells, where)
        if student.id.lower() in map(str.lower, found):
            raise GradingError(
                T(
                    f"{where} : l'identifiant {student.id!r} figure deux fois.",
                    f"{where}: the id {student.id!r} occurs twice.",
                )
            )
        found[student.id] = student
    return found


def _student(row: dict[str, str], where: str) -> Student:
    if not _ID.fullmatch(row["id"]):
        raise GradingError(
            T(
                f"{where} : identifiant {row['id']!r} ; lettres sans accent, chiffres, . _ @ - seulement.",
                f"{where}: id {row['id']!r}; letters without accents, digits, . _ @ - only.",
            )
        )
    language = row.get("language") or "fr"
    if language not in LANGUAGES:
        raise GradingError(f"{where}: language {language!r} ({' | '.join(LANGUAGES)})")
    try:
        extension = float((row.get("extension") or "0").replace(",", "."))
        if not 0 <= extension < 1000:
            raise ValueError
    except ValueError:
        raise GradingError(
            T(
                f"{where} : extension {row['extension']!r} ; il faut un nombre de jours.",
                f"{where}: extension {row['extension']!r}; a number of days is needed.",
            )
        ) from None
    return Student(row["id"], row.get("name", ""), row.get("email", ""), language, extension)


def new_secret() -> str:
    """Return a fresh secret: 32 random bytes in hexadecimal."""
    return secrets.token_hex(32)
