"""Collecting: whose notebook it is, what happens to earlier ones, and hostile archives."""

import datetime as dt
import io
import json
import os
import stat
import struct
import zipfile

import pytest

from course_utils.grading import collect as module
from course_utils.grading.collect import collect
from course_utils.grading.folder import CourseFolder, GradingError
from course_utils.i18n import use_language

ROSTER = """\
id,name,email,language
ann,Ann Lee,ann.lee@example.org,en
joanne,Joanne Durand,,fr
jean,Élodie Jean-Baptiste,elodie@example.org,fr
e12345,François Œuvrard,,fr
20231234,,x@example.org,fr
a_b,Zoé Martin,,fr
a,Zoe Martin,,fr
"""
EARLY, LATE = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
MOODLE = "_77_assignsubmission_file_"


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    (root / "bank" / "tp1").mkdir(parents=True)
    (root / "bank" / "tp1" / "assignment.py").write_text("")
    (root / "nbgrader_config.py").write_text("")
    (root / "roster.csv").write_text(ROSTER)
    return CourseFolder(root)


@pytest.fixture
def export(tmp_path):
    """Return a function that writes files (path → content) into a fresh folder of an export."""

    def write(files: dict[str, str], time: dt.datetime = EARLY):
        folder = tmp_path / f"export{len(os.listdir(tmp_path))}"
        folder.mkdir()
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
            os.utime(path, (time.timestamp(),) * 2)
        return folder

    return write


