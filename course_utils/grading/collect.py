"""`course grade collect`: file the notebooks of an LMS export under the students who sent them."""

import contextlib
import datetime as dt
import hashlib
import io
import os
import re
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from course_utils.grading.folder import CourseFolder, GradingError, Student
from course_utils.grading.init import save
from course_utils.i18n import T

MAX_FILE = 25 * 2**20
MAX_NESTED_ZIP = 100 * 2**20
MAX_TOTAL = 2 * 2**30
MAX_ENTRIES = 100_000

_SILENT_FOLDERS = {"__MACOSX", "__pycache__", ".ipynb_checkpoints", ".git"}
_SILENT_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}
# What the LMS writes in front of a file's own name; students choose only `rest`.
_MOODLE = re.compile(r"(?P<who>.+?)_\d+_assignsubmission_[a-z]+_?(?P<rest>.*)", re.DOTALL)
_CANVAS = re.compile(r"(?P<who>[^_]+)_(?:LATE_)?(?P<user>\d+)_\d+_(?P<rest>.+)", re.DOTALL)
# A token stands alone between anything but letters, digits and these; an underscore separates.
_BEFORE, _AFTER = r"(?<![^\W_])(?<![.@ ,'-])", r"(?![^\W_])(?![.@ ,'-])"
_STAMP = "%Y-%m-%d %H:%M:%S.%f UTC"


@dataclass
class Filed:
    """What one student handed in: notebook names, time (UTC) and what became of them.

    `state` is "new", "updated" (the earlier files are archived), "unchanged", or "older" (than
    what is there, which stays).
    """

    files: list[str]
    time: dt.datetime
    state: str


@dataclass
class Collected:
    """The outcome of `collect`.

    Attributes:
        matched: student id → what was filed.
        unmatched: (path in the export, reason) of notebooks without a sure owner.
        ignored: (path in the export, reason) of everything else.
        missing: ids of the enrolled students who have handed in nothing so far.
    """

    matched: dict[str, Filed] = field(default_factory=dict)
    unmatched: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def conflicts(self) -> dict[str, list[str]]:
        """Students with several notebooks in this export: all are kept, the grader decides."""
        return {id: one.files for id, one in self.matched.items() if len(one.files) > 1}

    def lines(self) -> list[str]:
        """Return what the instructor should read, as sentences."""
        states = [one.state for one in self.matched.values()]
        new, updated, same, older = map(states.count, ("new", "updated", "unchanged", "older"))
        return [
            T(
                f"{new} nouveau(x), {updated} remplacé(s), {same} inchangé(s), {older} plus "
                f"ancien(s) que ce qui est là ; {len(self.missing)} inscrit(s) sans carnet.",
                f"{new} new, {updated} replaced, {same} unchanged, {older} older than what is "
                f"there; {len(self.missing)} enrolled without a notebook.",
            ),
            *(
                T(f"Plusieurs carnets de {id} : ", f"Several notebooks of {id}: ")
                + ", ".join(names)
                for id, names in self.conflicts.items()
            ),
            *(
                T(f"Sans propriétaire sûr : {name} ({why})", f"No sure owner: {name} ({why})")
                for name, why in self.unmatched
            ),
            *(
                T(f"Ignoré : {name} ({why})", f"Ignored: {name} ({why})")
                for name, why in self.ignored
            ),
        ]


