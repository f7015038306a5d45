"""`course grade init`: make an instructor's private course folder, or add what it lacks."""

import os
import shutil
from pathlib import Path

from course_utils.grading.folder import BANK, ROSTER_COLUMNS, GradingError, new_secret
from course_utils.i18n import T

# Found in folders that people call empty.
_HARMLESS = {".git", ".gitignore", ".DS_Store"}

_CONFIG = '''\
"""Configuration de nbgrader pour ce cours · nbgrader's configuration of this course."""

from pathlib import Path

from course_utils.grading.adapter import configure

c = get_config()  # noqa: F821 (nbgrader provides it)
c.CourseDirectory.course_id = {course_id!r}
# Le dossier peut être déplacé · The folder may be moved.
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.db_url = "sqlite:///" + str(Path(c.CourseDirectory.root, "gradebook.db"))

# Variantes et points viennent de là · Variants and points come from there.
configure(c)

# Vos réglages de nbgrader, après cette ligne · Your own nbgrader settings, below this line.
'''

_ROSTER = f"""\
{",".join(ROSTER_COLUMNS)}
exemple1,Camille Exemple,exemple1@example.org,fr,
exemple2,Sam Example,exemple2@example.org,en,2
"""

_TOML_HEAD = """\
# Réglages des devoirs · Settings of the assignments
#
# variants      "student" : des valeurs par personne · values of one's own
#               "cohort"  : les mêmes pour tout le groupe · the same for the whole group
#               "none"    : celles des exemples · those of the examples
# due           date limite AVEC fuseau horaire · deadline WITH time zone
# late_penalty  part des points perdue par jour de retard entamé, de 0 à 1
#               share of the points lost per day begun after the deadline, 0 to 1
"""

_TOML_ENTRY = """
{mark}[assignments.{name}]
# variants = "student"
# due = 2026-12-01T23:59:00+01:00
# late_penalty = 0.1
"""

_GITIGNORE = """\
# Le secret, les copies et les notes ne se publient pas · secret, submissions and marks stay private
/secret
/.grading
/gradebook.db*
/roster.csv
/submitted/
/collected/
/staging/
/autograded/
/feedback/
/results/
/handout/
/grades*.csv
.nbgrader.log
*.partial
"""

_README = """\
# {name}

Dossier privé : il contient le secret des variantes et les notes. Gardez-en une sauvegarde.

1. Remplissez `roster.csv` (remplacez les deux exemples) et `course.toml` ; adaptez `bank/`.
2. `course grade preview . DEVOIR --student ID` : le voir ; `course grade stress DEVOIR --dir .` : l'éprouver.
3. `course grade release . DEVOIR` : les carnets à distribuer, dans `handout/`.
4. `course grade collect . DEVOIR export.zip` : ranger l'archive de Moodle ou de Canvas.
5. `course grade run . DEVOIR` : corriger ; puis `nbgrader formgrader` pour les questions rédigées.
6. `course grade feedback . DEVOIR` : une page par personne, dans `feedback/`.
7. `course grade export . --format csv|moodle|canvas` : les notes.

Chaque commande peut être relancée ou interrompue : rien ne se perd.

A private folder: it holds the secret of the variants and the marks. Keep a backup of it.

1. Fill in `roster.csv` (replace both examples) and `course.toml`; adapt `bank/`.
2. `course grade preview . ASSIGNMENT --student ID`: see it; `course grade stress ASSIGNMENT --dir .`: test it.
3. `course grade release . ASSIGNMENT`: the notebooks to give out, in `handout/`.
4. `course grade collect . ASSIGNMENT export.zip`: file the archive of Moodle or Canvas.
5. `course grade run . ASSIGNMENT`: grade; then `nbgrader formgrader` for written answers.
6. `course grade feedback . ASSIGNMENT`: one page per person, in `feedback/`.
7. `course grade export . --format csv|moodle|canvas`: the marks.

Every command can be repeated or interrupted: nothing is lost.
"""


