"""Stored answers are used only if this release rendered them; else they are rendered on request."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.build.publish import point
from app.settings import ROOT
from app.store import rendered
from app.store.dataset import Dataset
from app.store.rendered import PLACEHOLDER, RENDERING, as_json, fill, stamp
from tests.editions import released_before
from tests.fixtures import Served
from tests.test_architecture import imports

PATHS = (
    "/countries/italy/position",
    "/countries/italy/position?as_of=2025-12-31",
    "/countries/malta/position",
    "/countries/italy/positions",
    "/positions?limit=200",
    "/positions?as_of=2025-12-31&has_position=true",
    "/positions/italy-peacekeeping-force-1",
    "/positions.csv",
    "/statements",
    "/statements?q=troops&sort=relevance",
    "/statements?sort=oldest",
    "/statements/rapala-26-nations-meloni-no-troops",
    "/statements.ndjson",
    "/statements.csv",
    "/browse/countries/italy",
    "/browse/positions",
)


def test_a_file_of_the_first_release_is_served_as_it_is(
    launch: Path, served: Served, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    """Without `stated adopt`: its stored answers are not used, and all answers are right."""
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    released_before(path)
    point(tmp_path, launch.stem)
    older = serve(tmp_path, public_url="https://stated.example")
    current = older.app.dataset_store.current
    assert current is not None
    assert not current.rendered_here
    for address in (*PATHS, *(f"/@{launch.stem}{path}" for path in PATHS)):
        answer = older.client.get(address)
        assert answer.status_code == 200, address
        assert answer.content == served.client.get(address).content, address


@pytest.mark.long
def test_another_rendering_answers_for_stored_ones(launch: Path, tmp_path: Path) -> None:
    """One word of a rendering module is changed. The release with that change serves the same file,
    and its answers have the new word.
    """
    for folder in ("app", "migrations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)  # compiled modules too: that is faster
    module = tmp_path / "app/api/citations.py"
    text = module.read_text(encoding="utf-8")
    assert "quoted in" in text
    module.write_text(text.replace("quoted in", "to be read in"), encoding="utf-8")
    code = (
        "import asyncio, httpx, json, sys\n"
        "from pathlib import Path\n"
        "from app.main import create_app\n"
        "from app.settings import Settings\n"
        "app = create_app(Settings(datasets=Path(sys.argv[1]), budget_ms=10_000))\n"
        "assert not app.dataset_store.current.rendered_here\n"
        "async def ask():\n"
        "    transport = httpx.ASGITransport(app)\n"
        "    async with httpx.AsyncClient(transport=transport, base_url='http://a') as client:\n"
        "        return (await client.get('/statements?limit=50')).json()['items']\n"
        "print(json.dumps(asyncio.run(ask())))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(launch.parent)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    cited = [item["citation"]["long"] for item in json.loads(run.stdout)]
    assert any("to be read in" in long for long in cited)
    assert not any("quoted in" in long for long in cited)


def test_the_stamp_depends_on_each_rendering_module(tmp_path: Path) -> None:
    for name in RENDERING:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "app" / name, tmp_path / name)
    assert stamp(tmp_path) == rendered.STAMP > 0
    seen = {rendered.STAMP}
    for name in RENDERING:
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        seen.add(stamp(tmp_path))
    assert len(seen) == len(RENDERING) + 1


def test_every_module_that_renders_has_a_part_in_the_stamp() -> None:
    """What they import besides decides nothing of how an answer looks, or has its own revision."""
    other = {
        "api.schemas",  # the response models, which describe answers
        "domain.vocabulary",  # codes, as they are in the file
        "store.compiled",
        "store.listing",
        "store.tables.actors",
        "store.tables.dataset",
        "store.tables.positions",
        "store.tables.statements",
    }
    listed = {name.removesuffix(".py").replace("/", ".") for name in RENDERING}
    used = {
        name.removeprefix("app.")
        for module in RENDERING
        for name in imports(ROOT / "app" / module)
        if name.startswith("app.")
    }
    assert used - listed == other


def test_a_dataset_of_this_release_says_so(launch: Path) -> None:
    dataset = Dataset(launch, budget_ms=10_000, threads=1)
    assert dataset.rendered_here
    dataset.close()


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://a.example", '["https://a.example/x","https://a.example/@v/x"]'),
        ("https://a.example/@v", '["https://a.example/@v/x","https://a.example/@v/x"]'),
    ],
)
def test_filling(base: str, expected: str) -> None:
    """An address in the dataset's own version is not pinned twice."""
    stored = as_json({"at": [f"{PLACEHOLDER}/x", f"{PLACEHOLDER}/@v/x"], "text": "\x1a"})
    filled = fill(stored, base, "https://a.example")
    assert filled == b'{"at":%b,"text":"\\u001a"}' % expected.encode()
