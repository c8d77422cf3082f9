"""Pages for people: first as a parser reads them, then as a real browser shows them (where one is
found; see browser.py).
"""

import re
import shutil
import sqlite3
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest
import yaml

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from app.html import assets
from app.html import templating as pages
from app.html import text as words
from app.problems import ALL
from tests import browser as browsers
from tests.editions import written_anew
from tests.fixtures import Served, bare_seed

PUBLIC = "https://stated.example"
PAGES = ["/", "/problems", "/problems/unknown-name", "/docs"]
ERRORS = ["/browse/nothing", "/problems/none", "/browse/positions?stanse=red&contry=2"]
OPENING, CLOSING = '“"«„', '”"»'
VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "path", "circle", "source", "wbr"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Reading(HTMLParser):
    """A page as a parser reads it. Tags that do not match and ids that come twice are errors."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[
            tuple[tuple[str, ...], str]
        ] = []  # the elements around a piece of text, and the text
        self.feed(source)
        self.close()
        assert self.open == []
        assert len(self.ids) == len([1 for _, given in self.elements if "id" in given])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute of {tag} comes twice"
        self.elements.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))

    def within(self, *tags: str) -> str:
        """The text inside elements of these names (all of the text without names)."""
        return "".join(text for around, text in self.texts if set(tags) <= set(around))

    def each(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element of that name."""
        return [given for name, given in self.elements if name == tag]

    @property
    def ids(self) -> set[str]:
        return {given["id"] for _, given in self.elements if "id" in given}

    @property
    def loaded(self) -> list[str]:
        """What a browser fetches by itself."""
        links = [
            given["href"] for given in self.each("link") if given["rel"] in ("stylesheet", "icon")
        ]
        return links + [given["src"] for _, given in self.elements if "src" in given]


def read(answer: httpx.Response) -> Reading:
    """An answer that must be a page."""
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return Reading(answer.text)


@pytest.fixture(scope="module")
def start(client: httpx.Client) -> Reading:
    """The start page."""
    return read(client.get("/"))


@pytest.mark.parametrize("path", PAGES + ERRORS)
def test_a_page_is_well_formed_and_outlined(client: httpx.Client, path: str) -> None:
    page = read(client.get(path))
    assert page.each("html") == [{"lang": "en"}]
    assert page.within("head", "title").strip().endswith("Stated") or path == "/"
    levels = [HEADINGS.index(tag) for tag, _ in page.elements if tag in HEADINGS]
    assert levels.count(0) == 1
    assert levels[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(page.each("main")) == 1


def test_every_page_has_its_own_title(client: httpx.Client) -> None:
    paths = [*PAGES, *(f"/problems/{problem.slug}" for problem in ALL), "/browse/nothing"]
    titles = {
        urlsplit(path).path: read(client.get(path)).within("head", "title")
        for path in dict.fromkeys(paths)
    }
    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/check",
        "/browse/positions",
        "/browse/countries/italy",
        "/browse/statements",
        "/browse/sources",
        "/embed/countries/italy",
        "/embed/positions",
        "/embed/statements",
    ],
)
def test_a_footer_has_the_day_of_the_data_and_no_hash(client: httpx.Client, path: str) -> None:
    """Readers get a date. The version is in the links, for those who cite it."""
    footer = read(client.get(path)).within("footer")
    assert re.search(r"\d{1,2} \w+ 20\d\d", footer), footer
    assert re.search(r"[0-9a-f]{16}", footer) is None, footer


def test_fonts_are_those_of_the_system(client: httpx.Client) -> None:
    """Nothing is loaded for them, and every list of fonts ends in a kind that each system has."""
    sheets = {address for path in PAGES for address in read(client.get(path)).loaded}
    fonts = []
    for address in sorted(address for address in sheets if address.endswith(".css")):
        text = client.get(address).text
        assert "@font-face" not in text
        fonts += re.findall(r"--(?:words|plain):\s*([^;}]+)", text)
    assert fonts
    kinds = ("serif", "sans-serif", "monospace")
    assert all(given.split(",")[-1].strip() in kinds for given in fonts), fonts