def collect(course: CourseFolder, assignment: str, source: Path) -> Collected:
    """File the notebooks of an LMS export in `submitted/ID/ASSIGNMENT/`, with `timestamp.txt`.

    The owner is read from what the LMS wrote (Moodle's folder, the prefix of Canvas), else from
    an id, e-mail or full name in the outermost folder or file name that has one. Notebooks without
    a sure owner are kept in `submitted/.unmatched/ASSIGNMENT/`. An export is a student's whole
    submission: a newer one replaces the earlier files, which move to
    `collected/ASSIGNMENT/ID/TIME/`; an older one changes nothing.

    The time of submission is that of the file: exact in a folder or with Unix time in the ZIP,
    otherwise to two seconds and in this machine's time zone. It may be the time of the export
    (some LMSs) or of unpacking (some tools). A `timestamp.txt` beside the notebook wins, except
    where students could have put it: in a Moodle folder or a ZIP of their own.

    Raises:
        GradingError: no such assignment or export, no ZIP, or beyond the limits above. What was
            filed before stays; running again completes it.
    """
    course.bank(assignment)
    source = Path(source)
    done = Collected()
    owners = _Owners(course.roster)
    with tempfile.TemporaryDirectory(dir=course.root, prefix=".collect-", suffix=".partial") as tmp:
        notebooks = _stage(source, Path(tmp), done)
        by_student: dict[str, list[_Staged]] = {}
        for notebook in notebooks:
            who = owners.of(notebook.parts)
            if len(who) == 1:
                by_student.setdefault(who[0], []).append(notebook)
            else:
                done.unmatched.append((notebook.name, _reason(who)))
                save(_unmatched(course, assignment, notebook), notebook.path.read_bytes())
        for student in [id for id in course.roster if id in by_student]:
            files = by_student[student]
            done.matched[student] = _file(course, assignment, student, files, Path(tmp))
            for notebook in files:  # kept as unmatched before the roster was corrected
                _unmatched(course, assignment, notebook).unlink(missing_ok=True)
    done.missing = [
        id for id in course.roster if not any(course.submitted(id, assignment).glob("*.ipynb"))
    ]
    return done


# --- reading an export --------------------------------------------------------------------------


class _Refused(Exception):
    """A file that is not taken; the message says why."""


@dataclass(frozen=True)
class _Item:
    """A file of the export, not read yet. `open` may raise _Refused."""

    parts: tuple[str, ...]
    time: dt.datetime
    open: Callable[[int], bytes]
    by_student: bool = False  # inside a student's own ZIP

    @property
    def name(self) -> str:
        return "/".join(self.parts)


@dataclass(frozen=True)
class _Staged:
    """A notebook of the export, copied into the course folder but not filed yet."""

    parts: tuple[str, ...]
    time: dt.datetime
    path: Path
    digest: str

    @property
    def name(self) -> str:
        return "/".join(self.parts)


def _stage(source: Path, folder: Path, done: Collected) -> list[_Staged]:
    """Copy every notebook of the export into `folder`; note the rest in `done.ignored`."""
    staged, stamps, total = [], {}, 0
    for item in _items(source, done):
        last = item.parts[-1].lower()
        try:
            if last == "timestamp.txt":
                if item.by_student or any(_MOODLE.fullmatch(part) for part in item.parts):
                    raise _Refused(T("déposé par l'étudiant", "uploaded by the student"))
                stamps[item.parts[:-1]] = _parse_stamp(item.open(1000))
            elif not last.endswith(".ipynb"):
                raise _Refused(T("n'est pas un carnet", "not a notebook"))
            else:
                data = item.open(MAX_FILE)
                total += len(data)
                if total > MAX_TOTAL:
                    raise GradingError(
                        T(
                            f"{source} contient plus de {MAX_TOTAL >> 30} Go de carnets ; "
                            "collectez-le en plusieurs parties.",
                            f"{source} holds more than {MAX_TOTAL >> 30} GB of notebooks; "
                            "collect it in several parts.",
                        )
                    )
                path = folder / f"{len(staged)}.ipynb"
                path.write_bytes(data)
                digest = hashlib.sha256(data).hexdigest()
                staged.append(_Staged(item.parts, item.time, path, digest))
        except _Refused as error:
            done.ignored.append((item.name, str(error)))
    return [
        _Staged(one.parts, stamps.get(one.parts[:-1], one.time), one.path, one.digest)
        for one in staged
    ]


