"""Files from the web, kept where Keras keeps them: hash-checked, never half there, quick to give up.

COURSE_DATA_URL replaces the address of every file (a local mirror that holds them all).
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from course_utils.i18n import T
from course_utils.records import say

Result = TypeVar("Result")

# What keras.datasets downloads.
URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
# Seconds: to reach one address, and for the whole question "is there a network?".
_CONNECT, _PROBE = 1.3, 2.7
_TIMEOUT = (3.0, 7.0)  # seconds to connect, seconds without a byte; twice that with the one retry


class DataError(RuntimeError):
    """Data cannot be had; the message says why and what to do."""


@dataclass(frozen=True)
class Remote:
    """Files of a server that belong together.

    Attributes:
        title: what a message calls them.
        folder: where Keras keeps them, below its cache.
        megabytes: size of the download.
        files: name -> SHA-256, or another digest after its name and a colon ("md5:…").
        url: address of the folder on the server.
    """

    title: str
    folder: str
    megabytes: int
    files: dict[str, str]
    url: str = field(default=URL, kw_only=True)

    @property
    def absent(self) -> str:
        """What a list says of files that are not here."""
        return T(f"à télécharger ({self.megabytes} Mo)", f"to be downloaded ({self.megabytes} MB)")

    def __str__(self) -> str:
        """Name the files for a message."""
        first, *others = self.files
        return f"{first} (+ {len(others)})" if others else first


def cache() -> Path:
    """Return the folder where Keras keeps downloads."""
    home = os.environ.get("KERAS_HOME") or os.path.join("~", ".keras")
    return Path(os.path.expanduser(home))  # unlike Path.expanduser, content with no home at all


def address(remote: Remote) -> str:
    """Return where the files are downloaded from, with a slash at the end."""
    return (os.environ.get("COURSE_DATA_URL") or remote.url).rstrip("/") + "/"


@lru_cache
def reachable(url: str) -> bool:
    """Return whether the server of `url`, or the proxy that leads to it, takes a connection within 3 s."""
    import requests.utils as web

    answered = threading.Event()

    def knock() -> None:
        with contextlib.suppress(OSError, ValueError):
            proxy = web.select_proxy(url, web.get_environ_proxies(url))
            door = urlsplit(web.prepend_scheme_if_needed(proxy, "http") if proxy else url)
            port = door.port or {"http": 80, "https": 443}.get(door.scheme, 1080)
            socket.create_connection((door.hostname, port), timeout=_CONNECT).close()
            answered.set()

    # In a thread, because a name server that never answers obeys no socket time-out.
    thread = threading.Thread(target=knock, daemon=True)
    thread.start()
    thread.join(_PROBE)
    return answered.is_set()


def download(remote: Remote, read: Callable[[Path], Result]) -> Result:
    """Download files, put them into the Keras cache if it can be written, return their content.

    Args:
        remote: the files.
        read: makes the result of the folder that holds them; where the cache cannot be written,
            that folder is gone afterwards.

    Raises:
        DataError: with the reason; nothing is left in the cache.
    """
    url = address(remote)
    try:
        if not reachable(url):
            raise ConnectionError
        import pooch

        pooch.get_logger().setLevel("ERROR")  # the next line says it better
        say(
            T(
                f"Téléchargement de {remote.title} ({remote.megabytes} Mo)…",
                f"Downloading {remote.title} ({remote.megabytes} MB)…",
            )
        )
        with _workshop(cache() / remote.folder) as (work, home):
            # As the server stores them: a .gz unpacked on the way would fail its hash.
            get = pooch.HTTPDownloader(
                chunk_size=1 << 16, timeout=_TIMEOUT, headers={"Accept-Encoding": "identity"}
            )
            shelf = pooch.create(path=work, base_url=url, registry=remote.files, retry_if_failed=1)
            for file in remote.files:
                shelf.fetch(file, downloader=get)
            result = read(work)
            for file in remote.files if home else ():
                # Atomic on every system. A file that cannot be replaced (open elsewhere on
                # Windows) costs the next process a download, not this one its data.
                with contextlib.suppress(OSError):
                    os.chmod(work / file, 0o644)  # pooch's files are private; a cache may be shared
                    os.replace(work / file, home / file)
            return result
    except (OSError, ValueError, DataError) as error:
        why = _reason(error, urlsplit(url).hostname)
        raise DataError(
            T(
                f"{remote.title} n'a pas pu être téléchargé : {why}. Pour l'avoir en entier, réglez cela et redémarrez le noyau,"
                f" ou indiquez dans COURSE_DATA_DIR un dossier qui contient {remote}.",
                f"{remote.title} could not be downloaded: {why}. For the whole of it, fix this and restart the kernel,"
                f" or set COURSE_DATA_DIR to a folder that contains {remote}.",
            )
        ) from error


def _reason(error: Exception, host: str | None) -> str:
    import requests

    # requests' own exceptions are OSErrors too: they come first. What remains is a wrong hash.
    if isinstance(error, requests.HTTPError):
        code = error.response.status_code
        return T(f"{host} répond par l'erreur {code}", f"{host} answers with error {code}")
    if isinstance(error, requests.RequestException):
        if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
            return T(f"{host} ne répond plus", f"{host} has stopped answering")
        kind = type(error).__name__
        return T(
            f"la connexion à {host} a échoué ({kind})", f"the connection to {host} failed ({kind})"
        )
    if isinstance(error, ConnectionError):
        return T(f"pas de réseau ({host} ne répond pas)", f"no network ({host} does not answer)")
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return T("le disque est plein", "the disk is full") if full else str(error)
    return T("le fichier reçu n'est pas le bon", "the file received is not the right one")


@contextlib.contextmanager
def _workshop(home: Path) -> Iterator[tuple[Path, Path | None]]:
    """Open a private folder to download into, in `home`; say whether `home` can be written (or None).

    Processes never share it, and it disappears with whatever went wrong inside.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        work = tempfile.TemporaryDirectory(prefix=".course-", dir=home, ignore_cleanup_errors=True)
    except OSError:  # read-only: the data are then loaded without being kept
        home, work = None, tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True)
    with work as path:
        yield Path(path), home