@pytest.mark.parametrize("path", PAGES + ERRORS)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(
    client: httpx.Client, path: str
) -> None:
    answer = client.get(path)
    page = read(answer)
    assert page.loaded
    assert all(address.startswith("/assets/") for address in page.loaded)
    assert all(client.get(address).status_code == 200 for address in page.loaded)
    policy = {
        part.split()[0]: part.split()[1:]
        for part in answer.headers["Content-Security-Policy"].split(";")
    }
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    sources = {one for given in policy.values() for one in given}
    styles = (
        {f"'sha256-{b64encode(sha256(page.within('style').encode()).digest()).decode()}'"}
        if page.each("style")
        else set()
    )
    assert sources <= {"'self'", "'none'", "data:"} | styles
    assert styles <= set(policy["style-src"])
    assert ("script-src" in policy) == bool(page.each("script"))
    assert [given for given in page.each("script") if "src" not in given] in (
        [],
        [{"type": "application/ld+json"}],  # data, which no browser runs
    )
    for _, given in page.elements:
        assert not [name for name in given if name.startswith("on") or name == "style"]
        assert not given.get("href", "").lower().startswith(("javascript:", "data:"))


@pytest.mark.parametrize("path", PAGES + ERRORS)
def test_every_link_leads_somewhere(client: httpx.Client, path: str) -> None:
    page = read(client.get(path))
    seen: dict[str, httpx.Response] = {}
    for given in page.each("a"):
        address, fragment = urldefrag(urljoin(PUBLIC + path, given["href"]))
        if address.startswith(PUBLIC):
            if address == PUBLIC + path and path in ERRORS:
                continue  # a skip link stays on the page
            found = seen.setdefault(address, client.get(address.removeprefix(PUBLIC)))
            assert found.status_code == 200, given["href"]
            assert not fragment or fragment in read(found).ids, given["href"]
        else:
            assert urlsplit(address).scheme == "https"


def test_a_problem_points_to_its_page(client: httpx.Client) -> None:
    problem = client.get("/countries/Atlantis").json()
    assert problem["type"].startswith(f"{PUBLIC}/problems/")
    assert problem["title"] in read(client.get(problem["type"].removeprefix(PUBLIC))).within("h1")


def test_assets_may_be_kept_for_ever_and_have_no_other_name(client: httpx.Client) -> None:
    for asset in assets.by_name().values():
        answer = client.get(f"/assets/{asset.name}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"] == asset.media_type
        assert sha256(answer.content).hexdigest()[:16] in asset.name
        stem, digest, kind = asset.name.rsplit(".", 2)
        for other in (
            f"{stem}.{digest[:-1]}{'0' if digest[-1] != '0' else '1'}.{kind}",
            f"{stem}.{kind}",
            f"../{asset.name}",
        ):
            missing = client.get(f"/assets/{other}")
            assert missing.status_code == 404
            assert missing.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_parameters_that_hosts_add_are_dropped(client: httpx.Client, path: str) -> None:
    plain = client.get(path)
    added = [*sorted(pages.TRACKING), "utm_source", "utm_anything"]
    assert {"fbclid", "gclid", "childId", "initialWidth", "parentTitle", "parentUrl"} <= set(added)
    answer = client.get(path, params=[(name, "a b") for name in added])
    assert answer.content == plain.content
    assert answer.headers["ETag"] == plain.headers["ETag"]


