"""The `course` command: what each group of users meets, and errors that a person can read."""

import errno
import importlib
import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import course_utils
import course_utils.cli as cli
from course_utils import doctor
from course_utils.authoring import execute
from course_utils.authoring.paths import CourseError
from course_utils.cli import app, workspace

COMMANDS = ["lab", "reset", "doctor", "data", "build", "run", "preview", "new"]


def course_command(*arguments):
    """Run `course …`; return (status, everything it said) on one long line."""
    result = CliRunner().invoke(app, [*map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, " ".join(result.output.split())


def test_help_names_every_command():
    status, said = course_command("--help")
    assert status == 0
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    status, said = course_command(command, "--help")
    assert status == 0 and "Usage" in said


def test_it_runs_as_a_module_too():
    done = subprocess.run(
        [sys.executable, "-m", "course_utils.cli", "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0 and "Usage: course" in done.stdout


# --- contributors -----------------------------------------------------------------------------


def test_build_and_check(course):
    status, said = course_command("build")
    assert status == 0 and "wrote notebooks/fr/01_demo.ipynb" in said
    assert course_command("build") == (0, "")
    status, said = course_command("build", "--check")
    assert status == 1 and "✗ notebooks/fr/01_demo.ipynb: its code" in said


@pytest.mark.parametrize("command", [("build",), ("run",), ("preview",)])
def test_a_lesson_that_does_not_exist(course, command):
    status, said = course_command(*command, "7")
    assert (status, said) == (1, "no lesson '7'; there are: 00_welcome, 01_demo")


def test_a_source_that_is_wrong(course):
    course.edit(('T("fr", "en")', 'T("fr")'))
    for command in ("build", "run"):
        status, said = course_command(command, "1")
        assert status == 1
        assert said.startswith("01_demo.py, cell 3 (") and "T takes two literal strings" in said


def test_a_text_changed_in_one_language(course):
    course_command("build")
    course.edit(("Combien font", "Que font"))
    status, said = course_command("build")
    assert status == 1 and "the French text changed, the English one did not" in said
    assert course_command("build", "--confirm")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "--lang", "de"), "--lang 'de': fr | en"),
        (("run", "--lang", "de"), "--lang 'de': fr | en"),
        (("lab", "--lang", "de"), "--lang 'de': fr | en"),
        (("run", "--profile", "slow"), "--profile 'slow': full | fast"),
        (("new", "x", "demo"), "a number of at most two digits"),
        (("new", "1", "other"), "the number 01 or the slug 'other' is taken"),
        (("new", "2", "demo"), "the number 02 or the slug 'demo' is taken"),
    ],
)
def test_arguments_that_are_wrong(course, arguments, said):
    status, output = course_command(*arguments)
    assert status == 1 and output.startswith(said)


def test_a_new_lesson_builds_and_the_style_check_lists_what_it_lacks(course):
    from course_utils.authoring.style import link_problems, style_problems
    from course_utils.task import evaluate

    status, said = course_command("new", "2", "other")
    assert status == 0
    assert said == "wrote notebooks/source/02_other.py wrote course_utils/tasks/other.py"
    assert course_command("build")[0] == 0
    lesson = course.lesson("02_other")
    lacks = ["blocks numbered [1]"] * 2 + ["1 exercises"] + ["a quiz of 1"] + ["no DOI"] * 2
    found = style_problems(lesson)
    assert len(found) == len(lacks), found
    assert all(what in sentence for what, sentence in zip(lacks, found, strict=True)), found
    assert link_problems(lesson) == []
    [task] = importlib.import_module("course_utils.tasks.other").TASKS
    assert evaluate(task, lambda x, y: y / x).status == "pass"


def test_two_runs_do_not_write_into_the_same_folder(course, tmp_path):
    with execute.only_run(course.root / "work" / "run"):
        status, said = course_command("run", "1", "--profile", "fast")
        assert status == 1 and "Une autre exécution écrit dans" in said and "--out" in said
        assert f"processus {os.getpid()}" in said
        with execute.only_run(tmp_path / "elsewhere"):
            pass
    with execute.only_run(course.root / "work" / "run"):
        pass


def test_who_cannot_choose_another_folder_is_not_told_to(tmp_path):
    twice = execute.only_run(tmp_path), execute.only_run(tmp_path)
    with twice[0], pytest.raises(CourseError) as refused, twice[1]:
        pass
    assert str(refused.value).endswith("attendez sa fin.")


