"""Create .venv and install the locked course into it; quick when nothing changed.

Usage: python3 .ci/setup.py [--dev]. Standard library only, and no syntax newer than Python 3.6,
so that any Python can at least say what is missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
STAMP = os.path.join(VENV, "course-setup.txt")
OLDEST, NEWEST = (3, 11), (3, 13)
RUNTIME, DEVELOPMENT = "requirements.txt", ".ci/requirements-dev.txt"


def version_of(python):
    """Return (major, minor) of an interpreter, or None if it does not run."""
    try:
        code = "import sys; print(*sys.version_info[:2])"
        out = subprocess.check_output([python, "-c", code], stderr=subprocess.DEVNULL)
        return tuple(int(part) for part in out.split())
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None


def fits(python):
    version = version_of(python)
    return version is not None and OLDEST <= version <= NEWEST


def find_python():
    """Return a Python that TensorFlow supports: this one if possible, else one found on the PATH."""
    names = (
        [sys.executable] + ["python3.%d" % minor for minor in (12, 13, 11)] + ["python3", "python"]
    )
    for name in names:
        path = shutil.which(name)
        if path and fits(path):
            return path
    sys.exit(
        "Python 3.11, 3.12 ou 3.13 est nécessaire (TensorFlow n'existe pas pour les autres versions) ; "
        "trouvé : Python %d.%d. Installez-en un depuis python.org, puis relancez ; "
        "s'il est hors du PATH : make lab PYTHON=/chemin/de/python3.12\n"
        "Python 3.11, 3.12 or 3.13 is needed (there is no TensorFlow for other versions); "
        "found: Python %d.%d. Install one from python.org, then run again; "
        "if it is not on the PATH: make lab PYTHON=/path/to/python3.12" % (sys.version_info[:2] * 2)
    )


def run(command, problem):
    if subprocess.call(command) != 0:
        sys.exit("\n" + problem)


def wanted(lock):
    """Return a line that changes when the lock, the metadata or the place of the project changes."""
    digest = hashlib.sha256(ROOT.encode())
    for name in (lock, "pyproject.toml"):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return lock + " " + digest.hexdigest()


def main():
    lock = DEVELOPMENT if "--dev" in sys.argv else RUNTIME
    line = wanted(lock)
    done = open(STAMP).read().splitlines() if os.path.exists(STAMP) else []
    if line in done and fits(PYTHON):
        return
    if not fits(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        run(
            [find_python(), "-m", "venv", VENV],
            "L'environnement virtuel n'a pas pu être créé (sous Debian ou Ubuntu : sudo apt install python3-venv).\n"
            "The virtual environment could not be created (on Debian or Ubuntu: sudo apt install python3-venv).",
        )
    print(
        "Installation dans .venv (1 à 5 minutes la première fois) / Installing into .venv (1 to 5 minutes)",
        flush=True,
    )
    run(
        [
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "-r",
            os.path.join(ROOT, lock),
            "-e",
            ROOT,
        ],
        "L'installation a échoué : lisez le message ci-dessus (réseau ? place sur le disque ?), puis relancez la même commande.\n"
        "The installation failed: read the message above (network? disk space?), then run the same command again.",
    )
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        # Python would compile TensorFlow again on every import.
        subprocess.call(
            [PYTHON, "-m", "compileall", "-q", os.path.join(VENV, "lib")],
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    with open(STAMP, "w") as file:
        still_true = {wanted(RUNTIME), wanted(DEVELOPMENT)} & set(done)
        file.write("\n".join({line} | still_true) + "\n")


if __name__ == "__main__":
    main()
