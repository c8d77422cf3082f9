"""Datasette and roapi, in an environment of their own with pinned versions (locks/bench.txt)."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from app.settings import ROOT

LOCK = ROOT / "locks" / "bench.txt"
VENV = ROOT / "build" / "bench" / "venv"


def program(name: str) -> Path:
    """A command of that environment, which is made first if it is missing or its lock has changed.
    Raises RuntimeError.
    """
    stamp = VENV / "made-from"
    wanted = sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("installing the peers from locks/bench.txt …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True, timeout=120)
        command = [
            VENV / "bin" / "python",
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--quiet",
            "install",
            "--require-hashes",
            "-r",
            LOCK,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise RuntimeError(
                f"locks/bench.txt could not be installed: {done.stderr.strip()[-400:]}"
            )
        stamp.write_text(wanted)
    found = VENV / "bin" / name
    if not found.exists():
        raise RuntimeError(f"locks/bench.txt installs no {name} here")
    return found