def test_ctrl_c_in_run_is_told_in_the_users_language(course, monkeypatch):
    """Not in that of the last lesson rendered, English here."""

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(execute, "run_jobs", interrupted)
    status, said = course_command("run", "1", "--profile", "fast")
    assert status == 1 and "Interrompu : 0 notebook(s) sur 2 exécutés" in said


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "Le disque est plein"), (errno.EROFS, "autre dossier")]
)
def test_what_the_disk_refuses_is_one_sentence(course, monkeypatch, number, said):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number), "report.json")

    monkeypatch.setattr(execute, "run_jobs", lambda *_: [])
    monkeypatch.setattr(execute, "write_report", refuse)
    status, output = course_command("run", "1", "--profile", "fast")
    assert status == 1 and said in output and "Traceback" not in output


def test_run_shows_a_table_and_every_problem_and_writes_a_report(course, monkeypatch):
    asked = []

    def pretend(jobs, workers, progress=None):
        for job in jobs:
            assert job.warm == (job.profile == "fast")
            asked.append((job.lesson, job.lang, job.profile, job.data, job.solutions, job.threads))
            progress(job.lesson, job.lang, 1, 2)
            bad = job.lang == "en"
            yield {
                **{"lesson": job.lesson, "lang": job.lang, "profile": job.profile},
                **{"solutions": job.solutions, "seconds": 2.6, "peak_mb": 700, "data": {}},
                "claims": [
                    {
                        "sentence": "[bold]A claim[/]",
                        "holds": not bad,
                        "judged": True,
                        "bound": None,
                    }
                ],
                **{"checks": [], "error": None},
            }

    monkeypatch.setattr(execute, "run_jobs", pretend)
    out = course.root / "out"
    status, said = course_command(
        "run", "1", "--profile", "fast", "--solutions", "--jobs", 2, "--out", out
    )
    assert status == 1
    assert set(asked) == {("01_demo", lang, "fast", "sample", True, 1) for lang in ("fr", "en")}
    assert "✗ 01_demo (en, fast): claim does not hold: [bold]A claim[/]" in said
    assert "01_demo (fr" not in said and "1/1" in said and "0/1" in said
    assert [r["lang"] for r in json.loads((out / "report.json").read_text("utf-8"))] == ["en", "fr"]
    assert course_command("run", "1", "--lang", "fr", "--out", out)[0] == 0


