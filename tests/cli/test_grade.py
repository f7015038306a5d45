"""`course grade …` from the instructor's keyboard: what each command prints and leaves behind."""

import builtins
import shutil

import pytest
from typer.testing import CliRunner

pytest.importorskip("nbgrader")

from course_utils.cli import app
from course_utils.grading import sandbox
from course_utils.grading.run import Graded

COMMANDS = ["init", "release", "preview", "collect", "run", "feedback", "export", "stress"]


def course(*words, code=0):
    """Call `course grade …` and return what it printed."""
    done = CliRunner().invoke(app, ["grade", *map(str, words)])
    assert done.exit_code == code, done.output + repr(done.exception)
    return done.output


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "mon cours"
    course("init", root)
    (root / "roster.csv").write_text(
        "id,name,email,language,extension\nana,Ana A,,fr,\nbob,Bob B,,en,\n"
    )
    return root


def test_every_command_has_its_help():
    text = course("--help")
    for name in COMMANDS:
        assert name in text
        assert "DIR" in course(name, "--help") or name == "stress"


@pytest.mark.parametrize("command", COMMANDS[1:-1])
def test_a_folder_that_is_no_course_is_explained(tmp_path, command):
    more = {"export": [], "collect": ["neuron", tmp_path], "preview": ["neuron", "--student", "a"]}
    text = course(command, tmp_path, *more.get(command, ["neuron"]), code=1)
    assert "course grade init" in text and "Traceback" not in text


def test_unknown_names_are_explained(folder):
    assert "neuron" in course("release", folder, "neurone", code=1)
    assert "zoe" in course("preview", folder, "neuron", "--student", "zoe", code=1)
    assert "mnist_cnn" in course("stress", "neurone", code=1)
    assert "moodle" in course("export", folder, "--format", "xls", code=1)


@pytest.mark.skipif(sandbox.missing() is not None, reason="bubblewrap is not usable here")
def test_from_release_to_marks(folder, tmp_path):
    assert "2 notebook(s)" in course("release", folder, "neuron")
    shown = course("preview", folder, "neuron", "--student", "ana")
    assert "after_correction = (" in shown and (folder / "preview/neuron/ana.html").is_file()
    export = tmp_path / "export"
    export.mkdir()
    shutil.copy(folder / "handout/neuron/neuron_bob.ipynb", export)
    assert "1 nouveau" in course("collect", folder, "neuron", export)
    text = course("run", folder, "neuron", "--jobs", "2")
    assert "ana" in text and "manquant" in text
    assert "1 page(s)" in course("feedback", folder, "neuron") or (folder / "feedback/bob").is_dir()
    assert "grades-moodle.csv" in course("export", folder, "--format", "moodle").replace("\n", "")


def test_the_report_names_changes_flags_and_failures(folder, monkeypatch):
    results = [
        Graded("bob", {"a": 1.0}, {"a": 2.5}, ["une boucle sans fin"]),
        Graded("ana", error="OSError: disk full"),
    ]
    monkeypatch.setattr("course_utils.grading.run.run", lambda *args, **options: iter(results))
    monkeypatch.setattr(
        "course_utils.grading.integrity.classmates", lambda *a: {"bob": ["copie ?"]}
    )
    text = course("run", folder, "neuron", code=1)
    for words in (
        "bob, a: 1 → 2.5",
        "bob: une boucle sans fin",
        "bob: copie ?",
        "ana: OSError: disk full",
    ):
        assert words in text
    assert text.index("ana") < text.index("bob")  # the order of the roster


def test_giving_up_the_sandbox_is_said(folder, monkeypatch):
    monkeypatch.setattr("course_utils.grading.run.run", lambda *args, **options: iter(()))
    assert "secret" in course("run", folder, "neuron", "--no-sandbox")
    monkeypatch.undo()
    monkeypatch.setattr(sandbox, "missing", lambda: "apt install bubblewrap")
    text = course("run", folder, "neuron", code=1)
    assert "bubblewrap" in text and "Traceback" not in text


def test_the_address_of_the_scheduler_arrives(folder, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "course_utils.grading.run.run", lambda *args, **options: iter(asked.append(options) or ())
    )
    course("run", folder, "neuron", "--scheduler", "tcp://10.0.0.5:8786")
    assert asked == [{"scheduler": "tcp://10.0.0.5:8786"}]


def test_an_interruption_is_one_sentence(folder, monkeypatch):
    def interrupted(*args, **options):
        yield Graded("ana")
        raise KeyboardInterrupt

    monkeypatch.setattr("course_utils.grading.run.run", interrupted)
    assert "1 copie(s)" in course("run", folder, "neuron", code=1)


def test_a_missing_package_is_explained(folder, monkeypatch):
    importing = builtins.__import__

    def without_nbgrader(name, *args, **kwargs):
        if name == "course_utils.grading.collect":
            raise ModuleNotFoundError("No module named 'nbgrader'", name="nbgrader")
        return importing(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_nbgrader)
    assert ".[grading]" in course("collect", folder, "neuron", folder, code=1)
