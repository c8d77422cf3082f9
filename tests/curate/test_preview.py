"""The preview of a coding: what it shows, to whom, and that it comes again when a file is saved."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from app.build.check.seed import check
from app.build.seed.load import load
from app.curate.preview import Preview
from app.curate.preview_page import UNCODED, source_preview
from tests.articles import add_articles
from tests.fixtures import bare_seed

SLUG = "oslo-training-mission"
HOSTILE = "<script>document.title='x'</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A seed with one article."""
    copy = bare_seed(tmp_path)
    add_articles(copy, SLUG)
    return copy


@pytest.fixture
def preview(seed: Path) -> Iterator[Preview]:
    """A running preview of it."""
    shown = Preview(seed)
    config = uvicorn.Config(shown.app, lifespan="off", log_level="warning", server_header=False)
    server = uvicorn.Server(config)
    run = threading.Thread(target=server.run, kwargs={"sockets": [shown.listener]}, daemon=True)
    run.start()
    while not server.started:
        time.sleep(0.01)
    yield shown
    server.should_exit = True
    run.join(timeout=10)


def changed(path: Path, old: str, new: str) -> None:
    """Replace words of a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_it_listens_on_the_loopback_address_only(preview: Preview) -> None:
    assert preview.listener.getsockname()[0] == "127.0.0.1"
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    for address in others - {"127.0.0.1", "::1"}:
        with pytest.raises(OSError, match=""):
            socket.create_connection((address, preview.port), timeout=1).close()


def test_who_is_answered(preview: Preview) -> None:
    """Its own host with the token in the address; and no other site may read it."""
    address, port = preview.address(SLUG), preview.port
    with httpx.Client(verify=False) as client:
        right = client.get(address, headers={"Origin": "https://evil.example"})
        assert right.status_code == 200
        assert not any(name.startswith("access-control") for name in right.headers)
        assert right.headers["cache-control"] == "no-store"
        assert right.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in right.headers["content-security-policy"]
        assert client.get(address.replace("127.0.0.1", "localhost")).status_code == 200
        for host in (f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}", "localhost", ""):
            refused = client.get(address, headers={"Host": host})
            assert refused.status_code in (400, 403)
            assert preview.token not in refused.text
        for path in ("/", "/state", f"/{preview.token[:-1]}/", f"/sources/{SLUG}", "/é/state"):
            refused = client.get(f"http://127.0.0.1:{port}{path}")
            assert refused.status_code == 404
            assert preview.token not in refused.text
        assert client.post(address).status_code == 405
        assert client.get(preview.address("none")).status_code == 404
        assert client.get(preview.address()).status_code == 200


def test_it_shows_the_article_and_its_coding(preview: Preview) -> None:
    page = httpx.get(preview.address(SLUG), verify=False).text
    assert page.count('class="sentence statement') == 8
    assert page.count('class="sentence heading') == 2
    assert page.count("<mark>") == 5
    assert "<mark>timid</mark>" in page
    assert "Torbjørn Lunde</strong>, Minister of Defence of Norway" in page
    assert "participation: none → will_contribute" in page
    assert "norway (self)" in page


def test_findings_are_beside_their_place(seed: Path) -> None:
    folder = seed / "sources" / SLUG
    changed(folder / "statements.yaml", "speaker: oleg-sedov", "speaker: olegg-sedov")
    changed(folder / "source.yaml", 'narration: "His party leads', 'narration: "His party led')
    page = source_preview(check(load(seed)), SLUG)
    assert page is not None
    [claim] = [one for one in page.claims if one.findings]
    assert claim.id == "sedov-dismissed"
    assert "olegg-sedov" in str(claim.findings[0])
    near = [one for one in page.sentences if any("source.yaml" in f.file for f in one.findings)]
    assert ["".join(piece.text for piece in one.pieces) for one in near] == [
        "His party leads in the polls by nearly seven points."
    ]


def test_doubts_are_shown_too(seed: Path) -> None:
    folder = seed / "sources" / SLUG
    changed(folder / "statements.yaml", "speaker: oleg-sedov", "speaker: torbjorn-lunde")
    checked = check(load(seed))
    assert checked.seed.findings == []
    page = source_preview(checked, SLUG)
    assert page is not None
    assert [one.id for one in page.claims if one.findings] == ["sedov-dismissed"]


def test_words_of_no_passage_are_marked(seed: Path) -> None:
    folder = seed / "sources" / SLUG
    source = (folder / "source.yaml").read_text(encoding="utf-8")
    line = next(one for one in source.splitlines(keepends=True) if "His party" in one)
    (folder / "source.yaml").write_text(source.replace(line, ""), encoding="utf-8")
    page = source_preview(check(load(seed)), SLUG)
    assert page is not None
    [uncoded] = [one for one in page.sentences if one.coding == UNCODED]
    assert "His party" in "".join(piece.text for piece in uncoded.pieces)


def test_all_of_the_text_is_shown(seed: Path) -> None:
    """Whatever is coded of it."""
    folder = seed / "sources" / SLUG
    text = (folder / "article.txt").read_text(encoding="utf-8")
    for _ in range(2):
        page = source_preview(check(load(seed)), SLUG)
        assert page is not None
        shown = "".join(piece.text for one in page.sentences for piece in one.pieces)
        assert "".join(shown.split()) == "".join(text.split())
        source = (folder / "source.yaml").read_text(encoding="utf-8")
        head, _, _ = source.partition('  - statement: "Defence Minister')
        (folder / "source.yaml").write_text(head, encoding="utf-8")


def test_everything_is_escaped(seed: Path, preview: Preview) -> None:
    folder = seed / "sources" / SLUG
    quoted = HOSTILE.replace('"', '\\"')
    changed(folder / "statements.yaml", "Aasen says that Norway", f"{quoted} that Norway")
    changed(folder / "statements.yaml", "speaker: anonymous", f'speaker: "{quoted}"')
    text = (folder / "article.txt").read_text(encoding="utf-8")
    (folder / "article.txt").write_text(text + HOSTILE, encoding="utf-8")
    changed(seed / "sources/rapala-26-nations/source.yaml", "title: ", f'title: "{quoted}" # ')
    for address in (preview.address(SLUG), preview.address()):
        page = httpx.get(address, verify=False).text
        assert "document.title" in page
        assert "<script>document" not in page
        assert "<img" not in page


def test_a_source_that_cannot_be_read_says_why(seed: Path, preview: Preview) -> None:
    (seed / "sources" / SLUG / "source.yaml").write_text("id: [", encoding="utf-8")
    page = httpx.get(preview.address(SLUG), verify=False)
    assert page.status_code == 404
    assert "source.yaml" in page.text


def test_the_state_changes_when_a_file_is_saved(seed: Path, preview: Preview) -> None:
    address = f"http://127.0.0.1:{preview.port}{preview.base}state"
    before = httpx.get(address, verify=False).text
    assert before in httpx.get(preview.address(SLUG), verify=False).text
    changed(seed / "sources" / SLUG / "statements.yaml", "Aasen says", "Mrs Aasen says")
    after = httpx.get(address, verify=False).text
    assert after != before
    page = httpx.get(preview.address(SLUG), verify=False).text
    assert after in page
    assert "Mrs Aasen says" in page
    shutil.rmtree(seed / "sources" / SLUG)
    assert httpx.get(address, verify=False).text != after


@pytest.mark.long
def test_a_browser_shows_it_again_when_a_file_is_saved(
    seed: Path, preview: Preview, chromium: Any
) -> None:
    """And nothing is loaded from elsewhere, nothing is refused by its own policy."""
    page = chromium.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(preview.address(SLUG))
    assert page.locator(".statement").count() == 8
    page.get_by_text("[1]").first.click()
    assert page.url.endswith("#claim-1")
    changed(
        seed / "sources" / SLUG / "statements.yaml",
        "Aasen says",
        HOSTILE.replace('"', "") + " says",
    )
    page.get_by_text("says that Norway can train").first.wait_for(timeout=10_000)
    page.get_by_text("onerror").first.wait_for(timeout=10_000)
    assert page.title() != "x"
    assert said == []
    assert all(url.startswith(f"http://127.0.0.1:{preview.port}/") for url in asked)
    colours = page.eval_on_selector_all(
        ".statement, .narration",
        "all => [...new Set(all.map(one => getComputedStyle(one).borderLeftColor))]",
    )
    assert len(colours) == 2
    page.close()