def test_without_the_contributors_tools_the_command_says_what_to_install(monkeypatch):
    for name in [n for n in sys.modules if n.startswith("course_utils.authoring")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(course_utils, "authoring", raising=False)
    monkeypatch.setitem(sys.modules, "jupytext", None)
    status, said = course_command("build", "--check")
    assert status == 1 and "Il manque jupytext" in said and 'pip install -e ".[dev]"' in said


# --- learners ---------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Make a checkout with two lessons in each language; return its folder."""
    for lang in ("fr", "en"):
        folder = tmp_path / "notebooks" / lang
        folder.mkdir(parents=True)
        for name in ("00_welcome", "09_mnist_cnn"):
            (folder / f"{name}.ipynb").write_text(f"{lang} {name}")
    monkeypatch.setattr(workspace, "ROOT", tmp_path)
    monkeypatch.setattr(workspace, "WORK", tmp_path / "work")
    return tmp_path


def test_prepare_copies_once(checkout):
    folder, fresh = workspace.prepare("fr")
    assert (folder, fresh) == (checkout / "work/fr", 2)
    assert (checkout / "work/en/09_mnist_cnn.ipynb").read_text() == "en 09_mnist_cnn"
    assert workspace.prepare("fr") == (folder, 0)
    (checkout / "notebooks/fr/10_new.ipynb").write_text("new")
    assert workspace.prepare("en")[1] == 0 and (folder / "10_new.ipynb").exists()


def test_prepare_never_overwrites(checkout):
    workspace.prepare("fr")
    mine = checkout / "work/fr/09_mnist_cnn.ipynb"
    mine.write_text("my work")
    (checkout / "notebooks/fr/09_mnist_cnn.ipynb").write_text("newer lesson")
    workspace.prepare("fr")
    workspace.fresh_copy("9", "fr")
    assert mine.read_text() == "my work"
    assert not list((checkout / "work").rglob("*.partial"))


def test_an_interrupted_copy_is_made_again(checkout, monkeypatch):
    real = workspace.shutil.copyfile

    def interrupted(source, target):
        real(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(workspace.shutil, "copyfile", interrupted)
    with pytest.raises(KeyboardInterrupt):
        workspace.prepare("fr")
    assert not list((checkout / "work").rglob("*.ipynb"))
    monkeypatch.setattr(workspace.shutil, "copyfile", real)
    assert workspace.prepare("fr")[1] == 2


def test_fresh_copies_are_numbered(checkout):
    names = [workspace.fresh_copy(key, "fr").name for key in ("9", "09", "09_mnist_cnn")]
    assert names == [f"09_mnist_cnn-{n}.ipynb" for n in (2, 3, 4)]
    assert (checkout / "work/fr/09_mnist_cnn-3.ipynb").read_text() == "fr 09_mnist_cnn"
    assert (checkout / "work/fr/09_mnist_cnn.ipynb").exists()


def test_reset(checkout):
    status, said = course_command("reset", "9", "--lang", "en")
    assert status == 0 and said.startswith("Fresh copy: ") and "09_mnist_cnn-2.ipynb" in said
    status, said = course_command("reset", "5", "--lang", "fr")
    assert (status, said) == (1, "Aucune leçon '5' ; il y a : 00_welcome, 09_mnist_cnn.")


def test_no_lessons_here(tmp_path, monkeypatch):
    monkeypatch.setattr(workspace, "ROOT", tmp_path)
    monkeypatch.setattr(workspace, "WORK", tmp_path / "work")
    for command in (("lab", "--lang", "en"), ("reset", "9", "--lang", "en")):
        status, said = course_command(*command)
        assert status == 1 and "No lesson in" in said and "see the README" in said


def test_a_folder_that_cannot_be_written(checkout):
    (checkout / "work").write_text("a file is in the way")
    status, said = course_command("lab")
    assert status == 1 and "Impossible d'écrire vos copies des leçons" in said


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_of_a_read_only_course_the_copies_are_in_the_home(checkout, monkeypatch, number):
    def refuse(**_):
        raise OSError(number, os.strerror(number))

    home = checkout / "home of é"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(workspace.tempfile, "TemporaryFile", refuse)
    mine = home / "deep-learning-pas-a-pas"
    assert workspace.prepare("fr") == (mine / "fr", 2)
    assert workspace.fresh_copy("9", "en") == mine / "en" / "09_mnist_cnn-2.ipynb"
    (mine / "fr" / "09_mnist_cnn.ipynb").write_text("my work")
    assert workspace.prepare("fr")[1] == 0


def test_without_a_home_either_it_says_so(checkout, monkeypatch):
    def refuse(**_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    (checkout / "home").write_text("a file")
    monkeypatch.setenv("HOME", str(checkout / "home"))
    monkeypatch.setattr(workspace.tempfile, "TemporaryFile", refuse)
    with pytest.raises(workspace.WorkspaceError, match="dans un dossier où vous pouvez écrire"):
        workspace.prepare("fr")


def test_lab_opens_the_copies(checkout, monkeypatch):
    calls = []

    def becomes(program, command):
        calls.append(command)
        raise SystemExit(3)  # the real one does not return either

    monkeypatch.setattr(workspace, "_no_pop_ups", lambda: None)
    monkeypatch.setattr(workspace.os, "execv", becomes)
    status, said = course_command("lab", "--lang", "en", "--no-browser", "--port", 9000)
    assert status == 3 and f"2 lesson(s) copied into {checkout / 'work/en'}" in said
    [command] = calls
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={checkout / 'work'}" in command
    assert "--ServerApp.port=9000" in command and "--no-browser" in command
    assert "--LabApp.default_url=/lab/tree/en/00_welcome.ipynb" in command


def test_lab_ends_with_whoever_started_it(tmp_path):
    """A service manager sends TERM to one process: no JupyterLab may be left behind."""
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr/00_welcome.ipynb").write_text("{}")
    opened = "import sys, pathlib; from course_utils.cli import workspace\n"
    opened += "workspace.open_lab(pathlib.Path(sys.argv[1]), 8899, False)"
    program = subprocess.Popen(
        [sys.executable, "-c", opened, str(tmp_path / "fr")],
        env=os.environ | {"HOME": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")},
        stderr=subprocess.PIPE,
        text=True,
    )
    with program:
        log = iter(program.stderr)
        assert any("is running at" in line for line in log), "JupyterLab did not start"
        program.terminate()
        assert program.wait(30) == 0
    running = Path("/proc").glob("[0-9]*/cmdline")
    assert not [p for p in running if str(tmp_path).encode() in _read(p)], "something is left"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has ended meanwhile
        return b""


def test_lab_asks_jupyterlab_for_silence_and_keeps_other_settings(tmp_path, monkeypatch):
    monkeypatch.setattr(workspace.sys, "prefix", str(tmp_path))
    path = tmp_path / "share/jupyter/lab/settings/overrides.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"mine": {"a": 1}}')
    workspace._no_pop_ups()
    settings = json.loads(path.read_text())
    assert settings["mine"] == {"a": 1}
    [ours] = [value for key, value in settings.items() if key != "mine"]
    assert ours["fetchNews"] == "false" and ours["checkForUpdates"] is False
    path.write_text("not json")
    workspace._no_pop_ups()
    assert path.read_text() == "not json"


# --- doctor -----------------------------------------------------------------------------------


@pytest.fixture
def patient(tmp_path, monkeypatch):
    """Make an installation that is in order, as far as the quick checks see it."""
    status = [SimpleNamespace(name="mnist", available=False, where="pas encore téléchargé")]
    datasets = SimpleNamespace(status=lambda: status)
    monkeypatch.setitem(sys.modules, "course_utils.datasets", datasets)
    monkeypatch.setattr(course_utils, "datasets", datasets, raising=False)
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    monkeypatch.setattr(doctor, "_keras", lambda: (True, "Keras 3"))
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: ["numpy>=1"])
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: SimpleNamespace(free=5e9))
    monkeypatch.setattr(doctor, "_memory", lambda: (True, "8 Go de mémoire"))


def test_doctor_finds_nothing(patient):
    status, said = course_command("doctor")
    assert status == 0 and "✗" not in said
    assert (
        "✓ Python 3." in said
        and "paquets : tous installés" in said
        and "mnist : pas encore" in said
    )


def test_doctor_names_what_is_missing_and_what_to_do(patient, monkeypatch):
    wanted = [
        "numpy<1",
        "no-such-package>=1",
        "never>=1; extra == 'dev'",
        "no; python_version < '3'",
    ]
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: wanted)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: SimpleNamespace(free=0.2e9))
    status, said = course_command("doctor")
    assert status == 1
    assert "✗ paquets : numpy " in said and "(≠ <1), no-such-package manque ; relancez `pip" in said
    assert "never" not in said and "✗ 0,2 Go libres sur le disque : il en faut au moins 1" in said


