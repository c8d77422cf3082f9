"""Embeds in pages with real text on another site, as newsrooms use them: what jumps, what is
loaded, and what is shown when something fails (in a real browser, if there is one; see browser.py).
"""

import re
import socket
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.embeds.kinds import KINDS
from app.embeds.snippets import room_until_script
from app.settings import ROOT
from tests import browser as browsers
from tests.browser import until
from tests.conftest import few
from tests.embeds.test_hosting import FRAMES, shown
from tests.fixtures import Served

WORDS = "The paper has much to say about this, and says it in sentences of a usual length. " * 4
COUNTS = (
    "self.jumped = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) "
    "jumped += one.value; }).observe({type: 'layout-shift', buffered: true})"
)
LOOKS = [(390, 844, ""), (800, 900, ""), (1280, 900, "max-width:680px")]
COPIED = [
    "/browse/countries/italy",
    "/browse/actors/coalition-of-26",
    "/browse/countries/spain",
    "/browse/positions",
    "/browse/positions/timeline",
    "/browse/statements?speaker=macron",
    "/browse/statements/rapala-26-nations-pledge",
]
MOST = 0.05  # of layout shift


@pytest.fixture(scope="module")
def us(serve: Callable[..., Served], launch: Path) -> Served:
    """A service without a public URL: its links follow the Host header."""
    return serve(launch.parent)


