"""Course folders: made or completed without overwriting anything, read with clear messages."""

import datetime as dt
import os
import shutil
import stat
import sys
from types import SimpleNamespace

import pytest
from traitlets.config import PyFileConfigLoader

from course_utils.grading import init
from course_utils.grading.folder import CourseFolder, GradingError, Student, read_roster
from course_utils.i18n import use_language

EVERYTHING = {
    *("nbgrader_config.py", "bank", "secret", "course.toml", "roster.csv", ".gitignore"),
    "README.md",
}


@pytest.fixture
def bank(tmp_path, monkeypatch):
    """A public bank with two assignments, one of which has a file below."""
    folder = tmp_path / "public"
    for name in ("tp1", "tp2"):
        (folder / name / "data").mkdir(parents=True)
        (folder / name / "assignment.py").write_text(f"# {name}\n")
        (folder / name / "data" / "x.csv").write_text("1\n")
    (folder / "tp1" / "__pycache__").mkdir()
    (folder / "tp1" / "assignment.py").chmod(0o444)
    monkeypatch.setattr(init, "BANK", folder)
    return folder


def tree(root) -> dict:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


# --- init ----------------------------------------------------------------------------------------


def test_a_new_folder_is_complete_and_private(tmp_path, bank):
    root = tmp_path / "courses" / "dl 2026"
    lines = init.create(root)
    assert {path.name for path in root.iterdir()} == EVERYTHING
    assert stat.S_IMODE(root.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE((root / "secret").stat().st_mode) == 0o600
    assert "bank/tp1" in lines[0] and "secret" in lines[0]
    course = CourseFolder(root)
    assert len(course.secret) == 32
    assert course.assignments() == ["tp1", "tp2"]
    assert not (root / "bank/tp1/__pycache__").exists()
    with open(root / "bank/tp1/assignment.py", "a") as file:  # the copy can be edited
        file.write("# mine\n")
    assert (root / "bank/tp2/data/x.csv").is_file()


def test_the_templates_are_valid(tmp_path, bank):
    init.create(tmp_path / "c")
    course = CourseFolder(tmp_path / "c")
    assert list(course.roster) == ["exemple1", "exemple2"]
    assert course.roster["exemple2"] == Student(
        "exemple2", "Sam Example", "exemple2@example.org", "en", 2
    )
    for name in ("tp1", "unknown"):
        assert course.settings(name) == CourseFolder(tmp_path / "c").settings("unknown")
    text = (course.root / "course.toml").read_text()
    assert '[assignments."tp1"]' in text
    lines = [line.removeprefix("# ") if " = " in line else line for line in text.splitlines()]
    (course.root / "course.toml").write_text("\n".join(lines))
    settings = course.settings("tp2")
    assert settings.late_penalty == 0.1 and settings.due.utcoffset() == dt.timedelta(hours=1)


def test_nbgrader_reads_the_configuration_from_anywhere(tmp_path, bank, monkeypatch):
    seen = []
    adapter = SimpleNamespace(configure=seen.append)
    monkeypatch.setitem(sys.modules, "course_utils.grading.adapter", adapter)
    root = tmp_path / "c'est"
    init.create(root)
    monkeypatch.chdir(tmp_path)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    assert config.CourseDirectory.course_id == "c'est"
    assert config.CourseDirectory.root == str(root)
    assert config.CourseDirectory.db_url == f"sqlite:///{root / 'gradebook.db'}"
    assert len(seen) == 1


def test_running_again_changes_nothing(tmp_path, bank):
    init.create(tmp_path / "c")
    before = tree(tmp_path / "c")
    lines = init.create(tmp_path / "c")
    assert tree(tmp_path / "c") == before
    assert lines == [f"{tmp_path / 'c'} est complet."]


def test_what_is_missing_is_added_and_nothing_overwritten(tmp_path, bank):
    root = tmp_path / "c"
    init.create(root)
    (root / "roster.csv").write_text("id\nann\n")
    (root / "bank/tp1/assignment.py").write_text("# mine\n")
    (root / "README.md").unlink()
    (bank / "tp3").mkdir()
    (bank / "tp3" / "assignment.py").write_text("# new\n")
    secret = (root / "secret").read_text()
    use_language("en")
    lines = init.create(root)
    assert lines[0].endswith(": bank/tp3, README.md.")
    assert (root / "roster.csv").read_text() == "id\nann\n"
    assert (root / "bank/tp1/assignment.py").read_text() == "# mine\n"
    assert (root / "secret").read_text() == secret


@pytest.mark.parametrize("step", ["_copy_bank", "_make_secret", "_toml"])
def test_an_interrupted_run_is_completed(tmp_path, bank, monkeypatch, step):
    def interrupt(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(init, step, interrupt)
        with pytest.raises(KeyboardInterrupt):
            init.create(tmp_path / "c")
    init.create(tmp_path / "c")
    assert {path.name for path in (tmp_path / "c").iterdir()} == EVERYTHING


def test_an_interrupted_copy_leaves_no_half_assignment(tmp_path, bank, monkeypatch):
    copy = shutil.copyfile

    def interrupt(source, target, **options):
        if str(source).endswith("x.csv"):
            raise KeyboardInterrupt
        return copy(source, target, **options)

    with monkeypatch.context() as patch:
        patch.setattr(init.shutil, "copyfile", interrupt)
        with pytest.raises(KeyboardInterrupt):
            init.create(tmp_path / "c")
    assert not (tmp_path / "c/bank/tp1").exists()
    init.create(tmp_path / "c")
    assert sorted(os.listdir(tmp_path / "c/bank")) == ["tp1", "tp2"]
    assert (tmp_path / "c/bank/tp1/data/x.csv").is_file()


@pytest.mark.parametrize("links", [True, False])
def test_a_secret_made_meanwhile_stays(tmp_path, monkeypatch, links):
    path = tmp_path / "secret"
    if not links:
        monkeypatch.setattr(init.os, "link", lambda *names: (_ for _ in ()).throw(OSError))
    init._make_secret(path)
    assert len(bytes.fromhex(path.read_text())) == 32 and os.listdir(tmp_path) == ["secret"]
    if links:
        before = path.read_text()
        init._make_secret(path)
        assert path.read_text() == before and os.listdir(tmp_path) == ["secret"]


def test_refusals(tmp_path, bank):
    (tmp_path / "file").write_text("")
    with pytest.raises(GradingError, match="est un fichier"):
        init.create(tmp_path / "file")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.tex").write_text("")
    with pytest.raises(GradingError, match="n'est pas un cours"):
        init.create(tmp_path / "other")
    assert os.listdir(tmp_path / "other") == ["thesis.tex"]
    (tmp_path / "empty" / ".git").mkdir(parents=True)
    init.create(tmp_path / "empty")


@pytest.mark.parametrize("name", ["handout", "results"])
def test_a_course_in_use_gets_no_new_secret(tmp_path, bank, name):
    root = tmp_path / "c"
    init.create(root)
    (root / name / "tp1").mkdir(parents=True)
    (root / name / "tp1" / "ann").write_text("")
    (root / "secret").unlink()
    with pytest.raises(GradingError, match="sauvegarde"):
        init.create(root)
    assert not (root / "secret").exists()


def test_warnings(tmp_path, bank):
    root = tmp_path / "c"
    root.mkdir()
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    lines = init.create(root)
    assert any("configure(c)" in line for line in lines)
    (root / "secret").chmod(0o644)
    assert any("chmod 600" in line for line in init.create(root))


def test_save_replaces_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "new" / "file"
    init.save(path, b"one")
    with monkeypatch.context() as patch:
        patch.setattr(init.os, "replace", lambda *names: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            init.save(path, b"two")
    assert path.read_bytes() == b"one" and os.listdir(path.parent) == ["file"]
    init.save(path, b"two")
    assert path.read_bytes() == b"two"


# --- folder --------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path, bank):
    init.create(tmp_path / "c")
    return CourseFolder(tmp_path / "c")


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(GradingError, match="course grade init"):
        CourseFolder(tmp_path)


def test_unknown_assignment_names_the_known_ones(course):
    assert course.bank("tp1") == course.root / "bank" / "tp1"
    with pytest.raises(GradingError, match="il y a : tp1, tp2"):
        course.bank("tp9")


@pytest.mark.parametrize("text", [None, "no hexadecimal"])
def test_lost_secret(course, text):
    path = course.root / "secret"
    path.unlink() if text is None else path.write_text(text)
    with pytest.raises(GradingError, match="sauvegarde"):
        _ = course.secret


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("variants = 'all'", "student | cohort | none"),
        ("late_penalty = 2", "0 … 1"),
        ("late_penalty = 'x'", "assignments.tp1"),
        ("due = 2026-12-01T23:59:00", r"\+01:00"),
        ("due = 2026-12-01", r"\+01:00"),
        ("dead_line = 1", "dead_line"),
        ("due =", "assignments.tp1"),
    ],
)
def test_wrong_settings(course, text, message):
    (course.root / "course.toml").write_text(f"[assignments.tp1]\n{text}\n")
    with pytest.raises(GradingError, match=message.replace("|", r"\|")):
        course.settings("tp1")


def test_settings_are_optional(course):
    (course.root / "course.toml").unlink()
    assert course.settings("tp1").due is None and course.settings("tp1").late_penalty == 0


@pytest.mark.parametrize(
    "text",
    [
        "id,name,email,language,extension\nann,Ann Lee,a@x.org,en,1.5\nbob,,,,\n",
        "\ufeffid;name;email;language;extension\r\nann;Ann Lee;a@x.org;en;1.5\r\nbob\r\n",
        "name,id,extension,extra,language,email\nAnn Lee, ann ,1.5,x,en,a@x.org\n\n,bob\n",
    ],
)
def test_rosters(tmp_path, text):
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    assert list(read_roster(tmp_path / "r.csv").values()) == [
        Student("ann", "Ann Lee", "a@x.org", "en", 1.5),
        Student("bob"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "première ligne"),
        ("name\nann\n", "première ligne"),
        ("id\nann\nbob\nANN\n", "ligne 4 .*figure deux fois"),
        ("id\n../x\n", "ligne 2 .*identifiant"),
        ("id\n.hidden\n", "identifiant"),
        ("id\nélise\n", "sans accent"),
        (f"id\n{'a' * 65}\n", "identifiant"),
        ("id,name\n,Ann\n", "identifiant"),
        ("id,language\nann,de\n", "language 'de'"),
        ("id,extension\nann,-1\n", "nombre de jours"),
        ("id,extension\nann,nan\n", "nombre de jours"),
        ("id,extension\nann,2 d\n", "nombre de jours"),
    ],
)
def test_wrong_rosters(tmp_path, text, message):
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    with pytest.raises(GradingError, match=message):
        read_roster(tmp_path / "r.csv")


def test_unreadable_rosters(tmp_path):
    with pytest.raises(GradingError, match="illisible"):
        read_roster(tmp_path / "r.csv")
    (tmp_path / "r.csv").write_bytes("id\nélise\n".encode("latin-1"))
    with pytest.raises(GradingError, match="UTF-8"):
        read_roster(tmp_path / "r.csv")