def test_words_of_a_source_have_its_language_and_direction(
    launch: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    """Wherever they are shown, in a text from right to left too."""
    title, printed, before = "٢٦ دولة مستعدة", "رئيس الوزراء", "قال الوزير: "
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE source SET title = ?, language = 'ar'", (title,))
        connection.execute(
            "UPDATE statement SET language = 'ar', role_as_printed = ?, prefix = ?, suffix = ?",
            (printed, before, before),
        )
        connection.commit()
    written_anew(path)
    point(tmp_path, path.stem)
    client = serve(tmp_path).client
    name = "rapala-26-nations-meloni-no-troops"
    for shown, least in (
        (f"/browse/statements/{name}", 6),
        ("/browse/sources/rapala-26-nations", 2),
        ("/browse/dataset", 1),
        (f"/embed/statements/{name}", 1),
    ):
        page = read(client.get(shown))
        foreign = [given for _, given in page.elements if given.get("lang") == "ar"]
        assert len(foreign) >= least, shown
        assert all(given.get("dir") == "auto" for given in foreign), shown


def test_other_parameters_are_ignored(client: httpx.Client) -> None:
    for path in PAGES:
        answer = client.get(path, params={"fbclid": "x", '<script>alert("1")</script>': "1"})
        assert (answer.status_code, answer.content) == (200, client.get(path).content)


def test_errors_of_pages_are_pages(
    client: httpx.Client, serve: Callable[..., Served], launch: Path, tmp_path: Path
) -> None:
    assert (
        client.get("/browse/nothing").status_code == client.get("/problems/none").status_code == 404
    )
    assert read(client.post("/problems")).within("h1") == "This API is read-only"
    refused = client.get("/", headers={"Accept": "application/json"})
    assert (refused.status_code, read(refused).within("h1")) == (
        406,
        "The Accept header allows no format of this address",
    )
    assert (
        read(client.get("/problems/" + "x" * 9000)).within("h1")
        == "The address is longer than 8,000 characters"
    )
    hostless = serve(launch.parent).client.get("/", headers={"Host": "a b<c>"})
    assert (hostless.status_code, read(hostless).within("h1")) == (
        400,
        "The Host header is not a host name",
    )
    empty = serve(tmp_path).client
    assert (empty.get("/").status_code, read(empty.get("/")).within("h1")) == (
        503,
        "There is no dataset at the moment",
    )
    assert read(empty.get("/problems")).within("footer").strip()
    assert read(empty.get("/docs")).within("h1") == "API reference"


def test_a_page_is_complete_below_a_path(serve: Callable[..., Served], launch: Path) -> None:
    """The public URL may have a path; assets are below it, whatever host name the request has."""
    page = read(serve(launch.parent, public_url="https://example.org/stated").client.get("/"))
    assert all(address.startswith("/stated/assets/") for address in page.loaded)


def test_words_are_as_printed_and_only_quoted_ones_in_quotation_marks(
    client: httpx.Client, start: Reading
) -> None:
    said = client.get("/statements.json?limit=2").json()["items"]
    archived = {
        row["exact"]
        for source in {one["source"]["id"] for one in said}
        for row in client.get(f"/sources/{source}/passages.json?limit=200").json()["items"]
    }
    shown = _blockquotes(start)
    assert len(shown) == len(said)
    for statement, pieces in zip(said, shown, strict=True):
        sentence = "".join(text for _, text in pieces)
        assert sentence in archived
        assert (
            "".join(text for around, text in pieces if "span" not in around)
            == statement["selector"]["exact"]
        )
        assert [text for around, text in pieces if "mark" in around] == [
            one["exact"] for one in statement["quoted"]
        ]
        for one in statement["quoted"]:
            at = sentence.index(one["exact"])
            assert sentence[at - 1] in OPENING
    ours = "".join(
        text
        for around, text in start.texts
        if not {"blockquote", "code", "style", "script"} & set(around)
    )
    assert not set(ours) & set(OPENING + CLOSING)
    for asset in ("stated.css", "docs.css"):
        css = assets.by_name()[asset].body.decode()
        css = css.replace('content: " (" attr(href) ")"', "")  # addresses, on paper
        assert not re.search(r"[\s{;]content:|quotes:(?! none)", css)


def _blockquotes(page: Reading) -> list[list[tuple[tuple[str, ...], str]]]:
    found: list[list[tuple[tuple[str, ...], str]]] = []
    inside = False
    for around, text in page.texts:
        if "blockquote" in around:
            if not inside:
                found.append([])
            found[-1].append((around, text))
        inside = "blockquote" in around
    return found


def test_the_start_page_says_what_is_known_and_what_is_not(
    client: httpx.Client, start: Reading
) -> None:
    """At a glance: whose words these are is on the pages that it links to."""
    text = " ".join(start.within("main").split())
    glance = " ".join(start.within("main", "dl", "dd").split())
    held = client.get("/positions.json?has_position=true&limit=200").json()["items"]
    for one in held:
        assert one["actor"]["name"] in glance
        assert one["links"]["page"] in [given["href"] for given in start.each("a")]
    newest = client.get("/statements.json?limit=2").json()["items"]
    for one in newest:
        assert words.date_said(one["said"]) in text
        assert one["links"]["page"] in [given["href"] for given in start.each("a")]
    assert client.get("/questions.json").json()["items"][0]["silence"] in text
    for one in client.get("/positions/summary.json").json()["stances"]:
        assert one["label"] in text
        if one["stance"] == "not_stated":
            assert f"no statement from {one['count']} others" in text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"value": "2025-09-04", "basis": "stated"}, "Said on 4 September 2025"),
        (
            {"value": "2025-09", "precision": "month", "basis": "page"},
            "Said in September 2025 (date of the page)",
        ),
        (
            {"value": "2025", "precision": "year", "basis": "derived"},
            "Said in 2025 (date inferred)",
        ),
        (
            {"earliest": "2025-02-01", "latest": "2025-12-31"},
            "Said between 1 February 2025 and 31 December 2025",
        ),
        ({}, "The source gives no date."),
    ],
)
def test_when_something_was_said_in_words(said: dict[str, str], text: str) -> None:
    unknown = {"value": None, "precision": "day", "earliest": None, "latest": None, "basis": "none"}
    assert words.date_said(unknown | said) == text


