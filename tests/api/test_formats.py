"""An output format for all lists takes a module and a line in the registry."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import ROOT

MODULE = '''
"""Whole lists as the ids of their rows."""

from app.api.formats.list_format import ListFormat


def write(rows):
    """A line for each row."""
    return b"" if rows is None else b"".join(b"- %b\\n" % row["id"].encode() for row in rows)


FORMAT = ListFormat(
    suffix="ids",
    media_type="application/x-ids",
    lines=lambda columns, params: write,
    is_flat=True,
)
'''
PROGRAM = """
import asyncio, json, sys
from pathlib import Path
import httpx
from app.main import create_app
from app.settings import Settings

async def main():
    service = create_app(Settings(datasets=Path(sys.argv[1]), budget_ms=10_000))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(service), base_url="http://localhost"
    ) as client:
        answers = [await client.get(path) for path in sys.argv[2:]]
    print(json.dumps([[one.status_code, one.headers["content-type"], one.text] for one in answers]))

asyncio.run(main())
"""


@pytest.mark.long
def test_a_new_format_of_all_lists(launch: Path, tmp_path: Path) -> None:
    # Compiled modules are copied too, which is faster; Python compiles those that are changed.
    copy = shutil.copytree(ROOT / "app", tmp_path / "app")
    # The newest revision is read there.
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    (copy / "api/formats/ids.py").write_text(MODULE)
    registry = copy / "api/formats/__init__.py"
    text = registry.read_text()
    registry.write_text(
        text.replace("import csv, ndjson", "import csv, ids, ndjson").replace(
            "    ndjson.FORMAT,\n", "    ndjson.FORMAT,\n    ids.FORMAT,\n"
        )
    )
    paths = ["/countries.ids", "/statements.ids?limit=2", "/countries.pdf.ids", "/openapi.json"]
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(launch.parent), *paths],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    countries, statements, unknown, description = json.loads(run.stdout)
    assert countries[:2] == [200, "application/x-ids"]
    assert "- italy\n" in countries[2]
    assert (statements[0], statements[2].count("\n")) == (200, 2)
    assert unknown[0] == 404
    operations = json.loads(description[2])["paths"]
    lists = {path.removesuffix(".csv") for path in operations if path.endswith(".csv")}
    assert len(lists) > 10
    assert {f"{path}.ids" for path in lists} <= operations.keys()
    assert operations["/statements.ids"]["get"]["summary"] == "List statements as IDS"
