"""Links to words of a source, opened in a real browser: each marks its words and no others."""

import base64
import html
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.domain.find_in_page import fold
from app.domain.selectors import fragment_link, occurrences
from tests import browser as browsers

pytestmark = pytest.mark.long

STYLE = """<style>
p, aside { font: 20px/1.6 sans-serif; background: #fff; color: #000 }
::target-text { background: #f0f; color: #f0f }
</style>"""
# The middle of each letter of the paragraphs, with its width.
LETTERS = """() => [...document.querySelectorAll("p")].map(one => {
  const node = one.firstChild, places = []
  for (let at = 0; node && at < node.length; at++) {
    const range = document.createRange()
    range.setStart(node, at)
    range.setEnd(node, at + 1)
    const box = range.getBoundingClientRect()
    places.push([box.left + scrollX + box.width / 2, box.top + scrollY + box.height / 2, box.width])
  }
  return places
})"""
# Whether these points of a picture have the colour of marked words; null for what has no width.
MARKED = """async ([png, lines]) => {
  const image = new Image()
  image.src = "data:image/png;base64," + png
  await image.decode()
  const canvas = Object.assign(document.createElement("canvas"), {
    width: image.width, height: image.height})
  const context = canvas.getContext("2d")
  context.drawImage(image, 0, 0)
  return lines.map(line => line.map(([x, y, width]) => {
    if (!width) return null
    const [red, green] = context.getImageData(Math.floor(x), Math.floor(y), 1, 1).data
    return red > 200 && green < 60
  }))
}"""
# A text, the words of a claim in it, and which of the places with just these words is meant.
CLAIMS = [
    # Latin
    (
        "LA FRANCE NE DEPLOIERA PAS DE TROUPES\nElle dit : La France ne déploiera pas de troupes.",
        "La France ne déploiera pas de troupes",
        0,
    ),
    (
        "Germany's answer is no, he said.\nGermany’s answer is no, she said.",
        "Germany’s answer is no",
        0,
    ),
    ("GROSSE LAGE IN BERLIN\nDie Große Lage in Berlin war ruhig.", "Große Lage in Berlin", 0),
    ("Die Straße ist zu. Der Kanzler sagte nein. Sie sagte nein.", "sagte nein", 1),
    (
        "İstanbul’da toplandılar. Bakan hayır dedi. Sonra istanbul’da toplandılar.",
        "istanbul’da toplandılar",
        0,
    ),
    ("Łódź mówi nie. Lodz mowi nie, powiedział.", "Lodz mowi nie", 0),
    ("Ærlig talt. Aerlig talt, sagde hun.", "Aerlig talt", 0),
    ("He said:  no\ttroops will go. Then he left.", "said:  no\ttroops", 0),
    ("The U.S. said no. The U.S. said yes, and the U.S. said no again.", "the U.S. said no", 0),
    (
        "“We will ‘never’ go,” he said. \"We will 'never' go,\" she said.",
        "\"We will 'never' go,\"",
        0,
    ),
    (
        "Macron said that the troops would come by sea. Later on Macron said that the troops would "
        "not serve on the front lines of this war.",
        "Macron said that the troops would not serve on the front lines of this war.",
        0,
    ),
    # Cyrillic
    (
        "РОССИЯ НЕ ПРИМЕТ ВОЙСКА\nОна сказала: Россия не примет войска.",
        "Россия не примет войска",
        0,
    ),
    ("Он сказал всё. Он сказал все.", "сказал все", 0),
    ("Україна каже ні. Міністр: Україна каже ні.", "Україна каже ні", 1),
    # Greek
    (
        "Η ΕΛΛΑΔΑ ΔΕΝ ΣΤΕΛΝΕΙ ΣΤΡΑΤΟ\nΟ υπουργός: Η Ελλάδα δεν στέλνει στρατό.",
        "Η Ελλάδα δεν στέλνει στρατό",
        0,
    ),
    ("Ναί, είπε ο Γιάννης. Ναι, ειπε ο Γιαννης πάλι.", "Ναι, ειπε ο Γιαννης", 0),
    # Arabic and Hebrew
    ("لن ترسل مصر قوات. قال الوزير: لن ترسِل مصر قوّات إلى هناك.", "لن ترسِل مصر قوّات", 0),
    ("قال إن الامر صعب. قال إن الأمر صعب جدا.", "الأمر صعب", 0),
    ('צה״ל לא ישלח כוחות. צה"ל לא ישלח כוחות לשם.', 'צה"ל לא ישלח כוחות', 0),
    ("שָׁלוֹם לכולם. שלום לכולם היום.", "שלום לכולם", 0),
    # Devanagari
    ("भारत सैनिक नहीं भेजेगा। मंत्री ने कहा कि भारत सैनिक नहीं भेजेगा।", "भारत सैनिक नहीं भेजेगा", 1),
    # Han, kana, Thai, Hangul
    (
        "大臣は、日本は平和維持部隊に参加しないと述べた。\n首相は、日本は平和維持部隊に参加しないと言った。",
        "平和維持部隊に参加しない",
        1,
    ),
    ("デルタ軍は来ない。でるた軍は来ない。", "でるた軍は来ない", 0),
    ("中国反对派兵。外交部说，中国反对派兵，并呼吁停火。", "中国反对派兵", 1),
    (
        "大臣は日本が参加しないと述べた後、部隊の派遣については国会の承認が必要であり、政府としては"
        "慎重に検討する必要があると強調し、説明を避けた。",
        "日本が参加しないと述べた後、部隊の派遣については国会の承認が"
        "必要であり、政府としては慎重に検討する必要があると強調し、説明を避けた",
        0,
    ),
    ("กำลังทหารของเราจะไม่ไป รัฐมนตรีกล่าวว่ากำลังทหารของเราจะไม่ไป", "ทหารของเรา", 1),
    (
        "우크라이나에 군대를 보내지 않는다. 장관은 우크라이나에 군대를 보내지 않는다.",
        "군대를 보내지 않는다",
        1,
    ),
]
# Only the lines around it distinguish the line of a claim.
LINES = ["No troops.\nItaly agrees.\nNo troops.", "No troops.\nNo troops.\nNo troops."]
# Claims that end inside a word, and the words that are marked.
WIDENED = [
    ("We welcome Ukraine’s plan. Ukraine agrees.", "welcome Ukraine", "welcome Ukraine’s"),
    ("They sent 26,000 men. They sent 26 planes.", "sent 26", "sent 26,000"),
    ("Le café ferme. Le cafe ouvre.", "Le caf", "Le café"),
]