def _statement(exact: str, *quoted: str, start: int | None) -> dict[str, Any]:
    """The words of a statement; with `start` None only excerpts are kept."""
    places = [
        {"exact": one, "start": None if start is None else start + exact.index(one), "end": None}
        for one in quoted
    ]
    return {"selector": {"exact": exact, "start": start}, "quoted": places}


def test_the_words_of_a_source_in_parts() -> None:
    exact = "she said 🇮🇹 no “no” and “never”"
    marked = [
        ("she said 🇮🇹 no “", "claim"),
        ("no", "quoted"),
        ("” and “", "claim"),
        ("never", "quoted"),
        ("”", "claim"),
    ]
    assert words.sentence_parts(_statement(exact, "no", "never", start=None), None) == marked
    whole = {"exact": f"Then {exact}.", "start": 40}
    placed = _statement(exact, start=45)
    placed["quoted"] = [
        {"exact": "no", "start": 45 + 16, "end": 45 + 18},
        {"exact": "never", "start": 45 + 25, "end": 45 + 30},
    ]
    assert exact[16:18] == "no"
    assert exact[25:30] == "never"
    assert words.sentence_parts(placed, whole) == [("Then ", "around"), *marked, (".", "around")]
    assert (
        words.sentence_parts(placed, None)
        == words.sentence_parts(placed, {"exact": "another sentence", "start": 40})
        == marked
    )
    # Words that are not at the given place are never marked.
    assert words.sentence_parts(_statement("he said no", "no", start=None), None) == [
        ("he said no", "claim")
    ]
    assert words.sentence_parts(
        {
            "selector": {"exact": "he", "start": 5},
            "quoted": [{"exact": "it", "start": 1, "end": 3}],
        },
        None,
    ) == [("he", "claim")]


def test_style_contains_colours_and_nothing_else() -> None:
    good = {"id": "open", "colour": "#0b6477", "colour_dark": None}
    hostile = [
        "red}body{display:none",
        "#0b6477;}</style><script>",
        "url(//x)",
        "#0b6477\n",
        "",
        None,
    ]
    terms = [good, *({"id": "willing", "colour": one, "colour_dark": one} for one in hostile)]
    terms += [
        {"id": one, "colour": "#000000", "colour_dark": "#000000"}
        for one in ("a{}", "</style>", "a,b", "")
    ]
    assert (
        words.stance_style(terms)
        == ".s-open{--stance:#0b6477}@media screen and (prefers-color-scheme:dark){}"
    )


# --- Hostile text ---------------------------------------------------------------------------------