@pytest.mark.parametrize(("version", "good"), [((3, 10, 1), 0), ((3, 11, 0), 1), ((3, 14, 0), 0)])
def test_doctor_knows_which_python_is_needed(patient, monkeypatch, version, good):
    monkeypatch.setattr(doctor.sys, "version_info", version)
    in_order, text = next(iter(doctor.run()))
    assert in_order is bool(good)
    assert text.startswith(f"Python {'.'.join(map(str, version))}")
    assert ("il faut 3.11, 3.12 ou 3.13" in text) is not in_order


def test_doctor_reports_a_keras_that_cannot_be_imported(monkeypatch):
    from course_utils import quiet

    def broken():
        raise ImportError("DLL load failed")

    monkeypatch.setattr(quiet, "import_keras", broken)
    assert doctor._keras() == (
        False,
        "Keras : DLL load failed ; relancez `pip install -r requirements.txt -e .`",
    )


def test_the_version_of_the_package_is_the_installed_one():
    assert importlib.metadata.version("course-utils") == course_utils.__version__
    assert cli.app.info.help


def test_data_commands_know_images_and_files(monkeypatch, tmp_path):
    from course_utils import datasets, files

    asked = []
    monkeypatch.setattr(datasets, "fetch", lambda name: asked.append(name) or "images")
    monkeypatch.setattr(files, "fetch", lambda name: asked.append(name) or "files")
    monkeypatch.setattr(files, "place", lambda name: tmp_path if name == "imdb" else None)
    monkeypatch.setattr(datasets, "verify", lambda: [("mnist", True, "exact")])
    monkeypatch.setattr(files, "verify", lambda: [("imdb", False, "altered")])
    status, _ = course_command("data", "fetch")
    assert status == 0 and asked == ["mnist", "fashion_mnist", "imdb", "inception"]
    status, said = course_command("data", "fetch", "imbd")
    assert status == 1 and "imdb, inception" in said and len(asked) == 4
    _, said = course_command("data", "list")
    assert "textures" in said and "88 Mo" in said
    status, said = course_command("data", "verify")
    assert status == 1 and "✗ imdb: altered" in said
