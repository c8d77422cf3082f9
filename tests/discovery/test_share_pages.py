"""Share images as networks find them: named in the head of every page, and served by version."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app.build.publish import point
from app.build.share_images import file
from app.store.share_images import images_file
from tests.fixtures import Served
from tests.pages.test_browse import Page
from tests.publishing import published

PUBLIC = "https://stated.example"
QUESTION = "peacekeeping-force"
STATEMENT = "rapala-26-nations-macron-pillar-of-guarantees"
BOARD = f"{QUESTION}.png"
# Only the images of the first two actors are drawn here: of the coalition and of France.
IMAGES = {
    "/": BOARD,
    "/browse/positions": BOARD,
    "/browse/positions/timeline": BOARD,
    "/browse/positions?as_of=2025-09-04": BOARD,
    "/browse/countries/france": f"{QUESTION}/france.png",
    f"/browse/countries/france?question={QUESTION}": f"{QUESTION}/france.png",
    "/browse/countries/france?as_of=2025-09-04": BOARD,  # another day may have another position
    "/browse/countries/italy": BOARD,
    "/browse/countries/spain": BOARD,
    "/browse/actors/coalition-of-26": f"{QUESTION}/coalition-of-26.png",
    "/browse/speakers/emmanuel-macron": f"{QUESTION}/france.png",
    f"/browse/statements/{STATEMENT}": f"{QUESTION}/france.png",
    "/browse/statements": BOARD,
    "/browse/statements?country=france": f"{QUESTION}/france.png",
    "/browse/statements?country=france&country=italy": BOARD,
    "/browse/sources": BOARD,
    "/browse/sources/rapala-26-nations": BOARD,
    "/browse/dataset": BOARD,
    "/browse/changes": BOARD,
}


@pytest.fixture(scope="module")
def dataset(launch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The launch dataset with three images."""
    path = tmp_path_factory.mktemp("shared") / launch.name
    shutil.copyfile(launch, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "MOST", 3)
        file.write_images(path)
    point(path.parent, path.stem)
    return path


@pytest.fixture(scope="module")
def client(dataset: Path, serve: Callable[..., Served]) -> Iterator[httpx.Client]:
    return serve(dataset.parent, public_url=PUBLIC).client


@pytest.mark.parametrize("path", IMAGES)
def test_pages_name_an_image(client: httpx.Client, dataset: Path, path: str) -> None:
    """Their actor's, if it shows what the page shows; else that of the board."""
    found = Page(client.get(path).text)
    assert found.meta("og:image") == f"{PUBLIC}/images/{dataset.stem}/{IMAGES[path]}"
    assert found.meta("og:image:width") == "1200"
    assert found.meta("og:image:height") == "630"
    assert found.meta("twitter:card") == "summary_large_image"
    alt = found.meta("og:image:alt")
    assert alt.startswith(
        "Where countries stand." if IMAGES[path] == BOARD else ("France: ", "Coa")
    )


@pytest.mark.parametrize("name", [BOARD, f"{QUESTION}/france.png"])
def test_an_image_is_served_by_version(client: httpx.Client, dataset: Path, name: str) -> None:
    """It never changes at its address, so caches may keep it for ever."""
    path = f"/images/{dataset.stem}/{name}"
    answer = client.get(path, headers={"Accept": "image/*", "Accept-Encoding": "br, gzip"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "content-encoding" not in answer.headers
    assert "immutable" in answer.headers["cache-control"]
    tag = answer.headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    head = client.head(path)
    assert (head.content, head.headers["etag"]) == (b"", tag)


@pytest.mark.parametrize(
    ("url", "more", "image"),
    [
        ("/countries/france", {}, f"{QUESTION}/france.png"),
        ("/browse/countries/france", {"maxwidth": "1200"}, f"{QUESTION}/france.png"),
        ("/browse/countries/france?as_of=2025-09-04", {}, BOARD),
        ("/browse/positions", {"maxheight": "630"}, BOARD),
        ("/browse/countries/france", {"maxwidth": "1199"}, None),
        ("/browse/positions", {"maxheight": "629"}, None),
    ],
)
def test_oembed_has_a_thumbnail(
    client: httpx.Client, dataset: Path, url: str, more: dict[str, str], image: str | None
) -> None:
    """If it is no larger than the consumer asks (oEmbed, section 2.3.4)."""
    body = client.get("/oembed", params={"url": PUBLIC + url, **more}).json()
    assert body.get("thumbnail_url") == (image and f"{PUBLIC}/images/{dataset.stem}/{image}")
    sizes = (body.get("thumbnail_width"), body.get("thumbnail_height"))
    assert sizes == ((1200, 630) if image else (None, None))


@pytest.mark.parametrize(
    "name",
    ["peacekeeping-force/italy.png", "unknown.png", "a/b/c.png", "peacekeeping-force.jpg", ".png"],
)
def test_there_is_no_other_image(client: httpx.Client, dataset: Path, name: str) -> None:
    for version in (dataset.stem, "0123456789abcdef", "..%2f..", "x"):
        answer = client.get(f"/images/{version}/{name}")
        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.long
def test_pinned_pages_name_the_image_of_their_version(
    dataset: Path, seed: Path, serve: Callable[..., Served], tmp_path: Path
) -> None:
    """While another version is current, whose dataset has no images: then pages name none, and an
    image that exists is still served.
    """
    datasets = tmp_path / "datasets"
    assert published(seed, datasets, "--preview") != dataset.stem
    for path in (dataset, images_file(dataset)):
        shutil.copyfile(path, datasets / path.name)
    client = serve(datasets, public_url=PUBLIC).client
    pinned = Page(client.get(f"/@{dataset.stem}/browse/countries/france").text)
    image = pinned.meta("og:image")
    assert image == f"{PUBLIC}/images/{dataset.stem}/{QUESTION}/france.png"
    assert client.get(image.removeprefix(PUBLIC)).status_code == 200
    page = client.get("/browse/positions").text
    assert Page(page).meta("twitter:card") == "summary"
    assert re.search("og:image|/images/", page) is None
