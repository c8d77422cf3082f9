"""Anchors: offsets in code points, selectors that find their words again, links that show the right
place (docs/domain.md, section Statements).
"""

import re
from hashlib import sha256
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.build.check.checked_seed import CheckedSeed
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


def directive(link: str) -> tuple[str, str, str]:
    """Prefix, start and end of a link's text directive, decoded (URL Fragment Text Directives,
    section 3.3).
    """
    url, mark, given = link.partition("#:~:text=")
    assert (url, mark) == (URL, "#:~:text=")
    assert re.fullmatch(r"[!-~]+", given), "a URL is ASCII without white space"
    parts = given.split(",")
    prefix = parts.pop(0)[:-1] if parts[0].endswith("-") else ""
    assert len(parts) in (1, 2)
    for part in (prefix, *parts):
        assert not set(part) & set("-,&#"), part
        assert re.fullmatch(r"([^%]|%[0-9A-F]{2})*", part), part
    decoded = [unquote(part, errors="strict") for part in (prefix, *parts, "")]
    assert not any("\n" in part for part in decoded), "a browser matches within a block"
    return decoded[0], decoded[1], decoded[2] if len(parts) == 2 else ""


def shown(link: str, text: str) -> tuple[int, int] | None:
    """What a browser shows for a link: the first place that fits, letter case apart."""
    prefix, first, last = (part.lower() for part in directive(link))
    page = text.lower()
    assert len(page) == len(text)
    for start in occurrences(page, first):
        if not page[:start].rstrip().endswith(prefix):
            continue
        end = start + len(first)
        if last:
            end = page.find(last, end) + len(last)
            if end < len(last):
                continue
        return start, end
    return None


class TestLinks:
    """`href_in_context` opens the source at the claim."""

    @given(stretches())
    def test_a_directive_can_be_read_back(self, given: tuple[str, int, int]) -> None:
        """Whatever the words are, the directive is well-formed and has words of the stretch, up
        to its first line break.
        """
        text, start, end = given
        words = text[start:end].split("\n")[0]
        link = fragment_link(URL, text, start, end)
        if words:
            prefix, first, last = directive(link)
            assert words.startswith(first)
            assert words.endswith(last or first)
            assert prefix in text[:start]

    @given(
        st.lists(st.lists(st.integers(0, 999), min_size=1, max_size=30), min_size=1, max_size=5),
        st.data(),
    )
    def test_where_words_are_rare(self, lines: list[list[int]], data: st.DataObject) -> None:
        """Numbered words, each once: every claim is shown whole."""
        numbered = [
            [f"w{at}-{number}x{word}" for number, word in enumerate(words)]
            for at, words in enumerate(lines)
        ]
        text = "\n".join(" ".join(words) for words in numbered)
        start, end = self.claim(numbered, data)
        assert shown(fragment_link(URL, text, start, end), text) == (start, end)

    @given(
        st.lists(
            st.lists(st.sampled_from(["we", "say", "no", "No"]), max_size=20),
            min_size=1,
            max_size=3,
        ),
        st.data(),
    )
    def test_where_words_come_again(self, lines: list[list[str]], data: st.DataObject) -> None:
        """As in any text. The words before a claim in its line distinguish its place from all
        others.
        """
        numbered = [[f"Line{at}", *words] for at, words in enumerate(lines)]
        text = "\n".join(" ".join(words) for words in numbered)
        start, end = self.claim(numbered, data)
        assert shown(fragment_link(URL, text, start, end), text) == (start, end)

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
        assert shown(fragment_link(URL, text, start, start + len(exact)), text) == (
            start,
            start + len(exact),
        )

    def test_only_the_first_line_of_two(self) -> None:
        text = "Before it. One line\nand another."
        assert directive(fragment_link(URL, text, 11, len(text))) == ("", "One line", "")

    def test_a_fragment_of_the_url_gives_way(self) -> None:
        assert fragment_link(f"{URL}#part", "a b", 0, 1) == f"{URL}#:~:text=a"

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
                assert shown(
                    fragment_link(URL, folder.text, claim.start, claim.end), folder.text
                ) == (claim.start, claim.end)
                seen += 1
        assert seen > 0