# Latin, Greek and Cyrillic, Hebrew, Arabic, Devanagari and Bengali, Thai, letters with two marks,
# kana, full and half width.
BLOCKS = [
    (0x0020, 0x024F),
    (0x0370, 0x052F),
    (0x05D0, 0x05EA),
    (0x0620, 0x06FF),
    (0x0900, 0x09FF),
    (0x0E00, 0x0E7F),
    (0x1E00, 0x1FFF),
    (0x3041, 0x30FF),
    (0xFF00, 0xFF9F),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsers.started() as started:
        yield started


@pytest.fixture(scope="module")
def marked(browser: Any) -> Callable[..., list[tuple[int, int]]]:
    """What the browser marks of a page with a text, when it is opened with a fragment: places in
    the text. Each line is a paragraph, and there is something else `between` them.
    """
    page, reader = browser.new_page(), browser.new_page()
    body: list[str] = []
    page.route(
        "https://x.example/**",
        lambda route: route.fulfill(body=body[-1], content_type="text/html; charset=utf-8"),
    )

    def marks(
        text: str, fragment: str, between: str = "<aside>Advertisement</aside>"
    ) -> list[tuple[int, int]]:
        lines = [f"<p>{html.escape(line)}</p>" for line in text.split("\n")]
        body.append("<!doctype html>" + STYLE + between.join(lines))
        page.goto(f"https://x.example/{len(body)}#{fragment}")
        page.wait_for_timeout(200)  # the words are marked after the page is loaded
        picture = base64.b64encode(page.screenshot(full_page=True)).decode()
        return runs(text, reader.evaluate(MARKED, [picture, page.evaluate(LETTERS)]))

    return marks


def runs(text: str, lines: list[list[bool | None]]) -> list[tuple[int, int]]:
    """Start and end of each run of marked letters. What has no width goes on with a run."""
    found: list[tuple[int, int]] = []
    at = 0
    for line, seen in zip(text.split("\n"), lines, strict=True):
        assert len(line) == len(seen), "a letter outside of the basic plane is two in a browser"
        start = None
        for place, mark in enumerate([*seen, False]):
            if mark and start is None:
                start = at + place
            elif mark is False and start is not None:
                found.append((start, at + place))
                start = None
        at += len(line) + 1
    return found


def claim(text: str, words: str, which: int) -> tuple[int, int]:
    start = occurrences(text, words)[which]
    return start, start + len(words)


def fragment(text: str, place: tuple[int, int]) -> str:
    return fragment_link("https://x.example/", text, *place).partition("#")[2]


@pytest.mark.parametrize(("text", "words", "which"), CLAIMS)
def test_a_link_opens_its_words(marked: Any, text: str, words: str, which: int) -> None:
    place = claim(text, words, which)
    assert marked(text, fragment(text, place)) == [place]


@pytest.mark.parametrize(("text", "words", "which"), CLAIMS)
def test_a_link_opens_nothing_else(marked: Any, text: str, words: str, which: int) -> None:
    """Whatever the order of the lines is, and where its words were taken out of the page."""
    start, end = claim(text, words, which)
    given = fragment(text, (start, end))
    lines = text.split("\n")
    if len(lines) > 1:
        at, moved = text.count("\n", 0, start), start
        moved -= sum(len(line) + 1 for line in lines[:at])
        moved += sum(len(line) + 1 for line in lines[at + 1 :])
        assert marked("\n".join(reversed(lines)), given) == [(moved, moved + end - start)]
    assert marked(f"{text[:start]}QQQ{text[end:]}", given) == []


@pytest.mark.parametrize("text", LINES)
def test_a_link_opens_one_of_equal_lines(marked: Any, text: str) -> None:
    place = claim(text, "No troops.", 1)
    assert marked(text, fragment(text, place), between="") == [place]


@pytest.mark.parametrize(("text", "words", "shown"), WIDENED)
def test_a_link_opens_whole_words(marked: Any, text: str, words: str, shown: str) -> None:
    assert marked(text, fragment(text, claim(text, words, 0))) == [claim(text, shown, 0)]


def test_a_fragment_of_the_address_stays(marked: Any) -> None:
    """An application sees its own fragment, and the browser marks the words."""
    text = "One page. Another page."
    link = fragment_link("https://x.example/#/news/42", text, *claim(text, "Another page", 0))
    assert marked(text, link.partition("#")[2]) == [claim(text, "Another page", 0)]


def test_what_the_browser_holds_equal_is_folded_alike(browser: Any) -> None:
    """Letters and digits that the collation for searching holds equal."""
    groups = browser.new_page().evaluate(
        r"""blocks => {
      const {compare} = new Intl.Collator("en", {usage: "search", sensitivity: "base"})
      const letters = []
      for (const [first, last] of blocks)
        for (let code = first; code <= last; code++) {
          const letter = String.fromCharCode(code)
          if (/[\p{L}\p{Nd}]/u.test(letter)) letters.push(letter)
        }
      letters.sort(compare)
      const groups = [[letters[0]]]
      for (let at = 1; at < letters.length; at++)
        if (compare(letters[at - 1], letters[at])) groups.push([letters[at]])
        else groups.at(-1).push(letters[at])
      return groups.filter(one => one.length > 1)
    }""",
        BLOCKS,
    )
    assert len(groups) > 200
    apart = [group for group in groups if len({fold(letter) for letter in group}) > 1]
    assert apart == []
