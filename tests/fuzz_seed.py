"""Fuzzing of the reader of the seed, guided by which code each input reaches. It needs atheris,
which is not among the packages of the tests:

    .venv/bin/pip install atheris
    .venv/bin/python -m tests.fuzz_seed -max_total_time=600 CORPUS

An input that breaks a rule of tests/build/test_seed_fuzz.py is written into the current folder.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["app.build.seed"]):
    import app.build.seed.explain  # noqa: F401
    from tests.build.test_seed_fuzz import MODELS, WHOLE, reads

_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-seed-"))
_NAMES = list(MODELS)


def one(data: bytes) -> None:
    """Read one input: its first byte says as which file."""
    if data:
        reads(_FOLDER, _NAMES[data[0] % len(_NAMES)], data[1:])


def main() -> None:
    """Run until libFuzzer stops; the files of the first version are in the corpus."""
    for folder in [Path(each) for each in sys.argv[1:] if not each.startswith("-")][:1]:
        folder.mkdir(parents=True, exist_ok=True)
        for number, name in enumerate(_NAMES):
            (folder / name).write_bytes(bytes([number]) + WHOLE[name].read_bytes())
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