def _items(source: Path, done: Collected) -> Iterator[_Item]:
    """Yield the files of an export, and those of the ZIPs in it, one level deep."""
    if source.is_dir():
        outer = _folder_items(source, done)
    elif source.is_file():
        outer = _archive_items(source, done)
    else:
        raise GradingError(
            T(
                f"{source} n'existe pas ; il faut un dossier ou un fichier ZIP.",
                f"{source} does not exist; a folder or a ZIP file is needed.",
            )
        )
    for item in outer:
        if not item.parts[-1].lower().endswith(".zip"):
            yield item
            continue
        try:
            data = item.open(MAX_NESTED_ZIP)
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for inner in _zip_items(archive, item.parts, item.time, done):
                    if inner.parts[-1].lower().endswith(".zip"):
                        done.ignored.append((inner.name, T("ZIP dans un ZIP", "ZIP in a ZIP")))
                    else:
                        yield inner
        except _Refused as error:
            done.ignored.append((item.name, str(error)))
        except (zipfile.BadZipFile, zlib.error, ValueError):
            done.ignored.append((item.name, T("ZIP illisible", "unreadable ZIP")))


def _archive_items(source: Path, done: Collected) -> Iterator[_Item]:
    time = dt.datetime.fromtimestamp(source.stat().st_mtime, dt.UTC)
    try:
        with zipfile.ZipFile(source) as archive:
            yield from _zip_items(archive, (), time, done)
    except (zipfile.BadZipFile, _Refused, OSError, ValueError) as error:
        raise GradingError(
            T(
                f"{source} n'est pas un fichier ZIP lisible ({error}).",
                f"{source} is not a readable ZIP file ({error}).",
            )
        ) from error


def _folder_items(source: Path, done: Collected) -> Iterator[_Item]:
    for folder, names, files in os.walk(source):
        above = Path(folder).relative_to(source).parts
        for name in [n for n in names if Path(folder, n).is_symlink()]:
            done.ignored.append(("/".join((*above, name)), T("lien symbolique", "symbolic link")))
        names[:] = sorted(set(names) - _SILENT_FOLDERS)
        for name in sorted(files):
            path, parts = Path(folder, name), (*above, name)
            if _silent(parts):
                continue
            try:
                found = path.lstat()
            except OSError as error:
                done.ignored.append(("/".join(parts), str(error.strerror)))
                continue
            if not stat.S_ISREG(found.st_mode):
                done.ignored.append(("/".join(parts), T("lien symbolique", "symbolic link")))
                continue
            time = dt.datetime.fromtimestamp(found.st_mtime, dt.UTC)
            yield _Item(parts, time, lambda limit, path=path: _read(path.open, limit, "rb"))


def _zip_items(
    archive: zipfile.ZipFile, above: tuple[str, ...], time: dt.datetime, done: Collected
) -> Iterator[_Item]:
    """Yield the files of a ZIP; nothing is ever written to a path that it names."""
    if len(archive.infolist()) > MAX_ENTRIES:
        raise _Refused(T("trop de fichiers", "too many files"))
    for info in archive.infolist():
        name = info.filename
        if not info.flag_bits & 0x800:  # says "not UTF-8", which many programs forget to change
            with contextlib.suppress(UnicodeError):
                name = name.encode("cp437").decode("utf-8")
        name = name.replace("\\", "/")
        parts = tuple(part for part in name.split("/") if part not in ("", "."))
        if info.is_dir() or name.endswith("/") or not parts or _silent(parts):
            continue
        if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
            done.ignored.append((name, T("chemin dangereux", "dangerous path")))
        elif stat.S_ISLNK(info.external_attr >> 16):
            done.ignored.append((name, T("lien symbolique", "symbolic link")))
        else:
            yield _Item(
                (*above, *parts),
                _zip_time(info, time),
                lambda limit, info=info: _read_entry(archive, info, limit),
                bool(above),
            )