def create(root: Path) -> list[str]:
    """Make a course folder; in one that exists, add what is missing and overwrite nothing.

    Returns:
        What was made and what to do next, as sentences to show.

    Raises:
        GradingError: the folder holds something else, or a course in use has lost its secret.
    """
    root = Path(root).resolve()
    _refuse(root)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = root / "nbgrader_config.py"
    # The configuration comes first: it makes a course folder, so that the next run completes
    # what an interruption left.
    made = _add(config, _CONFIG.format(course_id=root.name.strip()))
    made += _copy_bank(root / "bank")
    if not (root / "secret").exists():
        _make_secret(root / "secret")
        made.append("secret")
    names = sorted(path.parent.name for path in root.glob("bank/*/assignment.py"))
    made += _add(root / "course.toml", _toml(names))
    made += _add(root / "roster.csv", _ROSTER)
    made += _add(root / ".gitignore", _GITIGNORE)
    made += _add(root / "README.md", _README.format(name=root.name))
    return _messages(root, config, made)


def save(path: Path, data: bytes) -> None:
    """Write a whole file or nothing: an interruption leaves what was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(data)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _refuse(root: Path) -> None:
    if not root.exists():
        return
    if not root.is_dir():
        raise GradingError(
            T(f"{root} est un fichier, pas un dossier.", f"{root} is a file, not a folder.")
        )
    if not (root / "nbgrader_config.py").exists():
        others = [p.name for p in root.iterdir() if p.name not in _HARMLESS]
        if any(not name.endswith(".partial") for name in others):
            raise GradingError(
                T(
                    f"{root} n'est pas vide et n'est pas un cours ; choisissez un autre dossier.",
                    f"{root} is neither empty nor a course; choose another folder.",
                )
            )
    # A new secret would change every variant that students already hold.
    used = any(any(root.glob(f"{name}/*/*")) for name in ("handout", "results"))
    if used and not (root / "secret").exists():
        raise GradingError(
            T(
                f"{root / 'secret'} manque alors que des devoirs ont été distribués ; remettez-le "
                "d'une sauvegarde.",
                f"{root / 'secret'} is missing although assignments were given out; restore it "
                "from a backup.",
            )
        )


def _add(path: Path, text: str) -> list[str]:
    if path.exists():
        return []
    save(path, text.encode())
    return [path.name]


def _copy_bank(target: Path) -> list[str]:
    """Copy the assignments that `target` lacks, each whole or not at all."""
    target.mkdir(exist_ok=True)
    made = []
    for source in sorted(BANK.iterdir()) if BANK.is_dir() else ():
        copy = target / source.name
        if copy.exists() or source.name == "__pycache__":
            continue
        partial = target / f".{source.name}.partial"
        if source.is_dir():
            shutil.rmtree(partial, ignore_errors=True)
            # `copyfile` leaves read-only modes behind: the copies are there to be edited.
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, partial, ignore=ignore, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, partial)
        os.rename(partial, copy)
        made.append(f"bank/{source.name}")
    return made


def _make_secret(path: Path) -> None:
    partial = path.with_name(f".secret.{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with open(handle, "w") as file:
        file.write(new_secret() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # Unlike a rename, a link never takes the place of a secret made meanwhile.
        os.link(partial, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        os.rename(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _toml(names: list[str]) -> str:
    entries = [_TOML_ENTRY.format(mark="", name=f'"{name}"') for name in names]
    return _TOML_HEAD + "".join(entries or [_TOML_ENTRY.format(mark="# ", name="NAME")])


def _messages(root: Path, config: Path, made: list[str]) -> list[str]:
    found = []
    if made:
        found.append(
            T(f"Créé dans {root} : {', '.join(made)}.", f"Made in {root}: {', '.join(made)}.")
        )
    else:
        found.append(T(f"{root} est complet.", f"{root} is complete."))
    if "course_utils.grading" not in config.read_text(encoding="utf-8"):
        found.append(
            T(
                f"{config} ne parle pas de ce cours : ajoutez-y la ligne « from "
                "course_utils.grading.adapter import configure; configure(c) ».",
                f"{config} does not mention this course: add the line “from "
                "course_utils.grading.adapter import configure; configure(c)”.",
            )
        )
    if os.name == "posix" and (root / "secret").stat().st_mode & 0o077:
        found.append(
            T(
                f"D'autres utilisateurs peuvent lire le secret : chmod 600 {root / 'secret'}",
                f"Other users can read the secret: chmod 600 {root / 'secret'}",
            )
        )
    if "roster.csv" in made:
        found.append(
            T(
                "Remplacez maintenant les deux exemples de roster.csv par vos inscrits.",
                "Now replace both examples in roster.csv by your students.",
            )
        )
    return found