@pytest.fixture
def tab(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages in a context; what it keeps is kept until the test ends."""
    contexts = []

    def context(**options: Any) -> Any:
        contexts.append(chromium.new_context(**options))
        return contexts[-1]

    yield context
    for one in contexts:
        one.close()


def article(body: str, *, before: int = 1, style: str = "", head: str = "") -> str:
    """A page of a paper with something in its text."""
    text = f"<p>{WORDS}</p>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A paper</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<link rel=icon href=data:,><style>body{{font:18px/1.5 Georgia,serif;margin:16px auto;"
        f"padding:0 16px;{style}}}</style>{head}<h1>A headline of the day</h1>{text * before}{body}"
        f"{text * 8}"
    )


def copied(us: Served, path: str) -> tuple[str, str]:
    """The two lines that a page prints for copying: with our script, and as a frame."""
    page = us.client.get(path).text
    script, frame = (
        unescape(re.findall(rf'<code id="copy-embed-{name}">(.*?)</code>', page, re.DOTALL)[0])
        for name in ("script", "frame")
    )
    return script, frame


def jumped(
    context: Any, url: str, width: int, height: int, *, script_after: int | None = None
) -> float:
    """The cumulative layout shift of a page while it loads. `script_after`: milliseconds after
    which our script comes, so that the text is there before.
    """
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(COUNTS)
    if script_after:

        def wait(route: Any) -> None:
            page.wait_for_timeout(script_after)
            route.continue_()

        page.route("**/embed.js", wait)
    page.goto(url)
    if script_after:
        until(page, f"{FRAMES}.length > 0 && {FRAMES}.every(one => !one.inert)")
    page.wait_for_timeout(150)
    shift = float(page.evaluate("jumped"))
    page.close()
    return shift


def test_nothing_jumps_where_the_copied_lines_are(
    tab: Callable[..., Any], host: browsers.Host, us: Served
) -> None:
    script, _ = copied(us, COPIED[0])
    url = host.add(article(script))
    assert jumped(tab(), url, 390, 844, script_after=150) <= MOST


@pytest.mark.long
@pytest.mark.parametrize("path", COPIED)
@pytest.mark.parametrize("before", [0, 1])
def test_nothing_jumps_with_any_copied_line_at_any_width(
    tab: Callable[..., Any], host: browsers.Host, us: Served, path: str, before: int
) -> None:
    script, frame = copied(us, path)
    for width, height, style in LOOKS:
        as_tag = host.add(article(script, before=before, style=style))
        as_frame = host.add(article(frame, before=before, style=style))
        assert jumped(tab(), as_tag, width, height, script_after=200) <= MOST
        assert jumped(tab(), as_frame, width, height) <= MOST


def rules() -> str:
    """The style sheet that docs/embedding.md gives for tags without a height."""
    text = (ROOT / "docs/embedding.md").read_text(encoding="utf-8")
    [css] = re.findall(r"```css\n(.*?)```", text, re.DOTALL)
    return f"<style>{css}</style>"


def test_the_rules_for_tags_without_a_height_are_those_of_each_kind() -> None:
    expected = {kind.tag: room_until_script(kind.heights) for kind in KINDS.values()}
    expected |= {
        f"{kind.tag}[{name}]": room_until_script(heights)
        for kind in KINDS.values()
        for name, heights in kind.heights_by_name.items()
    }
    found = dict(re.findall(r"^(?:<style>)?(\S+) { (.*) }$", rules(), re.MULTILINE))
    assert {tag: re.sub("(?<=[:;,]) ", "", css) for tag, css in found.items()} == expected


DOCUMENTS = sorted(
    path
    for folder, form in (("", "*.md"), ("docs", "*.md"), ("examples", "*.*"), ("seed", "*.md"))
    for path in (ROOT / folder).glob(form)
    if path.suffix in (".md", ".html", ".py", ".js", ".json")
)


def test_no_document_shows_a_tag_without_a_height() -> None:
    """Readers copy what they see. A tag has the height of its kind, and of Italy's card where it
    shows that.
    """
    shown_tags = 0
    for path in DOCUMENTS:
        text = re.sub(r"['\"]\n\s*['\"]", "", path.read_text(encoding="utf-8"))  # strings of Python
        for tag in re.findall(r"<(stated-\w+[^<>`]*)>.*?</stated-", text, re.DOTALL):
            assert re.search(r'height="\d+ \d+ \d+"', tag), (path.name, tag)
            assert re.search(r'style="display:block;min-height:clamp\(', tag), (path.name, tag)
            shown_tags += 1
    assert shown_tags >= 8


def test_the_heights_in_documents_are_those_of_today(us: Served) -> None:
    """Within a tenth: the data change, and documents need not follow each change."""
    script, frame = copied(us, "/browse/countries/italy")
    for name in ("README.md", "docs/embedding.md", "examples/README.md", "examples/page.html"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for form in (r'<stated-position country="\w+" height="([\d ]+)"', r"<iframe .*?vw,(\d+)px"):
            for found in re.findall(form, text, re.DOTALL):
                [today] = re.findall(form, script if "height" in form else frame, re.DOTALL)
                pairs = zip(found.split(), today.split(), strict=True)
                assert all(abs(int(one) / int(other) - 1) < 0.1 for one, other in pairs), name


SHORT_CARD = "<stated-position country=Spain></stated-position>"
WRITTEN = [
    SHORT_CARD,
    "<stated-position country=Italy></stated-position>",
    "<stated-position actor=coalition-of-26></stated-position>",
    "<stated-board></stated-board>",
    "<stated-timeline></stated-timeline>",
    "<stated-statements></stated-statements>",
    "<stated-statement statement=rapala-26-nations-pledge></stated-statement>",
    "<stated-quote text='Italy would not send troops'></stated-quote>",
]
IN_HEAD = ["", "async", "defer", "type=module"]  # how a script is included


def test_nothing_jumps_with_a_tag_without_a_height(
    tab: Callable[..., Any], host: browsers.Host, us: Served
) -> None:
    """With the rules of the document. Its embed is shorter than the room that they keep."""
    script = f'<script src="{us.url}/embed.js" async></script>'
    url = host.add(article(SHORT_CARD + script, before=0, head=rules()))
    assert jumped(tab(), url, 390, 844, script_after=150) <= MOST


@pytest.mark.long
def test_room_that_nobody_sees_is_given_back(
    tab: Callable[..., Any], host: browsers.Host, us: Served
) -> None:
    script = f'<script src="{us.url}/embed.js"></script>'
    page = tab(viewport={"width": 390, "height": 844}).new_page()
    page.add_init_script(COUNTS)
    page.goto(host.add(article(SHORT_CARD, before=0, head=script)))
    [frame] = shown(page, 1)
    tall = frame.frame_element().bounding_box()["height"]
    tag = page.locator("stated-position")
    assert tag.bounding_box()["height"] > tall + 300
    page.mouse.wheel(0, 3000)
    until(page, f"document.querySelector('stated-position').offsetHeight <= {tall}")
    assert page.evaluate("jumped") <= MOST


@pytest.mark.long
@pytest.mark.parametrize("tag", WRITTEN)
@pytest.mark.parametrize("before", [0, 1])
def test_nothing_jumps_with_any_tag_without_a_height(
    tab: Callable[..., Any], host: browsers.Host, us: Served, tag: str, before: int
) -> None:
    """With the rules wherever the script is; without them if it is in the head and waited for."""

    def script(how: str) -> str:
        return f'<script src="{us.url}/embed.js" {how}></script>'

    for width, height, style in LOOKS:
        pages = [
            *(
                article(tag, before=before, style=style, head=rules() + script(how))
                for how in IN_HEAD
            ),
            article(tag + script("async"), before=before, style=style, head=rules()),
            article(tag, before=before, style=style, head=script("")),
            article(tag, before=before, style=style, head=script('async blocking="render"')),
        ]
        for number, html in enumerate(pages):
            shift = jumped(tab(), host.add(html), width, height, script_after=150)
            assert shift <= MOST, (number, width)


@pytest.mark.long
@pytest.mark.parametrize("path", COPIED)
def test_a_copied_frame_is_as_tall_as_it_needs(
    tab: Callable[..., Any], host: browsers.Host, us: Served, path: str
) -> None:
    """Also on a phone, where one height for all widths would cut its last lines."""
    page = tab().new_page()
    _, frame = copied(us, path)
    page.goto(host.add(article(frame)))
    for width, height, _ in LOOKS[:2]:
        page.set_viewport_size({"width": width, "height": height})
        element = page.locator("iframe")
        element.scroll_into_view_if_needed()
        page.wait_for_timeout(100)
        needs = page.frames[1].evaluate("document.documentElement.getBoundingClientRect().height")
        has = element.bounding_box()["height"]
        assert has >= needs * 0.95, (width, has, needs)


@pytest.mark.long
def test_ten_embeds_are_eleven_requests_and_then_none(
    tab: Callable[..., Any], host: browsers.Host, us: Served
) -> None:
    """Chrome keeps no files that sandboxed frames load, so they load none."""
    names = ["italy", "france", "germany", "russia", "ukraine", "us", "spain", "poland", "it", "fr"]
    tags = "".join(f"<stated-position country={name}></stated-position>" for name in names)
    url = host.add(article(f'<script src="{us.url}/embed.js" async></script>{tags}'))
    context = tab(viewport={"width": 1000, "height": 9000})

    def requests() -> float:
        text = us.client.get("/metrics").text
        found = re.findall(r'^stated_requests_total{.*route="/embed.*} (\S+)$', text, re.MULTILINE)
        return sum(map(float, found))

    for most in (12, 10):
        before = requests()
        page = context.new_page()
        page.goto(url)
        shown(page, len(names))
        assert requests() - before <= most


WORDPRESS = """<script>
// What the script of WordPress does with messages of a frame that comes after its kind of link.
addEventListener("message", ({ data, source }) => {
  const frame = document.querySelector("iframe");
  if (!data || data.secret !== frame.dataset.secret || source !== frame.contentWindow) return;
  document.querySelector("blockquote").style.display = "none";
  frame.removeAttribute("style");
  if (data.message === "height") frame.height = Math.max(200, Math.min(1000, parseInt(data.value)));
  if (data.message !== "link") return;
  const { host } = new URL(frame.src);
  const clicked = document.activeElement === frame;
  if (clicked && new URL(data.value).host === host) top.location = data.value;
});
addEventListener("load", () => {
  const frame = document.querySelector("iframe");
  frame.contentWindow.postMessage({ message: "ready", secret: frame.dataset.secret }, "*");
});
</script>"""


def in_wordpress(us: Served, path: str) -> str:
    """What WordPress makes of the answer for an address: it keeps few attributes, closes the frame
    further, and gives it a secret.
    """
    body = us.client.get("/oembed", params={"url": f"{us.url}{path}", "maxwidth": 640}).json()
    html = re.sub(r' (?:class|loading|sandbox)="[^"]*"', "", body["html"])
    html = html.replace("<blockquote", '<blockquote class="wp-embedded-content" data-secret="aB3"')
    html = re.sub(r'src="([^"]*)"', r'src="\1#?secret=aB3" data-secret="aB3"', html)
    return html.replace(
        "<iframe",
        '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" '
        'style="position: absolute; visibility: hidden;"',
    )


@pytest.mark.parametrize("link", few([".go", "figure a"], [".go"]))
def test_wordpress_gets_height_and_links(
    tab: Callable[..., Any], host: browsers.Host, us: Served, link: str
) -> None:
    """Its frames may open no windows, and it follows links to the site of the frame only. A link to
    another site leads to our page, which has it too.
    """
    page = tab(viewport={"width": 700, "height": 1200}).new_page()
    page.goto(host.add(article(WORDPRESS + in_wordpress(us, "/countries/italy"))))
    until(page, "!document.querySelector('iframe').style.visibility")
    frame = page.locator("iframe")
    needs = page.frames[1].evaluate("document.documentElement.getBoundingClientRect().height")
    assert abs(frame.bounding_box()["height"] - needs) <= 3
    assert not page.locator("blockquote").is_visible()
    page.frames[1].locator(link).first.click()
    page.wait_for_url(f"{us.url}/browse/**")
    assert urlsplit(page.url).path == "/browse/countries/italy"


@pytest.mark.long
def test_wordpress_keeps_its_link_where_there_is_no_embed_any_more(
    tab: Callable[..., Any], host: browsers.Host, us: Served
) -> None:
    page = tab().new_page()
    html = in_wordpress(us, "/countries/italy").replace("countries/italy#", "countries/nowhere#")
    page.goto(host.add(article(WORDPRESS + html)))
    page.frames[1].wait_for_load_state()
    page.wait_for_timeout(200)
    assert page.locator("blockquote").is_visible()


FAILING = (
    '<stated-position country="Atlantis" style="display:block;min-height:600px"><b>Ours</b>'
    "</stated-position><stated-position country=Atlantis></stated-position>"
)


def closed_port() -> int:
    """A port at which nobody answers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_what_the_host_wrote_stays_where_an_embed_fails(
    tab: Callable[..., Any], host: browsers.Host, us: Served
) -> None:
    """No room is kept. Without words of the host there is one line."""
    page = tab().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(host.add(article(f'<script src="{us.url}/embed.js" async></script>{FAILING}')))
    until(page, f"{FRAMES}.length === 1 && !{FRAMES}[0].inert")
    assert page.get_by_text("Ours").is_visible()
    first, second = page.locator("stated-position").all()
    assert first.bounding_box()["height"] < 60
    assert second.bounding_box()["height"] < 250
    line = page.frames[-1].locator("main").inner_text()
    assert line == "This information is not available"
    assert any("“Atlantis” is not a name of a country" in one for one in said)


@pytest.mark.long
def test_what_the_host_wrote_stays_where_the_service_is_down(
    tab: Callable[..., Any], host: browsers.Host, us: Served
) -> None:
    """The script itself is in the cache of many readers then."""
    down, tags = f"http://127.0.0.1:{closed_port()}", FAILING.replace("Atlantis", "Italy")
    page = tab().new_page()
    script = us.client.get("/embed.js").text
    page.route(
        f"{down}/embed.js",
        lambda route: route.fulfill(body=script, content_type="text/javascript"),
    )
    page.goto(host.add(article(f'<script src="{down}/embed.js" async></script>{tags}')))
    until(page, f"customElements.get('stated-position') && {FRAMES}.length === 0")
    assert page.get_by_text("Ours").is_visible()
    assert page.locator("stated-position").nth(1).locator("a").inner_text() == "Position: Italy"
    assert page.locator("stated-position").first.bounding_box()["height"] < 60


@pytest.mark.parametrize("scheme", few(["light", "dark"], ["dark"]))
def test_an_embed_follows_the_scheme_of_its_host(
    tab: Callable[..., Any], host: browsers.Host, us: Served, scheme: str
) -> None:
    """Whatever the reader prefers: a page that is dark only gets a dark card."""
    other = "light" if scheme == "dark" else "dark"
    tags = (
        "<stated-position country=italy></stated-position>"
        f"<stated-position country=italy theme={other}></stated-position>"
    )
    context = tab(color_scheme=other, viewport={"width": 900, "height": 3000})
    page = context.new_page()
    head = f"<style>:root{{color-scheme:{scheme}}}</style>"
    page.goto(
        host.add(article(f'<script src="{us.url}/embed.js" async></script>{tags}', head=head))
    )
    frames = shown(page, 2)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    colours = {"light": "rgb(251, 250, 247)", "dark": "rgb(20, 23, 27)"}
    assert [frame.evaluate(ground) for frame in frames] == [colours[scheme], colours[other]]


@pytest.mark.parametrize("path", few(COPIED, [COPIED[0], COPIED[3]]))
def test_every_copied_line_keeps_room(us: Served, path: str) -> None:
    script, frame = copied(us, path)
    tall = [int(one) for one in re.findall(r'height="([\d ]+)"', script)[0].split()]
    assert len(tall) == 3
    assert all(200 < one < 5000 for one in tall)
    assert "min-height:clamp(" in script
    [fixed] = re.findall(r'height="(\d+)"', frame)
    assert max(tall[1:]) <= int(fixed) <= 1.05 * max(tall[1:])
    assert "height:clamp(" in frame
    answer = us.client.get("/oembed", params={"url": f"{us.url}{path}"})
    assert answer.json()["height"] == tall[1], path


def test_oembed_measures_what_it_frames(us: Served, client: httpx.Client) -> None:
    """The card of a coalition with many words is taller than one without any."""

    def tall(path: str, **more: int) -> int:
        given = {"url": f"{us.url}{path}", **more}
        return int(us.client.get("/oembed", params=given).json()["height"])

    assert tall("/countries/spain") < 500 < 1000 < tall("/actors/coalition-of-26")
    assert tall("/countries/italy", maxwidth=320) > tall("/countries/italy") + 100