def _read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    if info.flag_bits & 1:
        raise _Refused(T("protégé par un mot de passe", "protected by a password"))
    # The size may lie; _read does not believe it. It refuses honest bombs at no cost.
    if info.file_size > limit:
        raise _too_large(limit)
    try:
        return _read(archive.open, limit, info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _Refused(T("illisible dans le ZIP", "unreadable in the ZIP")) from error


def _read(opener: Callable, limit: int, *arguments) -> bytes:
    try:
        with opener(*arguments) as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise _Refused(str(error.strerror or error)) from error
    if len(data) > limit:
        raise _too_large(limit)
    return data


def _too_large(limit: int) -> _Refused:
    big = f"{limit / 2**20:.0f}" if limit >= 2**20 else f"{limit / 2**20:.3f}"
    return _Refused(T(f"plus de {big} Mo", f"more than {big} MB"))


def _silent(parts: tuple[str, ...]) -> bool:
    last = parts[-1]
    return bool(
        _SILENT_FOLDERS.intersection(parts) or last in _SILENT_FILES or last.startswith("._")
    )


def _zip_time(info: zipfile.ZipInfo, fallback: dt.datetime) -> dt.datetime:
    extra = info.extra
    while len(extra) >= 4:  # fields of (kind, size, content), two bytes each for the first two
        kind, size = (int.from_bytes(extra[i : i + 2], "little") for i in (0, 2))
        content, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == 0x5455 and len(content) >= 5 and content[0] & 1:
            return dt.datetime.fromtimestamp(int.from_bytes(content[1:5], "little"), dt.UTC)
    try:
        if info.date_time[0] > 1980:  # 1980-01-01 stands for "unknown"
            return dt.datetime(*info.date_time).astimezone(dt.UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return fallback


def _parse_stamp(data: bytes) -> dt.datetime:
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(data.decode().strip()).replace(tzinfo=dt.UTC)
    except Exception as error:  # whatever dateutil raises
        raise _Refused(T("date illisible", "unreadable date")) from error


# --- whose notebook ------------------------------------------------------------------------------


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text without accents or capitals."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(re.findall(r"[^\W_]+", plain))


def _turns(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the orders a full name is written in: first name first, or last name first."""
    return [words[k:] + words[:k] for k in range(len(words))]


class _Owners:
    """Finds the enrolled students that a path of the export speaks of."""

    def __init__(self, roster: dict[str, Student]):
        self.roster = roster
        self.names = {id: words for id, one in roster.items() if (words := _words(one.name))}

    def of(self, parts: tuple[str, ...]) -> list[str]:
        """Return the ids that the outermost telling part names: none, the owner, or several."""
        for depth, part in enumerate(parts):
            if match := _MOODLE.fullmatch(part):
                who = match["who"]
                return self._full_name(who) or self._alone(who) or self._loose(who)
            file = depth == len(parts) - 1 or part.lower().endswith(".zip")
            if file and (match := _CANVAS.fullmatch(part)):
                return self._canvas(match["who"], match["user"])
            text = re.sub(r"\.(ipynb|zip)$", "", part, flags=re.IGNORECASE)
            if found := self._tokens(text) or self._names(text) or self._loose(text):
                return found
        return []

    def _full_name(self, who: str) -> list[str]:
        # Moodle may put "Group-" in front of the name.
        for start in (0, *(m.end() for m in re.finditer("-", who))):
            words = sorted(_words(who[start:]))
            if found := [id for id, name in self.names.items() if sorted(name) == words]:
                return found
        return []

    def _alone(self, who: str) -> list[str]:
        who = who.casefold()
        return [
            id for id, one in self.roster.items() if who in (id.casefold(), one.email.casefold())
        ]

    def _canvas(self, who: str, user: str) -> list[str]:
        glued = "".join(_words(who))
        found = [
            id
            for id in self.roster
            if id in self._alone(who)
            or glued in ("".join(turn) for turn in _turns(self.names.get(id, ())))
        ]
        # Canvas's own number proves nothing about somebody known by another name.
        return found or [id for id in self.roster if id == user and id not in self.names]

    def _tokens(self, text: str) -> list[str]:
        """Return ids and e-mails that stand alone: "ann" is neither in "joanne" nor "Ann Smith"."""
        spans = []
        for id, student in self.roster.items():
            for token in filter(None, (id, student.email)):
                pattern = rf"{_BEFORE}{re.escape(token)}{_AFTER}"
                spans += [(*m.span(), id) for m in re.finditer(pattern, text, re.IGNORECASE)]
        # "a_b" also contains "a": the longer one is meant.
        return _unique(
            id
            for start, end, id in spans
            if not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans)
        )

    def _names(self, text: str) -> list[str]:
        """Return whose full name is all there is between underscores, but for words like "tp1"."""
        found = []
        for piece in re.split(r"[_()\[\]]+", text):
            words = sorted(word for word in _words(piece) if word.isalpha())
            found += [id for id, name in self.names.items() if sorted(name) == words and name[1:]]
        return _unique(found)

    def _loose(self, text: str) -> list[str]:
        """Return ids between spaces, hyphens or dots; without a digit it could be a given name."""
        words = re.split(r"[^A-Za-z0-9]+", text.casefold())
        return [id for id in self.roster if id.casefold() in words and re.search(r"\d", id)]


def _unique(values) -> list[str]:
    return list(dict.fromkeys(values))


def _reason(who: list[str]) -> str:
    if who:
        return T(f"plusieurs possibilités : {', '.join(who)}", f"ambiguous: {', '.join(who)}")
    return T("aucun inscrit reconnu", "no enrolled student recognised")


# --- filing --------------------------------------------------------------------------------------


def _file(
    course: CourseFolder, assignment: str, student: str, files: list[_Staged], tmp: Path
) -> Filed:
    """Put a student's notebooks into `submitted`, whole or not at all."""
    target = course.submitted(student, assignment)
    time = max(one.time for one in files)
    there = sorted(target.glob("*.ipynb"))
    new = {one.digest: one for one in reversed(files)}  # the same content twice is one notebook
    if there and sorted(map(_digest, there)) == sorted(new):
        return Filed([path.name for path in there], _time_of(target, there), "unchanged")
    ready = tmp / "ready" / student
    ready.mkdir(parents=True)
    names = []
    for one in new.values():
        names.append(_free(ready, _own_name(one.parts)).name)
        os.replace(one.path, ready / names[-1])
    if there and time < _time_of(target, there):
        return Filed(sorted(names), time, "older")
    (ready / "timestamp.txt").write_text(time.strftime(_STAMP) + "\n")
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        earlier = _time_of(target, there).strftime("%Y%m%dT%H%M%SZ")
        archive = _free(course.root / "collected" / assignment / student, earlier)
        archive.parent.mkdir(parents=True, exist_ok=True)
        os.rename(target, archive)
        try:
            os.rename(ready, target)
        except BaseException:
            os.rename(archive, target)
            raise
    else:
        os.rename(ready, target)
    return Filed(sorted(names), time, "updated" if there else "new")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _time_of(folder: Path, notebooks: list[Path]) -> dt.datetime:
    try:
        return _parse_stamp((folder / "timestamp.txt").read_bytes())
    except (OSError, _Refused):
        latest = max(path.stat().st_mtime for path in notebooks or [folder])
        return dt.datetime.fromtimestamp(latest, dt.UTC)


def _unmatched(course: CourseFolder, assignment: str, notebook: _Staged) -> Path:
    # The start of the digest keeps apart what the export keeps apart, run after run.
    name = PurePosixPath(_safe("__".join(notebook.parts)))
    folder = course.root / "submitted" / ".unmatched" / assignment
    return folder / f"{name.stem}-{notebook.digest[:8]}.ipynb"


def _own_name(parts: tuple[str, ...]) -> str:
    """Return a file's own name, without what the LMS put in front of it, fit for any system."""
    match = _MOODLE.fullmatch(parts[-1]) or (len(parts) == 1 and _CANVAS.fullmatch(parts[0]))
    return _safe(match["rest"] if match else parts[-1])


def _safe(name: str) -> str:
    stem = unicodedata.normalize("NFC", re.sub(r"\.ipynb$", "", name, flags=re.IGNORECASE))
    stem = re.sub(r"[^\w .()+,=@-]", "_", stem).strip(" .")[:80].strip(" .") or "notebook"
    if re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", stem, re.IGNORECASE):
        stem = f"_{stem}"  # devices on Windows
    return f"{stem}.ipynb"


def _free(folder: Path, name: str) -> Path:
    """Return a path in `folder` that is not taken: NAME, else NAME-2, NAME-3…"""
    path, stem = folder / name, name.removesuffix(".ipynb")
    for number in range(2, 10_000):
        if not path.exists():
            break
        path = folder / f"{stem}-{number}{name[len(stem) :]}"
    return path