def nasty(number: int) -> str:
    return (
        f"N{number}<script>alert({number})</script><b onclick=x>\"'{{{{7*7}}}}{{% raw "
        f"%}}]]>--><!--&lt;`</style></title>"
    )


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]
) -> tuple[Served, list[str]]:
    """The service on a seed with markup planted in each text that the start page shows, and what
    was planted.
    """
    root = bare_seed(tmp_path_factory.mktemp("hostile"))
    planted: list[str] = []

    def plant() -> str:
        planted.append(nasty(len(planted)))
        return planted[-1]

    def changed(path: Path, change: Callable[[Any], None]) -> None:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(
            yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )

    def about(one: Any) -> None:
        one["description"], one["licence"]["covers"], one["licence"]["id"] = (
            plant(),
            plant(),
            plant(),
        )

    def question(one: Any) -> None:
        one[0]["text"], one[0]["silence"] = plant(), plant()

    def coalition(one: Any) -> None:
        next(actor for actor in one if actor["id"] == "coalition-of-26")["name"] = plant()

    def macron(one: Any) -> None:
        person = next(person for person in one if person["id"] == "emmanuel-macron")
        person["name"], person["roles"][0]["title"] = plant(), plant()

    def terms(one: Any) -> None:
        willing = next(term for term in one["stance"] if term["id"] == "willing")
        qualifies = next(term for term in one["relation"] if term["id"] == "qualifies")
        for term in (willing, qualifies):
            term["label"], term["definition"] = plant(), plant()

    for name, change in (
        ("dataset", about),
        ("questions", question),
        ("actors", coalition),
        ("people", macron),
        ("vocabularies", terms),
    ):
        changed(root / f"{name}.yaml", change)

    folder = root / "sources" / "rapala-26-nations"
    words, in_marks = plant(), plant()
    # A quotation mark inside would end the quotation.
    in_marks = planted[-1] = in_marks.replace('"', "&quot;").replace("'", "&#39;")

    def printed(one: Any) -> Any:
        if isinstance(one, str):
            return one.replace("welcomed the announcement", f"welcomed {words}").replace(
                "“in any format", f"“{in_marks}"
            )
        if isinstance(one, list):
            return [printed(part) for part in one]
        return {key: printed(value) for key, value in one.items()} if isinstance(one, dict) else one

    def source(one: Any) -> None:
        one["publisher"], one["dates"]["paris"]["note"], one["passages"] = (
            plant(),
            plant(),
            printed(one["passages"]),
        )

    def statements(one: Any) -> None:
        one[:] = printed(one)
        for statement in one:
            if statement["id"] == "zakharova-any-format":
                statement["quoted"] = [in_marks]
            if statement["id"] == "meloni-no-troops":
                statement["summary"] = plant()

    def entries(one: Any) -> None:
        one[0]["summary"], one[0]["not_supported"] = plant(), plant()

    for name, change in (("source", source), ("statements", statements), ("positions", entries)):
        changed(folder / f"{name}.yaml", change)
    for text in folder.glob("*.txt"):
        text.write_text(printed(text.read_text(encoding="utf-8")), encoding="utf-8")

    checked = check(load(root))
    assert [str(finding) for finding in checked.seed.findings] == []
    path = write(checked, tmp_path_factory.mktemp("datasets"))
    point(path.parent, path.stem)
    return serve(path.parent), planted


def test_hostile_text_stays_text(hostile: tuple[Served, list[str]], client: httpx.Client) -> None:
    served, planted = hostile
    shown = ""
    for path in (
        "/",
        "/browse/positions",
        "/browse/actors/coalition-of-26",
        "/browse/statements?limit=100",
    ):
        answer = served.client.get(path)
        assert answer.status_code == 200
        page = read(answer)
        shown += page.within() + "".join(
            value for _, given in page.elements for value in given.values()
        )
        # The elements are those of the page on real data: nothing that was planted became one.
        kinds = [
            {(tag, *given) for tag, given in one.elements} for one in (page, read(client.get(path)))
        ]
        assert kinds[0] <= kinds[1] | {("span", "class"), ("mark",)}
    assert [one for one in planted if one not in shown] == []


# --- In a browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def here(chromium: Any, serve: Callable[..., Served], launch: Path) -> str:
    """The address of a service without a public URL: its links follow the Host header."""
    return serve(
        launch.parent, budget_ms=5000
    ).url  # the browser takes the processor from the service


