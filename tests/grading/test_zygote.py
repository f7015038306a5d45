"""Kernels forked from the zygote: as separate and as powerless as those that bubblewrap starts."""

import os
import re

import psutil
import pytest
from test_sandbox import HIDDEN

from course_utils.grading import sandbox
from course_utils.grading.executor import Cell, Question, execute
from course_utils.grading.sandbox import Limits, missing
from course_utils.grading.zygote import Zygote

pytestmark = pytest.mark.skipif(bool(missing()), reason=str(missing()))

LOOK = """\
import os, re, resource, signal, sys, threading
status = open("/proc/self/status").read()
found = {
    "powers": re.findall(r"(Cap...|NoNewPrivs|Seccomp|[UG]id|Groups):(.*)", status),
    "limits": [resource.getrlimit(getattr(resource, n)) for n in dir(resource) if n[:7] == "RLIMIT_"],
    "namespaces": sorted(n for n in os.listdir("/proc/self/ns")),
    "folders": [sorted(set(os.listdir(f)) - {".ipython"}) for f in ("/", "/tmp", "/dev", "/ipc")],
    "signals": [str(signal.getsignal(s)) for s in (signal.SIGCHLD, signal.SIGPIPE, signal.SIGTERM)],
    "environment": {k: v for k, v in os.environ.items() if not SET_BY_IMPORTS.fullmatch(k)},
    "place": [os.getcwd(), os.umask(0o22), sys.path],
    "main": sorted(k for k in globals() if not k.startswith("_")),
}"""
# What TensorFlow sets when it is imported, and a shell's leftovers.
SET_BY_IMPORTS = (
    "import re\nSET_BY_IMPORTS = re.compile('TF2_.*|TPU_.*|HDF5_.*|KMP_.*|ENABLE_.*|PWD')"
)
OPEN = """\
import os
def target(fd):
    try:
        return os.readlink(f"/proc/self/fd/{fd}")
    except FileNotFoundError:
        return ""
files = sorted({target(fd).split(":")[0] for fd in os.listdir("/proc/self/fd")})"""


def asked(*names):
    return [Question(name, None, "en") for name in names]


def values(outcome):
    assert outcome.notes == []
    return {name: answer.value for name, (answer,) in outcome.answers.items()}


def run(*sources, names):
    cells = [Cell(str(i), source) for i, source in enumerate(sources)]
    return values(execute([*cells, *asked(*names)], Limits()))


@pytest.fixture
def cold(monkeypatch):
    """Leave a system where nobody may enter a sandbox but bubblewrap."""

    def refused(self, *args):
        raise PermissionError(1, "setns")

    return lambda: monkeypatch.setattr(Zygote, "enter", refused)


def test_it_is_like_the_kernel_that_bubblewrap_starts(cold):
    sources, names = (SET_BY_IMPORTS, LOOK, OPEN), ("found", "files")
    warm = run(*sources, names=names)
    cold()
    assert warm == run(*sources, names=names)


def test_it_is_forked(cold):
    source = "import os, sys\nhere = os.getppid(), 'numpy' in sys.modules, 'keras' in sys.modules"
    assert run(source, names=["here"]) == {"here": (0, True, True)}  # the word keras asks for it
    cold()
    assert run(source, names=["here"]) == {"here": (1, False, False)}


def test_what_must_be_hidden_is(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("42")
    codes = [
        code.format(secret=str(secret), port=9, unix="\0course", pid=os.getpid())
        for code in HIDDEN.values()
    ]
    outcome = execute([Cell(str(i), code) for i, code in enumerate(codes)], Limits())
    assert all(shown[-1]["output_type"] == "error" for shown in outcome.outputs.values())


def test_the_environment_and_memory_of_the_grader_stay_outside(monkeypatch):
    monkeypatch.setenv("COURSE_TEST_TOKEN", "hunter2")
    monkeypatch.setattr(sandbox, "_zygote", None)
    source = """\
import re
found = []
for line in open("/proc/self/maps"):
    begin, end, mode = re.match(r"(\\w+)-(\\w+) (\\S+)", line).groups()
    if mode[0] == "r" and "[v" not in line:
        with open("/proc/self/mem", "rb", 0) as memory:
            memory.seek(int(begin, 16))
            text = memory.read(int(end, 16) - int(begin, 16)) or b""
            found += re.findall(b"hunte[r]2", text)  # the pattern does not find itself
environ = open("/proc/self/environ").read() + open("/proc/2/environ").read()
seen = len(found), "COURSE_TEST_TOKEN" in environ"""
    # `/proc/2` is what waits in the sandbox; that a text would be found is told by one of its own.
    assert run(source, names=["seen"])["seen"] == (0, False)
    control = run("word = 'hunt' + 'er2'\n" + source, names=["seen"])["seen"]
    assert control[0] > 0


def test_nothing_goes_from_one_student_to_the_next():
    mark = """\
import os, subprocess, sys
import numpy as np
sys.mark, np.mark, os.environ["MARK"] = 1, 1, "1"
open("/tmp/mark", "w").write("1"), open("/dev/shm/mark", "w").write("1")
subprocess.Popen(["sleep", "4711"])
number = float(np.random.rand())"""
    look = """\
import os, sys
import numpy as np
marks = [hasattr(sys, "mark"), hasattr(np, "mark"), "MARK" in os.environ]
marks += [os.path.exists("/tmp/mark"), os.path.exists("/dev/shm/mark")]
commands = [open(f"/proc/{p}/cmdline").read() for p in os.listdir("/proc") if p.isdigit()]
marks.append(any("4711" in command for command in commands))
number = float(np.random.rand())"""
    first = run(mark, names=["number"])
    second = run(look, names=["number", "marks"])
    assert not any(second["marks"])
    assert first["number"] != second["number"]


def test_a_signal_to_its_group_stays_inside():
    before = sandbox.zygote()
    outcome = execute(
        [Cell("a", "import os\nos.kill(0, 9)"), Cell("b", "x = 1"), *asked("x")], Limits()
    )
    assert outcome.answers["x"][0].value == 1
    assert sandbox.zygote() is before


def test_a_kernel_that_kills_what_waits_beside_it_is_replaced():
    murder = "import os, time\nos.kill(2, 9)\ntime.sleep(30)"  # the sandbox falls a moment later
    steps = [Cell("a", "x = 1"), Cell("b", murder)]
    outcome = execute([*steps, *asked("x")], Limits())
    assert outcome.answers["x"][0].value == 1
    assert len(outcome.notes) <= 1


def test_a_zygote_that_died_is_replaced():
    assert run("x = 1", names=["x"]) == {"x": 1}
    before = sandbox.zygote()
    psutil.Process(before._process.pid).kill()
    before._process.wait()
    assert run("x = __import__('os').getppid()", names=["x"]) == {"x": 0}
    assert sandbox.zygote() is not before


def test_without_entering_an_ordinary_kernel_does_it(cold):
    cold()
    assert run("x = __import__('os').getppid()", names=["x"]) == {"x": 1}


def test_figures_are_shown():
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    outcome = execute([Cell("figure", source)], Limits())
    (shown,) = outcome.outputs["figure"]
    assert re.match("iVBOR", shown["data"]["image/png"])


def test_what_cannot_be_entered_is_said():
    with pytest.raises(OSError, match="No such process"):
        sandbox.zygote().enter(2**22 + 1, {}, [], keras=False)
    assert sandbox.zygote().alive
