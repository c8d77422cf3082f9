"""Anchors: offsets in code points, selectors that find their words again, links that show the right
place (docs/domain.md, section Statements).
"""

import re
import unicodedata
from hashlib import sha256
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.build.check.checked_seed import CheckedSeed
from app.domain.find_in_page import fold, page
from app.domain.selectors import CONTEXT, archived, context, digest, fragment_link, occurrences

URL = "https://example.org/a?b=c"
# astral, combining, right-to-left, joiners, marks of direction, and what has a meaning in a URL or
# in a directive
ODD = "a b-,&%#:~é\u0301שׁ\u200fع😀👩‍🚀🏴\u200d ̈‘’“”\u2028\n"
texts = st.text(st.sampled_from(ODD) | st.characters(exclude_categories=["Cs"]), max_size=200)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text, and the start and end of a part of it."""
    text = draw(texts.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


class TestArchived:
    """The archived text is the file as given, less one leading newline."""

    @given(texts, st.integers(0, 3))
    def test_one_newline_goes(self, body: str, newlines: int) -> None:
        body = body.lstrip("\n")
        assert archived(("\n" * newlines + body).encode()) == "\n" * max(0, newlines - 1) + body

    @pytest.mark.parametrize("raw", ["\r\na\r\n", " \na", "a\n\n", "\ufeffa", "a\r", "\u2028a"])
    def test_all_else_stays(self, raw: str) -> None:
        assert archived(raw.encode()) == raw

    @pytest.mark.parametrize("raw", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\x80"])
    def test_only_utf8(self, raw: bytes) -> None:
        with pytest.raises(UnicodeDecodeError):
            archived(raw)

    def test_the_launch_article(self, checked: CheckedSeed) -> None:
        """2,352 code points, 2,372 bytes, as docs/domain.md says."""
        [folder] = [one for one in checked.seed.folders if one.source.id == "rapala-26-nations"]
        assert folder.text is not None
        assert (len(folder.text), len(folder.text.encode())) == (2352, 2372)

    @given(texts)
    def test_digest(self, text: str) -> None:
        assert digest(text) == sha256(text.encode()).hexdigest()


class TestOccurrences:
    """Every place, also those that overlap."""

    @given(
        st.text("ab", max_size=12),
        st.text("ab", max_size=3),
        st.integers(0, 14),
        st.none() | st.integers(0, 14),
    )
    def test_like_looking_everywhere(
        self, text: str, exact: str, start: int, end: int | None
    ) -> None:
        last = len(text) if end is None else min(end, len(text))
        places = [
            at
            for at in range(start, last)
            if at + len(exact) <= last and text[at : at + len(exact)] == exact
        ]
        assert occurrences(text, exact, start, end) == (places if exact else [])

    def test_code_points(self) -> None:
        """Neither bytes nor UTF-16 units: 😀 counts one, a letter and its combining mark two."""
        assert occurrences("😀e\u0301שa", "a") == [4]


class TestSelectors:
    """TextPositionSelector and TextQuoteSelector name the same place."""

    @given(stretches())
    def test_round_trip(self, given: tuple[str, int, int]) -> None:
        text, start, end = given
        prefix, suffix = context(text, start, end)
        quote = prefix + text[start:end] + suffix
        assert start - len(prefix) in occurrences(text, quote)
        assert text[start - len(prefix) : end + len(suffix)] == quote

    @given(stretches())
    def test_lengths(self, given: tuple[str, int, int]) -> None:
        """As many code points as there are, up to the limit."""
        text, start, end = given
        prefix, suffix = context(text, start, end)
        assert (len(prefix), len(suffix)) == (min(CONTEXT, start), min(CONTEXT, len(text) - end))


def directive(link: str) -> list[str]:
    """Prefix, start, end and suffix of a link's text directive, decoded (URL Fragment Text
    Directives, section 3.3); what it does not have is empty.
    """
    url, mark, given = link.partition("#:~:text=")
    assert (url, mark) == (URL, "#:~:text=")
    assert re.fullmatch(r"[!-~]+", given), "a URL is ASCII without white space"
    parts = given.split(",")
    prefix = parts.pop(0)[:-1] if parts[0].endswith("-") else ""
    suffix = parts.pop()[1:] if parts[-1].startswith("-") else ""
    assert len(parts) in (1, 2)
    every = [prefix, parts[0], parts[1] if len(parts) == 2 else "", suffix]
    for part in every:
        assert not set(part) & set("-,&#"), part
        assert re.fullmatch(r"([^%]|%[0-9A-F]{2})*", part), part
    decoded = [unquote(part, errors="strict") for part in every]
    assert not any("\n" in part for part in decoded), "a browser matches within a block"
    return decoded


SAME = {**dict.fromkeys("‘’", "'"), **dict.fromkeys("“”«»", '"'), "ø": "o", "ı": "i"}


def compared(text: str) -> list[tuple[str, int]]:
    """The letters of a text as browsers compare them, each with its place: without case, accents
    and kinds of quotation marks, and with one space for several.
    """
    letters: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        plain = unicodedata.normalize("NFD", SAME.get(char, char)).casefold()
        for letter in plain:
            if unicodedata.combining(letter):
                continue
            if letter in " \t" and letters and letters[-1][0] in " \n":
                continue
            letters.append((" " if letter == "\t" else letter, at))
    return letters


def opened(link: str, text: str) -> list[tuple[int, int]]:
    """All places that a browser could open for a link, by trying each place of the text."""
    letters = compared(text)
    page = "".join(letter for letter, _ in letters)
    prefix, first, last, suffix = (
        "".join(letter for letter, _ in compared(part)).strip() for part in directive(link)
    )

    def bound(at: int) -> bool:
        return not (0 < at < len(page) and page[at - 1].isalnum() and page[at].isalnum())

    places = []
    for start in occurrences(page, first):
        before = page[:start].rstrip()
        if (
            not (before.endswith(prefix) and bound(len(before) - len(prefix)))
            if prefix
            else not bound(start)
        ):
            continue
        ends = [start + len(first)]
        if last:
            ends = [at + len(last) for at in occurrences(page, last, ends[0]) if bound(at)]
        for end in ends:
            gap = len(page[end:]) - len(page[end:].lstrip())
            after = end + gap + len(suffix) if suffix else end
            if bound(after) and (not suffix or page[end + gap : after] == suffix):
                at = letters[end - 1][1] + 1
                while at < len(text) and unicodedata.combining(text[at]):
                    at += 1
                places.append((letters[start][1], at))
                break
    return places


PLAIN = ["we", "say", "no", "No", "not"]
# Words that are alike for a browser, and some that are not.
ALIKE = [
    "Große",
    "GROSSE",
    "İki",
    "iki",
    "été",
    "ete",
    "e\u0301te\u0301",
    "a’b",
    "a'b",
    "“so”",
    '"so"',
]


class TestLinks:
    """`href_in_context` opens the source at the claim."""

    @given(stretches())
    def test_a_directive_can_be_read_back(self, given: tuple[str, int, int]) -> None:
        """Whatever the words are, the directive is well-formed, and its words are in the text."""
        text, start, end = given
        link = fragment_link(URL, text, start, end)
        if not text[start:end].strip():
            assert link == URL
            return
        blank = re.compile(r"[ \t\r\f\v]+")
        for part in directive(link):
            assert part in blank.sub(" ", text)

    @given(
        st.lists(st.lists(st.integers(0, 999), min_size=1, max_size=30), min_size=1, max_size=5),
        st.data(),
    )
    def test_where_words_are_rare(self, lines: list[list[int]], data: st.DataObject) -> None:
        """Numbered words, each once: every claim is shown whole."""
        numbered = [
            [f"w{at}x{number}x{word}" for number, word in enumerate(words)]
            for at, words in enumerate(lines)
        ]
        text = "\n".join(" ".join(words) for words in numbered)
        start, end = self.claim(numbered, data)
        assert opened(fragment_link(URL, text, start, end), text) == [(start, end)]

    @given(
        st.lists(
            st.lists(st.sampled_from(PLAIN) | st.sampled_from(ALIKE), max_size=20),
            min_size=1,
            max_size=3,
        ),
        st.data(),
    )
    def test_where_words_come_again(self, lines: list[list[str]], data: st.DataObject) -> None:
        """As in any text. Other words of its line distinguish the place of a claim from all others,
        and the words of other lines are not needed.
        """
        numbered = [[f"Line{at}", *words] for at, words in enumerate(lines)]
        text = "\n".join(" ".join(words) for words in numbered)
        start, end = self.claim(numbered, data)
        link = fragment_link(URL, text, start, end)
        assert opened(link, text) == [(start, end)]
        line = text[text.rfind("\n", 0, start) + 1 : (text + "\n").index("\n", end)]
        assert all(part in line for part in directive(link))

    @given(
        st.lists(st.sampled_from([*PLAIN, *ALIKE, "Ukraine’s", "26,000"]), min_size=1, max_size=9),
        st.lists(st.sampled_from([" ", "  ", "\t", " \t "]), min_size=9, max_size=9),
        st.data(),
    )
    def test_any_cut(self, words: list[str], gaps: list[str], data: st.DataObject) -> None:
        """A claim that begins or ends inside a word is widened to the word; a browser shows one
        space for several.
        """
        text = "Begin " + "".join(map(str.__add__, words, gaps)) + "end."
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        link = fragment_link(URL, text, start, end)
        claim = text[start:end]
        if not claim.strip():
            assert link == URL
            return
        start += len(claim) - len(claim.lstrip())
        end -= len(claim) - len(claim.rstrip())
        for word in re.finditer(r"\w([\w\u0301’',]*[\w\u0301])?", text):
            start = word.start() if word.start() < start < word.end() else start
            end = word.end() if word.start() < end < word.end() else end
        assert (start, end) in opened(link, text)

    @staticmethod
    def claim(lines: list[list[str]], data: st.DataObject) -> tuple[int, int]:
        """The place of some words of one line."""
        at = data.draw(st.integers(0, len(lines) - 1))
        first = data.draw(st.integers(0, len(lines[at]) - 1))
        last = data.draw(st.integers(first, len(lines[at]) - 1))
        start = sum(len(" ".join(line)) + 1 for line in lines[:at]) + len(
            " ".join([*lines[at][:first], ""])
        )
        return start, start + len(" ".join(lines[at][first : last + 1]))

    @pytest.mark.parametrize(
        ("text", "exact", "occurrence"),
        [
            ("He said no. She said no.", "said no.", 1),
            ("In May he said no. In June he said no.", "he said no.", 1),
            (
                "One a two three four said no. Five a two three four said no.",
                "said no.",
                1,
            ),  # alike for five words
            (
                "No troops.\nItaly agrees.\nNo troops.",
                "No troops.",
                1,
            ),  # nothing before it in its line
            (
                "Peace Now is a group. They want peace now.",
                "peace now",
                0,
            ),  # a browser ignores case
            (
                "Macron said that the troops would come by sea. Later on Macron said that the "
                "troops would not serve on the "
                "front lines of this war.",
                "Macron said that the troops would not serve on the front lines of this war.",
                0,
            ),  # long, and beginning like another
        ],
    )
    def test_the_right_place_is_shown(self, text: str, exact: str, occurrence: int) -> None:
        start = occurrences(text, exact)[occurrence]
        link = fragment_link(URL, text, start, start + len(exact))
        assert opened(link, text) == [(start, start + len(exact))]

    @pytest.mark.parametrize(
        ("text", "exact", "expected"),
        [
            (
                "LA FRANCE DEPLOIE\nElle dit : La France déploie.",
                "La France déploie",
                ("dit :", "", ""),
            ),
            ("Germany's no\nso Germany’s no", "Germany’s no", ("so", "", "")),
            ("GROSSE Lage\nDie Große Lage", "Große Lage", ("Die", "", "")),
            ("ΟΧΙ ΣΤΡΑΤΟΣ. Είπε: όχι στρατός.", "όχι στρατός", ("Είπε:", "", "")),
            ("Straße zu. Er sagte nein. Sie sagte nein.", "Sie sagte nein", ("", "", "")),
            ("İki söz. Bakan hayır dedi.", "Bakan hayır dedi", ("", "", "")),
            ("No troops.\nWe agree.\nNo troops. Never.", "No troops.", ("", "", "We")),
            ("She said no. Then he said no to it.", "said no", ("She", "", "")),
        ],
    )
    def test_the_shortest_that_opens_nothing_else(
        self, text: str, exact: str, expected: tuple[str, str, str]
    ) -> None:
        """One `ß` or `İ` in a source changes nothing of the links to its other words."""
        start = text.index(exact)
        prefix, first, last, suffix = directive(fragment_link(URL, text, start, start + len(exact)))
        assert first == exact
        assert (prefix, last, suffix) == expected

    @pytest.mark.parametrize(
        ("text", "exact", "shown"),
        [
            ("We welcome Ukraine’s plan.", "welcome Ukraine", "welcome Ukraine’s"),
            ("We\twelcome  the plan.", "We\twelcome  the", "We welcome the"),
            ("He met the U.S. envoy.", "the U", "the U.S"),
            ("Some 26,000 men.", "Some 26", "Some 26,000"),
            ("A ceasefire-line is set.", "A ceasefire", "A ceasefire"),
            ("Le cafe\u0301 ferme.", "Le cafe", "Le cafe\u0301"),
            ("Today.\r\nNo troops.\r\n", "No troops.\r\n", "No troops."),
        ],
    )
    def test_whole_words_as_a_page_shows_them(self, text: str, exact: str, shown: str) -> None:
        start = text.index(exact)
        assert directive(fragment_link(URL, text, start, start + len(exact)))[1] == shown

    def test_in_scripts_without_spaces(self) -> None:
        """A place between two letters needs the text up to the next certain bound of a word."""
        text = "大臣は、部隊に参加しないと述べた。"
        start = text.index("隊に")
        assert directive(fragment_link(URL, text, start, start + 5)) == [
            "部",
            "隊に参加し",
            "",
            "ないと述べた",
        ]

    @pytest.mark.parametrize(
        ("text", "start"), [("no " * 9000, 15_000), ("中" * 9000, 4500), ("’a" * 9000, 9001)]
    )
    def test_a_link_is_never_long(self, text: str, start: int) -> None:
        """Nor does it take long, where nothing distinguishes the words from thousands of others."""
        assert len(fragment_link(URL, text, start, start + 2)) < 10_000

    def test_only_the_first_line_of_two(self) -> None:
        text = "Before it. One line\nand another."
        assert directive(fragment_link(URL, text, 11, len(text)))[1] == "One line"

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://a.example/x", "https://a.example/x#:~:text=a"),
            ("https://a.example/x#", "https://a.example/x#:~:text=a"),
            ("https://a.example/x#part", "https://a.example/x#part:~:text=a"),
            ("https://gov.example/app#/news/42", "https://gov.example/app#/news/42:~:text=a"),
            ("https://a.example/x#!id=4:~:text=b", "https://a.example/x#!id=4:~:text=a"),
        ],
    )
    def test_a_fragment_of_the_url_stays(self, url: str, expected: str) -> None:
        """It may say which page of an application is meant."""
        assert fragment_link(url, "a b", 0, 1) == expected

    def test_what_has_a_meaning_is_escaped(self) -> None:
        text = "a-b, c & d#e%f“g”"
        assert (
            fragment_link(URL, text, 0, len(text))
            == f"{URL}#:~:text=a%2Db%2C%20c%20%26%20d%23e%25f%E2%80%9Cg%E2%80%9D"
        )

    def test_every_claim_of_the_seed_is_shown(self, checked: CheckedSeed) -> None:
        seen = 0
        for name, folder, _ in checked.seed.statements():
            claim = checked.resolved[name].place
            if folder.text is not None and claim is not None:
                link = fragment_link(URL, folder.text, claim.start, claim.end)
                assert opened(link, folder.text) == [(claim.start, claim.end)]
                seen += 1
        assert seen > 0


@given(st.characters(exclude_categories=["Cs"]))
def test_folding_twice_changes_nothing(char: str) -> None:
    assert "".join(map(fold, fold(char))) == fold(char)


@given(texts, st.data())
def test_places_in_the_folded_text(text: str, data: st.DataObject) -> None:
    """The words before a place, folded alone, are the words before it in the folded page."""
    at = data.draw(st.integers(0, len(text)))
    alone = page(text[:at]).words
    if text[at - 1 : at].isspace() and text[at : at + 1].isspace():
        return  # inside of white space that is one space
    assert page(text).words[: page(text).place(at)] == alone