@pytest.fixture
def tab(chromium: Any, here: str) -> Iterator[Callable[..., Any]]:
    """Opens a page in a fresh context; at the end nothing may have gone wrong or elsewhere."""
    contexts, wrong = [], []

    def opened(path: str, *, width: int = 1280, at: str = here, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        expected = f"{at}{path}"
        asked_for = set()

        def asked(request: Any) -> None:
            if request.is_navigation_request():
                asked_for.add(request.url)
            if not request.url.startswith((at, "data:", "blob:")):
                wrong.append(request.url)

        def failed(request: Any) -> None:
            if (
                "/mark." not in request.url
            ):  # nobody waits for the icon: a test may have moved on while it is being fetched
                wrong.append(f"{request.url}: {request.failure}")

        def said(message: Any) -> None:
            own = (
                message.location.get("url") in asked_for and "status of 4" in message.text
            )  # the error page itself
            if message.type in ("error", "warning") and not own:
                wrong.append(message.text)

        page.on("console", said)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("request", asked)
        page.on("requestfailed", failed)
        page.goto(expected)  # until all that the page names is loaded
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.mark.parametrize(
    ("scheme", "width", "paths"),
    browsers.looks(["/", "/problems/unknown-name"], ["/problems", "/browse/nothing"]),
)
def test_pages_are_calm_and_accessible(
    tab: Callable[..., Any], here: str, scheme: str, width: int, paths: list[str]
) -> None:
    page = tab(paths[0])
    for path in paths:
        page.goto(f"{here}{path}")
        browsers.calm(page, scheme, width)
    page.goto(f"{here}/problems?{'x' * 300}")  # long words do not widen a page
    assert browsers.fits(page, 320)


@pytest.mark.long
def test_what_the_reference_does_against_wcag(tab: Callable[..., Any]) -> None:
    """It is Swagger UI's, and not ours to mend: it is printed (pytest -rP) and does not fail."""
    page = tab("/docs")
    page.wait_for_selector(".opblock")
    print(*browsers.violations(page), sep="\n")  # noqa: T201


@pytest.mark.long
def test_the_reference_is_calm_and_answers(tab: Callable[..., Any], here: str) -> None:
    page = tab("/docs")
    page.wait_for_selector(".opblock")
    operation = page.locator(
        ".opblock", has=page.locator('[data-path="/countries/{name}/position"]')
    ).first
    operation.locator(".opblock-summary-control").click()
    operation.locator("tr[data-param-name=name] input").fill("Italia")
    with page.expect_response(f"{here}/countries/**") as asked:
        operation.locator(".execute").click()
    assert asked.value.status == 200
    assert asked.value.json()["actor"]["id"] == "italy"
    operation.locator(".live-responses-table .response-col_status", has_text="200").wait_for()
    assert [width for width in browsers.WIDTHS if not browsers.fits(page, width)] == []
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    page.locator(
        "html.dark-mode"
    ).wait_for()  # the script of the page follows the scheme, a moment later
    assert page.evaluate(ground) != "rgb(255, 255, 255)"


def test_pages_work_without_javascript(tab: Callable[..., Any]) -> None:
    page = tab("/", java_script_enabled=False)
    details = page.locator("details", has_text="Embed")
    assert not details.locator("pre").first.is_visible()
    details.locator("summary").first.click()
    assert details.locator("pre").first.is_visible()
    page.locator(".glance a", has_text="Italy").click()
    assert page.url.endswith("/browse/countries/italy")
    reference = tab("/docs", java_script_enabled=False)
    assert reference.get_by_role("link", name="API description").is_visible()


def test_the_keyboard_reaches_everything_visibly(tab: Callable[..., Any]) -> None:
    page = tab("/", width=320)
    outlined = (
        "(e => [e.className, getComputedStyle(e).outlineStyle, "
        "getComputedStyle(e).clipPath])(document.activeElement)"
    )
    page.keyboard.press("Tab")
    assert page.evaluate(outlined) == ["skip", "solid", "none"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reachable = page.locator("main a, main summary").count()
    for _ in range(reachable):
        page.keyboard.press("Tab")
        assert page.evaluate(outlined)[1] == "solid"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('footer') !== null")


def test_preferences_of_the_reader_are_followed(tab: Callable[..., Any]) -> None:
    """Dark, forced colours, less motion, paper."""
    page = tab("/", color_scheme="dark")
    colours = """[document.body, document.querySelector("mark")].map(getComputedStyle).map(e => [e.color, e.backgroundColor])"""  # noqa: E501
    scroll = "getComputedStyle(document.documentElement).scrollBehavior"
    dark = page.evaluate(colours)
    assert page.evaluate(scroll) == "smooth"
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.evaluate(colours)
    assert paper[0] != dark[0]
    assert not page.locator(".top nav").is_visible()
    page.emulate_media(media="screen", forced_colors="active", reduced_motion="reduce")
    assert page.evaluate(scroll) == "auto"
    assert all(colour != ground for colour, ground in page.evaluate(colours))
    stroke, ground = page.evaluate(
        "[getComputedStyle(document.querySelector('.mark path')).stroke, "
        "getComputedStyle(document.body).backgroundColor]"
    )
    assert stroke != ground


def test_hostile_text_does_nothing_in_a_browser(
    tab: Callable[..., Any], hostile: tuple[Served, list[str]]
) -> None:
    served, planted = hostile
    page = tab("/", at=served.url)
    text = page.evaluate("document.documentElement.textContent")
    assert sum(one in text for one in planted) > 3
    assert page.locator("script:not([type])").count() == 1  # that of the buttons for copying