def zipped(path, *entries):
    """Write a ZIP of (name or ZipInfo, content)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def submitted(course, student) -> dict[str, str]:
    folder = course.submitted(student, "tp1")
    return {path.name: path.read_text() for path in folder.glob("*")} if folder.exists() else {}


# --- whose notebook ------------------------------------------------------------------------------

OWNERS = [
    # Moodle, with folders and without, with a group, with accents that the roster lacks
    (f"Lee Ann{MOODLE}/bob.ipynb", ["ann"]),
    (f"ANN LEE{MOODLE}x.ipynb", ["ann"]),
    (f"Ann Lee{MOODLE.rstrip('_')}/x.ipynb", ["ann"]),
    (f"Élodie Jean-Baptiste{MOODLE}/x.ipynb", ["jean"]),
    (f"E\u0301lodie JEAN BAPTISTE{MOODLE}/x.ipynb", ["jean"]),
    (f"TD-2-Oeuvrard Francois{MOODLE}/x.ipynb", ["e12345"]),
    (f"Zoé Martin{MOODLE}/x.ipynb", ["a_b", "a"]),
    (f"joanne{MOODLE}/x.ipynb", ["joanne"]),
    (f"X Unknown 20231234{MOODLE}/x.ipynb", ["20231234"]),
    (f"Participant{MOODLE}/ann.ipynb", []),
    (f"Lee Anna{MOODLE}/ann.ipynb", []),
    (f"Ann Lee Junior{MOODLE}/x.ipynb", []),
    # Canvas: the end of the name is the student's
    ("leeann_123_4567_tp1.ipynb", ["ann"]),
    ("annlee_LATE_123_4567_tp1-1.ipynb", ["ann"]),
    ("jeanbaptisteelodie_1_2_x.ipynb", ["jean"]),
    ("élodiejeanbaptiste_1_2_x.ipynb", ["jean"]),
    ("nobody_1_2_ann.ipynb", []),
    ("nobody_20231234_2_x.ipynb", ["20231234"]),
    ("zoemartin_1_2_x.ipynb", ["a_b", "a"]),
    # an id, an e-mail or a name in a folder or a file
    ("ann/tp1.ipynb", ["ann"]),
    ("ANN/joanne.ipynb", ["ann"]),
    ("tp1/ann.ipynb", ["ann"]),
    ("tp1_joanne.ipynb", ["joanne"]),
    ("tp1 (joanne).ipynb", ["joanne"]),
    ("20231234_tp1.ipynb", ["20231234"]),
    ("tp1-e12345.ipynb", ["e12345"]),
    ("tp1-E12345-2.ipynb", ["e12345"]),
    ("ann.lee@example.org/tp1.ipynb", ["ann"]),
    ("a_b_tp1.ipynb", ["a_b"]),
    ("a_tp1.ipynb", ["a"]),
    ("Lee, Ann/tp1.ipynb", ["ann"]),
    ("tp1-oeuvrard-françois.ipynb", ["e12345"]),
    ("ann_joanne.ipynb", ["ann", "joanne"]),
    # whole tokens only
    ("joanne2.ipynb", []),
    ("ann-marie.ipynb", []),
    ("joann.ipynb", []),
    ("annlee.ipynb", []),
    ("x.ann.lee@example.org.ipynb", []),
    ("120231234.ipynb", []),
    ("élann.ipynb", []),
    ("Ann Smith/tp1.ipynb", []),
    ("Jo Ann Lee/tp1.ipynb", []),
    ("tp1.ipynb", []),
]


@pytest.mark.parametrize(("path", "owners"), OWNERS, ids=[path for path, _ in OWNERS])
def test_owners(course, path, owners):
    assert module._Owners(course.roster).of(tuple(path.split("/"))) == owners


def test_unsure_notebooks_are_kept_and_listed(course, export):
    source = export({"tp1.ipynb": "?", "ann_joanne.ipynb": "!"})
    found = collect(course, "tp1", source)
    assert found.unmatched == [
        ("ann_joanne.ipynb", "plusieurs possibilités : ann, joanne"),
        ("tp1.ipynb", "aucun inscrit reconnu"),
    ]
    kept = list((course.root / "submitted/.unmatched/tp1").iterdir())
    assert sorted(path.read_text() for path in kept) == ["!", "?"]
    collect(course, "tp1", source)
    assert len(list((course.root / "submitted/.unmatched/tp1").iterdir())) == 2


def test_a_corrected_roster_finds_what_was_kept(course, export):
    source = export({"zed/x.ipynb": "z"})
    assert collect(course, "tp1", source).unmatched
    (course.root / "roster.csv").write_text(ROSTER + "zed,Zed,,fr\n")
    fresh = CourseFolder(course.root)
    found = collect(fresh, "tp1", source)
    assert not found.unmatched and submitted(fresh, "zed")["x.ipynb"] == "z"
    assert not list((course.root / "submitted/.unmatched/tp1").iterdir())


# --- filing --------------------------------------------------------------------------------------


def test_a_first_export(course, export):
    files = {
        f"Lee Ann{MOODLE}/My work.ipynb": "1",
        f"Joanne Durand{MOODLE}tp1.IPYNB": "not JSON at all",
        "martinzoe_1_2_x.pdf": "",
        ".DS_Store": "",
        f"Lee Ann{MOODLE}/.ipynb_checkpoints/My work-checkpoint.ipynb": "0",
        f"Lee Ann{MOODLE}/._My work.ipynb": "0",
    }
    found = collect(course, "tp1", export(files))
    stamp = "2026-03-01 12:00:00.000000 UTC\n"
    assert submitted(course, "ann") == {"My work.ipynb": "1", "timestamp.txt": stamp}
    assert submitted(course, "joanne") == {"tp1.ipynb": "not JSON at all", "timestamp.txt": stamp}
    assert {id: one.state for id, one in found.matched.items()} == {"ann": "new", "joanne": "new"}
    assert found.matched["ann"].time == EARLY
    assert found.ignored == [("martinzoe_1_2_x.pdf", "n'est pas un carnet")]
    assert found.missing == ["jean", "e12345", "20231234", "a_b", "a"]
    assert not found.conflicts and not found.unmatched
    assert {path.name for path in course.root.iterdir()} == {
        *("bank", "nbgrader_config.py", "roster.csv", "submitted"),
    }


def test_nbgrader_reads_the_time(course, export):
    from nbgrader.coursedir import CourseDirectory

    collect(course, "tp1", export({"ann/x.ipynb": "1"}))
    directory = CourseDirectory(root=str(course.root))
    time = directory.get_existing_timestamp(str(course.submitted("ann", "tp1")))
    assert time == EARLY.replace(tzinfo=None)


def test_the_same_export_again(course, export):
    source = export({"ann/x.ipynb": "1", "joanne/x.ipynb": "2"})
    collect(course, "tp1", source)
    os.utime(source / "ann/x.ipynb")  # unpacked again: other times, same content
    before = submitted(course, "ann")
    found = collect(course, "tp1", source)
    assert {one.state for one in found.matched.values()} == {"unchanged"}
    assert submitted(course, "ann") == before and not (course.root / "collected").exists()
    assert found.missing[0] == "jean"


def test_a_newer_export_replaces_and_archives(course, export):
    collect(course, "tp1", export({"ann/x.ipynb": "1", "joanne/x.ipynb": "j"}, EARLY))
    found = collect(course, "tp1", export({"ann/y.ipynb": "2"}, LATE))
    assert found.matched["ann"].state == "updated"
    assert submitted(course, "ann")["y.ipynb"] == "2" and "x.ipynb" not in submitted(course, "ann")
    assert submitted(course, "joanne")["x.ipynb"] == "j" and "joanne" not in found.missing
    archive = course.root / "collected/tp1/ann/20260301T120000Z"
    assert (archive / "x.ipynb").read_text() == "1" and (archive / "timestamp.txt").is_file()


def test_an_older_export_changes_nothing(course, export):
    old, new = export({"ann/x.ipynb": "1"}, EARLY), export({"ann/x.ipynb": "2"}, LATE)
    collect(course, "tp1", new)
    found = collect(course, "tp1", old)
    assert found.matched["ann"].state == "older"
    assert submitted(course, "ann")["x.ipynb"] == "2" and not (course.root / "collected").exists()


def test_every_replaced_version_is_kept(course, export):
    for number in range(4):
        collect(course, "tp1", export({"ann/x.ipynb": str(number)}, EARLY))
    archive = course.root / "collected/tp1/ann"
    assert sorted(p.read_text() for p in archive.glob("*/x.ipynb")) == ["0", "1", "2"]


def test_interrupted_replacement_loses_nothing(course, export, monkeypatch):
    collect(course, "tp1", export({"ann/x.ipynb": "1"}, EARLY))
    rename = os.rename

    def interrupt(source, target):
        if "ready" in str(source):
            raise KeyboardInterrupt
        rename(source, target)

    newer = export({"ann/x.ipynb": "2"}, LATE)
    with monkeypatch.context() as patch:
        patch.setattr(module.os, "rename", interrupt)
        with pytest.raises(KeyboardInterrupt):
            collect(course, "tp1", newer)
    assert submitted(course, "ann")["x.ipynb"] == "1"
    assert collect(course, "tp1", newer).matched["ann"].state == "updated"


def test_several_notebooks_are_a_conflict(course, export):
    source = export({"ann/b.ipynb": "1", "ann/a.ipynb": "2", "ann/copy/b.ipynb": "3"})
    found = collect(course, "tp1", source)
    assert found.conflicts == {"ann": ["a.ipynb", "b-2.ipynb", "b.ipynb"]}
    assert sorted(v for k, v in submitted(course, "ann").items() if k != "timestamp.txt") == [
        *("1", "2", "3")
    ]
    use_language("en")
    assert any("Several notebooks of ann: a.ipynb" in line for line in found.lines())
    assert collect(course, "tp1", source).matched["ann"].state == "unchanged"


def test_the_same_notebook_twice_is_no_conflict(course, export):
    found = collect(course, "tp1", export({"ann/a.ipynb": "1", "ann/b.ipynb": "1"}))
    assert not found.conflicts and found.matched["ann"].files == ["a.ipynb"]


def test_a_timestamp_beside_the_notebook_wins(course, export):
    stamp = "2026-02-01 10:00:00.5 Europe/Paris"
    found = collect(course, "tp1", export({"ann/x.ipynb": "1", "ann/timestamp.txt": stamp}))
    assert found.matched["ann"].time == dt.datetime(2026, 2, 1, 9, 0, 0, 500_000, dt.UTC)
    assert submitted(course, "ann")["timestamp.txt"] == "2026-02-01 09:00:00.500000 UTC\n"


@pytest.mark.parametrize(
    ("folder", "text", "reason"),
    [
        (f"Ann Lee{MOODLE}", "2020-01-01 00:00:00 UTC", "déposé par l'étudiant"),
        ("ann", "yesterday", "date illisible"),
        ("ann", "9" * 2000, "Mo"),
    ],
)
def test_a_timestamp_that_counts_for_nothing(course, export, folder, text, reason):
    files = {f"{folder}/x.ipynb": "1", f"{folder}/timestamp.txt": text}
    found = collect(course, "tp1", export(files))
    assert found.matched["ann"].time == EARLY
    assert found.ignored[0][0].endswith("timestamp.txt") and reason in found.ignored[0][1]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("a/b.ipynb",), "a_b.ipynb"),
        (("..ipynb",), "notebook.ipynb"),
        ((".hidden.ipynb",), "hidden.ipynb"),
        (("x*?[1].ipynb",), "x___1_.ipynb"),
        (("été.ipynb",), "été.ipynb"),
        (("con.ipynb",), "_con.ipynb"),
        (("a" * 300 + ".ipynb",), "a" * 80 + ".ipynb"),
        (("line\nbreak\x00.IPYNB",), "line_break_.ipynb"),
        (("leeann_LATE_1_2_tp 1.ipynb",), "tp 1.ipynb"),
        ((f"Ann Lee{MOODLE}tp1.ipynb",), "tp1.ipynb"),
        (("ann", "data_2024_01_x.ipynb"), "data_2024_01_x.ipynb"),
    ],
)
def test_names_are_made_safe(parts, name):
    assert module._own_name(parts) == name


def test_a_summary_in_both_languages(course, export):
    found = collect(course, "tp1", export({"ann/x.ipynb": "1", "y.ipynb": "2", "z.pdf": "3"}))
    assert found.lines()[0].startswith("1 nouveau(x), 0 remplacé(s)")
    assert found.lines()[1:] == [
        "Sans propriétaire sûr : y.ipynb (aucun inscrit reconnu)",
        "Ignoré : z.pdf (n'est pas un carnet)",
    ]
    use_language("en")
    assert "6 enrolled without a notebook" in found.lines()[0]


def test_what_cannot_be_collected(course, tmp_path):
    with pytest.raises(GradingError, match="n'existe pas"):
        collect(course, "tp1", tmp_path / "none.zip")
    with pytest.raises(GradingError, match="Aucun devoir 'tp9'"):
        collect(course, "tp9", tmp_path)
    (tmp_path / "x.zip").write_text("no ZIP")
    with pytest.raises(GradingError, match="ZIP lisible"):
        collect(course, "tp1", tmp_path / "x.zip")


# --- archives ------------------------------------------------------------------------------------


def entry(name: str, mode: int = 0, time=(2026, 3, 1, 12, 0, 0), extra: bytes = b""):
    info = zipfile.ZipInfo(name, time)
    info.external_attr, info.extra = mode << 16, extra
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def test_a_zip_is_like_a_folder(course, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Paris")
    os_tzset()
    source = zipped(
        tmp_path / "x.zip",
        (entry(f"Élodie Jean-Baptiste{MOODLE}/x.ipynb"), "1"),
        (entry("ann/x.ipynb", extra=struct.pack("<HHBi", 0x5455, 5, 1, 1_772_000_000)), "2"),
        (entry("joanne/x.ipynb", time=(1980, 1, 1, 0, 0, 0)), "3"),
        (entry("__MACOSX/ann/._x.ipynb"), "0"),
        (entry("ann/"), ""),
    )
    os.utime(source, (LATE.timestamp(),) * 2)
    found = collect(course, "tp1", source)
    times = {id: one.time for id, one in found.matched.items()}
    assert times == {
        "jean": EARLY - dt.timedelta(hours=1),  # 12:00 in Paris
        "ann": dt.datetime.fromtimestamp(1_772_000_000, dt.UTC),
        "joanne": LATE,  # unknown: that of the archive
    }
    assert not found.ignored
    assert collect(course, "tp1", source).matched["ann"].state == "unchanged"


def os_tzset():
    import time

    time.tzset()


@pytest.fixture(autouse=True)
def time_zone():
    yield
    os_tzset()


def test_names_in_utf8_that_do_not_say_so(course, tmp_path):
    name = f"François Œuvrard{MOODLE}/x.ipynb"
    path = zipped(tmp_path / "x.zip", (name, "1"))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        data[data.index(mark) + offset] &= ~0x08  # the flag of UTF-8, bit 11
    path.write_bytes(data)
    assert list(collect(course, "tp1", path).matched) == ["e12345"]


def test_hostile_entries_are_refused(course, tmp_path):
    source = zipped(
        tmp_path / "x.zip",
        ("../ann/x.ipynb", "1"),
        ("ann/../../x.ipynb", "1"),
        ("/ann/x.ipynb", "1"),
        ("C:/ann/x.ipynb", "1"),
        ("..\\ann\\x.ipynb", "1"),
        (entry("ann/link.ipynb", stat.S_IFLNK | 0o777), "/etc/passwd"),
        ("ann/bomb.ipynb", b"0" * 30 * 2**20),
        ("joanne/good.ipynb", "2"),
    )
    before = {path for path in tmp_path.rglob("*") if course.root not in path.parents}
    found = collect(course, "tp1", source)
    assert [why for _, why in found.ignored] == [
        *["chemin dangereux"] * 5,
        *("lien symbolique", "plus de 25 Mo"),
    ]
    assert list(found.matched) == ["joanne"]
    assert {path for path in tmp_path.rglob("*") if course.root not in path.parents} == before


def test_a_notebook_of_zeros_is_no_bomb(course, tmp_path):
    """A student prints a large array: 1 MB of text that shrinks a thousand times."""
    path = zipped(tmp_path / "x.zip", ("ann/x.ipynb", json.dumps({"text": "0 " * 2**20})))
    assert list(collect(course, "tp1", path).matched) == ["ann"]


def test_sizes_that_lie_are_not_believed(course, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_FILE", 1000)
    path = zipped(tmp_path / "x.zip", ("ann/x.ipynb", os.urandom(5000)))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + offset
        data[start : start + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    found = collect(course, "tp1", path)
    assert not found.matched and found.ignored[0][0] == "ann/x.ipynb"


def test_limits(course, tmp_path, export, monkeypatch):
    source = zipped(tmp_path / "x.zip", ("ann/x.ipynb", "12345"), ("joanne/x.ipynb", "123"))
    with monkeypatch.context() as patch:
        patch.setattr(module, "MAX_FILE", 4)
        for one in (source, export({"ann/x.ipynb": "12345", "joanne/x.ipynb": "123"})):
            found = collect(course, "tp1", one)
            assert list(found.matched) == ["joanne"] and found.ignored[0][0] == "ann/x.ipynb"
    with monkeypatch.context() as patch:
        patch.setattr(module, "MAX_TOTAL", 7)
        with pytest.raises(GradingError, match="plusieurs parties"):
            collect(course, "tp1", source)
    with monkeypatch.context() as patch:
        patch.setattr(module, "MAX_ENTRIES", 1)
        with pytest.raises(GradingError, match="trop de fichiers"):
            collect(course, "tp1", source)
    assert sorted(collect(course, "tp1", source).matched) == ["ann", "joanne"]


def test_damaged_and_protected_entries(course, tmp_path):
    path = zipped(tmp_path / "x.zip", ("ann/x.ipynb", "12345" * 50), ("joanne/x.ipynb", "2"))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 30 + len("ann/x.ipynb")] ^= 0xFF
    path.write_bytes(data)
    found = collect(course, "tp1", path)
    assert found.ignored == [("ann/x.ipynb", "illisible dans le ZIP")]
    data = bytearray(zipped(tmp_path / "y.zip", ("ann/x.ipynb", "1")).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (tmp_path / "y.zip").write_bytes(data)
    assert collect(course, "tp1", tmp_path / "y.zip").ignored == [
        ("ann/x.ipynb", "protégé par un mot de passe")
    ]


def nested(*entries) -> bytes:
    return zipped(io.BytesIO(), *entries).getvalue()


@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_zips_of_the_students(course, tmp_path, export, kind):
    inner = nested(
        ("work/x.ipynb", "1"),
        ("timestamp.txt", "2020-01-01"),
        ("deep.zip", nested(("y.ipynb", "2"))),
        ("../z.ipynb", "3"),
    )
    files = {
        f"Ann Lee{MOODLE}/w.zip": inner,
        "durandjoanne_1_2_w.ZIP": nested(("ann.ipynb", "j")),
        f"Élodie Jean-Baptiste{MOODLE}/w.zip": b"no ZIP",
    }
    if kind == "zip":
        source = zipped(tmp_path / "x.zip", *files.items())
    else:
        source = export(dict.fromkeys(files, ""))
        for name, content in files.items():
            (source / name).write_bytes(content)
    found = collect(course, "tp1", source)
    assert submitted(course, "ann")["x.ipynb"] == "1"
    assert submitted(course, "joanne")["ann.ipynb"] == "j"
    assert sorted(why for _, why in found.ignored) == [
        *("ZIP dans un ZIP", "ZIP illisible", "chemin dangereux", "déposé par l'étudiant"),
    ]


def test_links_in_a_folder_are_not_followed(course, export, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.ipynb").write_text("private")
    source = export({"ann/x.ipynb": "1"})
    (source / "joanne").symlink_to(tmp_path / "secret")
    (source / "ann" / "y.ipynb").symlink_to(tmp_path / "secret" / "x.ipynb")
    os.mkfifo(source / "ann" / "z.ipynb")
    found = collect(course, "tp1", source)
    assert list(found.matched) == ["ann"] and found.matched["ann"].files == ["x.ipynb"]
    assert {name for name, _ in found.ignored} == {"joanne", "ann/y.ipynb", "ann/z.ipynb"}


def test_a_large_course(course, tmp_path):
    rows = [f"s{n:04},Student{n:04} Name{n:04},s{n}@x.org,fr" for n in range(400)]
    (course.root / "roster.csv").write_text("id,name,email,language\n" + "\n".join(rows))
    entries = [
        (f"Name{n:04} Student{n:04}_{n}_assignsubmission_file_/x.ipynb", str(n)) for n in range(400)
    ]
    found = collect(CourseFolder(course.root), "tp1", zipped(tmp_path / "x.zip", *entries))
    assert len(found.matched) == 400 and not found.missing
    assert (course.submitted("s0007", "tp1") / "x.ipynb").read_text() == "7"
