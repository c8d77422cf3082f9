"""What the check says of seeds with what real sources contain, and what it works out: attribution,
capacity, dates, quotation marks, agencies, coalitions (docs/domain.md).
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.check.seed import check
from app.build.diff import DERIVED
from app.build.ledger import read
from app.build.seed.load import load
from app.domain.quotation_marks import CLOSING, not_quoted, place_of_quoted
from tests.publishing import (
    POSITIONS,
    RAPALA,
    SOURCE,
    STATEMENTS,
    add,
    change,
    correct,
    published,
    stated,
)
from tests.real_sources import found, statement, with_source, with_speaker


def checked_seed(seed: Path) -> CheckedSeed:
    """A seed without findings."""
    checked = check(load(seed))
    assert [str(finding) for finding in checked.seed.findings] == []
    return checked


def resolved(seed: Path, name: str = "report-says") -> ResolvedStatement:
    """What the check works out for a statement of a seed without findings."""
    return checked_seed(seed).resolved[name]


GERMANY, EU = "actor: germany, capacity: ", "actor: european-union, capacity: "


class TestAttribution:
    """docs/domain.md, rules attribution and capacity."""

    @pytest.mark.parametrize(
        ("role", "kind", "keys", "attribution", "capacity"),
        [
            (f"{GERMANY}government", "person", {}, "self", "government"),
            (f"{GERMANY}military", "person", {}, "self", "military"),
            (f"{GERMANY}government", "person", {"capacity": "military"}, "self", "military"),
            (f"{GERMANY}government", "office", {}, "self", "government"),
            (f"{GERMANY}opposition", "person", {}, "third_party", "opposition"),
            (f"{GERMANY}legislature", "person", {}, "third_party", "legislature"),
            (f"{GERMANY}other", "person", {}, "third_party", "other"),
            (f"{GERMANY}government", "person", {"capacity": "other"}, "third_party", "other"),
            (f"{GERMANY}legislature", "body", {}, "third_party", "legislature"),
            (f"{GERMANY}legislature, decides: true", "body", {}, "self", "legislature"),
            (f"{EU}other", "office", {"about": "[european-union]"}, "self", "other"),
            (
                f"{EU}legislature",
                "body",
                {"about": "[european-union]"},
                "third_party",
                "legislature",
            ),
            (f"{EU}government", "person", {}, "third_party", "government"),
            ("actor: france, capacity: government", "person", {}, "third_party", "government"),
            (
                "actor: france, capacity: government",
                "person",
                {"signed_for": "[germany]"},
                "collective",
                "government",
            ),
            (
                f"{GERMANY}government",
                "person",
                {"signed_for": "[germany]"},
                "collective",
                "government",
            ),
        ],
    )
    def test_of_a_speaker(
        self,
        seed: Path,
        role: str,
        kind: str,
        keys: dict[str, str],
        attribution: str,
        capacity: str,
    ) -> None:
        with_speaker(seed, "somebody", role, kind)
        with_source(seed, "report", statement(speaker="somebody", **keys))
        one = resolved(seed)
        assert (list(one.about.values()), one.capacity) == ([attribution], capacity)

    @pytest.mark.parametrize(
        ("keys", "attributions"),
        [
            ({}, ["narrator", "narrator"]),
            ({"speaker": "anonymous"}, ["anonymous", "anonymous"]),
            ({"signed_for": "[germany]"}, ["collective", "narrator"]),
            ({"signed_for": "[germany]", "speaker": "anonymous"}, ["collective", "anonymous"]),
        ],
    )
    def test_without_a_named_speaker(
        self, seed: Path, keys: dict[str, str], attributions: list[str]
    ) -> None:
        with_source(seed, "report", statement(about="[germany, france]", **keys))
        assert list(resolved(seed).about.values()) == attributions

    @pytest.mark.parametrize(
        ("of_role", "of_statement"),
        [
            ("opposition", "government"),
            ("military", "government"),
            ("legislature", "government"),
            ("other", "military"),
        ],
    )
    def test_a_capacity_is_never_raised(self, seed: Path, of_role: str, of_statement: str) -> None:
        with_speaker(seed, "somebody", f"{GERMANY}{of_role}")
        with_source(seed, "report", statement(speaker="somebody", capacity=of_statement))
        assert found(seed) == [
            f"the role 'The role' has the capacity {of_role}, so a statement in it cannot have "
            f"the capacity {of_statement}"
        ]

    def test_no_person_decides_for_a_state(self, seed: Path) -> None:
        with_speaker(seed, "somebody", f"{GERMANY}legislature, decides: true")
        assert "`decides` belongs to a role of a body or office" in found(seed)[0]


class TestDates:
    """docs/domain.md, rule dates: bounds that follow from the source and the role."""

    def said(self, seed: Path, *, said: str = "", published: str = "null", role: str = "") -> tuple:
        with_speaker(seed, "somebody", f"{GERMANY}government{role}")
        keys = f"title: A report\ntext_access: excerpts\npublished: {published}\n"
        with_source(seed, "report", statement(speaker="somebody", said=said), keys=keys)
        date = resolved(seed).said
        return tuple(map(str, (date.earliest, date.latest, date.basis, date.note)))

    @pytest.mark.parametrize(
        ("keys", "expected"),
        [
            ({}, ("None", "None", "none", "None")),
            (
                {"published": "2025-10-05"},
                (
                    "None",
                    "2025-10-05",
                    "derived",
                    "Its source was published on 2025-10-05 or before.",
                ),
            ),
            (
                {"published": "2025-10"},
                (
                    "None",
                    "2025-10-31",
                    "derived",
                    "Its source was published on 2025-10-31 or before.",
                ),
            ),
            (
                {"role": ", from: 2025-09-20, to: 2026-01-31"},
                (
                    "2025-09-20",
                    "2026-01-31",
                    "derived",
                    "The speaker has been The role since 2025-09-20 or later. "
                    "The speaker was The role until 2026-01-31 or before.",
                ),
            ),
            # a role that began before the question was asked says nothing new
            ({"role": ", from: 2020"}, ("None", "None", "none", "None")),
            # the end of a role bounds also after the dataset was published
            (
                {"role": ", from: 2020, to: 2027"},
                (
                    "None",
                    "2027-12-31",
                    "derived",
                    "The speaker was The role until 2027-12-31 or before.",
                ),
            ),
            (
                {
                    "said": "{latest: 2025-12-01, basis: derived, note: Before the vote.}",
                    "published": "2025-10-05",
                },
                (
                    "None",
                    "2025-10-05",
                    "derived",
                    "Before the vote. Its source was published on 2025-10-05 or before.",
                ),
            ),
            (
                {
                    "said": "{latest: 2025-10-01, basis: derived, note: Before the vote.}",
                    "published": "2025-10-05",
                },
                ("None", "2025-10-01", "derived", "Before the vote."),
            ),
            (
                {"said": "2025-10-01", "published": "2025-10-05", "role": ", from: 2025-09-20"},
                ("2025-10-01", "2025-10-01", "stated", "None"),
            ),
            (
                {"published": "2025-10-05", "role": ", from: 2025-10-05"},
                (
                    "2025-10-05",
                    "2025-10-05",
                    "derived",
                    "Its source was published on 2025-10-05 or before. "
                    "The speaker has been The role since 2025-10-05 or later.",
                ),
            ),
        ],
    )
    def test_bounds_are_derived(
        self, seed: Path, keys: dict[str, str], expected: tuple[str, ...]
    ) -> None:
        assert self.said(seed, **keys) == expected

    def test_a_day_that_became_certain_is_a_value(self, seed: Path) -> None:
        self.said(seed, published="2025-10-05", role=", from: 2025-10-05")
        assert resolved(seed).said.value == "2025-10-05"

    @pytest.mark.parametrize("said", ["2025-10", "2025"])
    def test_a_date_with_a_value_stays(self, seed: Path, said: str) -> None:
        role = ", from: 2025-10-02"
        bounds = self.said(seed, said=said, published="2025-10-05", role=role)
        assert bounds[2:] == ("stated", "None")
        assert resolved(seed).said.value == said

    def test_without_a_question_every_start_of_a_role_bounds(self, seed: Path) -> None:
        with_speaker(seed, "somebody", f"{GERMANY}government, from: 2020-03-01")
        with_source(seed, "report", statement(speaker="somebody", questions=""))
        assert str(resolved(seed).said.earliest) == "2020-03-01"

    def test_narration_is_bounded_too(self, seed: Path) -> None:
        keys = "title: A report\ntext_access: excerpts\npublished: 2025-10-05\n"
        with_source(seed, "report", statement(), keys=keys)
        assert str(resolved(seed).said.latest) == "2025-10-05"

    def test_words_are_not_later_than_their_source(self, seed: Path) -> None:
        keys = "title: A report\ntext_access: excerpts\npublished: 2025-10-05\n"
        with_source(seed, "report", statement(said="2025-10-06"), keys=keys)
        assert found(seed) == ["this was said after its source was published, 2025-10-05"]

    def test_words_are_not_later_than_the_dataset(self, seed: Path) -> None:
        with_source(seed, "report", statement(said="2026-11-23"))
        assert found(seed) == ["this was said after the dataset was published, 2026-11-22"]

    def test_a_role_that_began_after_the_source_was_published(self, seed: Path) -> None:
        with_speaker(seed, "somebody", f"{GERMANY}government, from: 2025-10-06")
        keys = "title: A report\ntext_access: excerpts\npublished: 2025-10-05\n"
        with_source(seed, "report", statement(speaker="somebody"), keys=keys)
        assert found(seed) == ["Name of somebody has no role at that time in people.yaml"]


class TestQuotations:
    """docs/domain.md, rules quoted-words and words-at-their-place."""

    @pytest.mark.parametrize(
        "text",
        [
            "He said “we go” today",
            'He said "we go" today',
            "He said “we go.” Then he left",
            "He said ‘we go’ today",
            "He said 'we go' today",
            "Er sagte „we go“ heute",
            "On mówi „we go” dziś",
            "Hän sanoo ”we go” nyt",
            "Il dit «we go» ici",
            "Il dit « we go » ici",
            "Il dit «\u00a0we go\u00a0» ici",
            "Il dit «\u202fwe go !\u202f» ici".replace(" !", "!"),
            "Han siger »we go« nu",
            "Hän sanoo »we go» nyt",
            "Er sagte ‚we go‘ heute",
            "彼は「we go」と言った",
            "彼は『we go。』と言った",
            "He said “we go\n\n“and stay”",
            "We go, he said: we go? No: “we go”",
        ],
    )
    def test_marks_of_the_language(self, text: str) -> None:
        at = place_of_quoted(text, "we go", 0, len(text))
        assert text[at : at + 5] == "we go"
        assert at == text.rindex("we go")

    @pytest.mark.parametrize(
        "text",
        [
            "“We wait. we go,” he said",
            "“we go. We wait,” he said",
            '"we go. We wait," he said',
            "„We wait. we go“, sagte er",
            "We go. « We wait. we go. Now. »",
            "“We wait.\n\n“Now. we go!” he said",
            "« we go, s’étonne-t-elle, and stay »",
            "« We wait, soupire-t-on à Paris, we go. »",
            "« we go, sourit l’officier. And stay. »",
            "«We wait, sospira il generale, we go»",
        ],
    )
    def test_a_sentence_of_a_longer_quotation(self, text: str) -> None:
        at = place_of_quoted(text, "we go", 0, len(text))
        assert at == text.rindex("we go")

    @pytest.mark.parametrize(
        "text",
        [
            "He said we go",
            "“We wait.” he said. we go. “Now,” he said",
            "„We wait“, sagte er. we go. „Jetzt.“",
            "“We wait and we go far,” he said",
            "« We wait. » Then. we go. « Now. »",
            "The 'we go. They won't",
            "He said “we go far”",
            "He said “so we go”",
            "He said we go.",
            "«A» we go «B»",
            "the ministers' we go's",
            "He said “we go « then",
            "He's 'we god'",
            "« we go, s’étonne, and stay »",
        ],
    )
    def test_other_words_are_not_quoted(self, text: str) -> None:
        assert place_of_quoted(text, "we go", 0, len(text)) == -1

    def test_a_word_that_occurs_unquoted_before(self, seed: Path) -> None:
        text = "Asked for peace, the chancellor said “peace” twice."
        with_source(
            seed,
            "report",
            statement(exact=text, quoted="[peace]", speaker="friedrich-merz"),
            text=text,
            passages=f"  - statement: {text}\n",
        )
        place = resolved(seed).place
        assert place is not None
        assert [text[span.start - 1 : span.end + 1] for span in place.quoted] == ["“peace”"]

    RUNS_ON = "“We wait. We do not go,” the chancellor said."
    PASSAGES = "  - statement: “We wait.\n  - statement: We do not go,” the chancellor said.\n"

    def test_a_quotation_over_two_sentences(self, seed: Path) -> None:
        with_source(
            seed,
            "report",
            statement(
                exact=self.RUNS_ON, quoted="['We wait. We do not go']", speaker="friedrich-merz"
            ),
            text=self.RUNS_ON,
            passages=self.PASSAGES,
        )
        place = resolved(seed).place
        assert place is not None
        assert (place.passage.number, place.last_passage.number) == (1, 2)

    def test_a_quotation_over_two_paragraphs(self, seed: Path) -> None:
        text = "“We wait.\n\n“We do not go,” the chancellor said."
        with_source(
            seed,
            "report",
            statement(
                exact='"“We wait.\\n\\n“We do not go,” the chancellor said."',
                quoted="[We wait, We do not go]",
                speaker="friedrich-merz",
            ),
            text=text,
            passages=self.PASSAGES.replace("We do", "“We do"),
        )
        place = resolved(seed).place
        assert place is not None
        assert place.last_passage.number == 2

    @pytest.mark.parametrize("quoted", ["", "[We do not go]"])
    def test_without_a_quotation_a_claim_is_one_passage(self, seed: Path, quoted: str) -> None:
        with_source(
            seed,
            "report",
            statement(exact=self.RUNS_ON, quoted=quoted, speaker="friedrich-merz"),
            text=self.RUNS_ON,
            passages=self.PASSAGES,
        )
        assert (
            "`exact` is in more than one passage, and no quotation continues over them: take a "
            "claim from one passage"
        ) in found(seed)

    @pytest.mark.parametrize(
        ("exact", "quoted", "message"),
        [
            ("He said we go.", "[we go]", "these words are not in quotation marks in the text"),
            (
                "He said “we go”.",
                "[we stay]",
                "these quoted words are not in `exact` (in this order)",
            ),
            ("He said “we go”.", "[we go]", None),
            ("we go", "[we go]", None),
        ],
    )
    def test_quoted_words_of_an_excerpt(
        self, seed: Path, exact: str, quoted: str, message: str | None
    ) -> None:
        with_source(seed, "report", statement(exact=exact, quoted=quoted, speaker="friedrich-merz"))
        assert found(seed) == ([message] if message else [])

    def test_a_joint_text_is_statement_or_narration(self, seed: Path) -> None:
        text = "We the leaders will go."
        for coding in ("narration", "statement"):
            with_source(
                seed,
                f"joint-{coding}",
                statement(exact=text, signed_for="[germany]"),
                text=text,
                passages=f"  - {coding}: {text}\n",
            )
        checked = checked_seed(seed)
        assert {
            str(checked.resolved[f"joint-{coding}-says"].about["germany"])
            for coding in ("narration", "statement")
        } == {"collective"}

    @pytest.mark.parametrize(
        ("signed_for", "refused"), [("[germany]", False), ("[germany, italy]", True)]
    )
    def test_a_joint_text_may_speak_of_others(
        self, seed: Path, signed_for: str, refused: bool
    ) -> None:
        of_others = statement("of-others", about="[france]", signed_for=signed_for)
        with_source(seed, "joint", statement(signed_for="[germany]") + of_others)
        assert any("no effect" in each for each in found(seed)) == refused


class TestSummaries:
    """docs/domain.md, rule words: only quoted words are in quotation marks."""

    @pytest.mark.parametrize(
        ("summary", "refused"),
        [
            ("The minister says “we go”.", []),
            ("The minister says 'we go'.", []),
            ("The minister says “We go”.", ["We go"]),
            ("The minister says „we go.“", []),
            ("The minister says « we go ».", []),
            ("The minister says “we … with you”.", []),
            ("The minister says “we … with them”.", ["we … with them"]),
            ("The minister says “we will go”.", ["we will go"]),
            ("The minister says “w”.", ["w"]),
            ("The minister’s and the ministers’ plan is Germany’s.", []),
            ("The minister's and the ministers' plan is Germany's.", []),
            ("The ‘force’ is “we go”.", ["force"]),
            ("The “force” is “we go”.", ["force"]),
            ('A 5" gun and “we go now with you”.', []),
            ("An open “mark.", []),
        ],
    )
    def test_words_in_marks(self, summary: str, refused: list[str]) -> None:
        assert not_quoted(summary, ["never", "we go now with you"]) == refused

    @given(st.text(alphabet="ab ", max_size=9), st.sampled_from(sorted(CLOSING)))
    def test_words_that_are_quoted_are_never_refused(self, words: str, mark: str) -> None:
        sentence = f"It says {mark}{words}{CLOSING[mark][0]}."
        assert not_quoted(sentence, ["b a", f"x {words} y"]) == []
        assert not_quoted(sentence, ["c"]) == ([words] if words.strip() else [])

    def test_of_a_statement(self, seed: Path) -> None:
        text = "He said “we go”."
        for name, summary in (("a", "He says “we go”."), ("b", "He says “we stay”.")):
            said = statement(exact=text, quoted="[we go]", speaker="friedrich-merz")
            with_source(seed, name, said.replace("It is said.", summary))
        assert found(seed) == [
            "the summary puts words in quotation marks that are not in `quoted`: 'we stay'"
        ]

    @pytest.mark.parametrize(
        ("sentence", "marked"),
        [
            ("Russia rejects foreign peacekeepers in Ukraine in any", "in Ukraine"),
            ("That Russia answered the announcement", "answered"),
        ],
    )
    def test_of_an_entry(self, seed: Path, sentence: str, marked: str) -> None:
        """Only words that a statement of its evidence quotes."""
        change(seed, POSITIONS, sentence, sentence.replace(marked, f"“in any” “{marked}”"))
        assert found(seed) == [
            "no statement of the evidence quotes the words that stand in quotation marks here: "
            f"{marked!r}"
        ]


class TestSourcesWithoutWords:
    """`text_access: none`."""

    KEYS = "title: A page\ntext_access: none\n"

    def test_statements_have_no_words(self, seed: Path) -> None:
        with_source(seed, "report", statement(exact=""), keys=self.KEYS)
        assert found(seed) == []

    def test_words_that_are_not_kept(self, seed: Path) -> None:
        with_source(seed, "report", statement(), keys=self.KEYS)
        assert found(seed) == [
            "no words of this source are kept: leave out `exact`, `occurrence`, `quoted`"
        ]

    def test_the_summary_quotes_nothing(self, seed: Path) -> None:
        said = statement(exact="", summary="Germany’s minister says “no”.")
        with_source(seed, "report", said, keys=self.KEYS)
        assert found(seed) == ["no words of this source are kept, so the summary quotes none"]

    def test_other_statements_have_words(self, seed: Path) -> None:
        with_source(seed, "report", statement(exact=""))
        assert found(seed) == ["`exact` is missing: the words of the source, verbatim"]

    def test_nothing_can_be_given_out(self, seed: Path) -> None:
        with_source(seed, "report", "[]\n", keys=f"{self.KEYS}redistribute: true\n")
        assert "there is no archived text" in found(seed)[0]

    def test_a_vocabulary_may_lack_what_is_newer(self, seed: Path) -> None:
        """And nothing else."""
        change(seed, "vocabularies.yaml", "  - {id: excerpts, ", "  - {id: none, ")
        assert found(seed) == ["text_access must define each of full, excerpts, none once"]


class TestExcerpts:
    """docs/domain.md, rule words-at-their-place: excerpts that are archived in a file."""

    KEPT = "“We wait,” the minister says.\n\nThe minister (of the sea) left.\n"

    def archived(self, seed: Path, **keys: str) -> list[str]:
        """The findings of a statement cut from the archived excerpts."""
        with_speaker(seed, "somebody", f"{GERMANY}government")
        words = "title: A report\ntext_access: excerpts\ntext: excerpts.txt\n"
        add(seed, "sources/report/excerpts.txt", self.KEPT)
        with_source(seed, "report", statement(speaker="somebody", **keys), keys=words)
        return found(seed)

    def test_the_words_are_in_the_excerpts(self, seed: Path) -> None:
        assert self.archived(seed, exact="We wait,” the minister says.", quoted="[We wait]") == []

    def test_a_paraphrase_of_ours_is_refused(self, seed: Path) -> None:
        assert self.archived(seed, exact="The minister waits.") == ["`exact` is not in the text"]

    def test_the_marks_are_in_the_excerpts(self, seed: Path) -> None:
        assert self.archived(seed, exact="The minister (of the sea) left.", quoted="[left]") == [
            "these words are not in quotation marks in the text"
        ]

    def test_the_words_are_not_divided_into_passages(self, seed: Path) -> None:
        self.archived(seed, exact="“We wait,” the minister says.")
        assert resolved(seed).place is None

    def test_without_words_there_is_no_file(self, seed: Path) -> None:
        words = "title: A report\ntext_access: none\ntext: excerpts.txt\n"
        with_source(seed, "report", statement(exact=""), keys=words)
        assert "no words are kept, so there is no `text`" in found(seed)[0]


class TestOrigins:
    """docs/domain.md, rule independence: agencies and platforms."""

    def of(self, seed: Path, via: str, copy_of: str = "null") -> None:
        keys = f"title: A page\ntext_access: excerpts\nvia: {via}\ncopy_of: {copy_of}\n"
        with_source(seed, "report", "[]\n", keys=keys)

    @pytest.mark.parametrize("via", ["reuters", "Reuters News Agency", "REUTERS"])
    def test_an_agency_has_one_name(self, seed: Path, via: str) -> None:
        spelling = "{name: Reuters, other_names: [Reuters News Agency]}"
        change(seed, "agencies.yaml", "{name: Reuters}", spelling)
        self.of(seed, via)
        assert found(seed) == [f"the agency {via!r} is written 'Reuters'"]

    def test_an_agency_that_is_not_listed(self, seed: Path) -> None:
        self.of(seed, "Reuterz")
        [finding] = check(load(seed)).seed.findings
        assert finding.message == (
            "there is no agency 'Reuterz' in agencies.yaml: add it, or correct `via`"
        )
        assert finding.hint == "did you mean 'Reuters'?"

    @pytest.mark.parametrize("via", ["X", "telegram", "Telegram", "[Reuters, Facebook]"])
    def test_a_platform_is_no_agency(self, seed: Path, via: str) -> None:
        self.of(seed, via)
        [message] = found(seed)
        assert "is a platform and no agency: leave `via` out" in message

    def test_a_seed_without_the_list(self, seed: Path) -> None:
        (seed / "agencies.yaml").unlink()
        self.of(seed, "Nobody knows")
        assert checked_seed(seed).roots["report"] == "Nobody knows"

    def test_a_chain_of_agencies(self, seed: Path) -> None:
        self.of(seed, "[Ukrinform, Reuters, AFP]")
        assert checked_seed(seed).roots["report"] == "AFP"

    def test_a_chain_of_copies(self, seed: Path) -> None:
        for name, key in (
            ("first", "via: AFP"),
            ("second", "copy_of: first"),
            ("third", "copy_of: second"),
        ):
            with_source(seed, name, "[]\n", keys=f"title: A page\ntext_access: excerpts\n{key}\n")
        self.of(seed, "null", "third")
        roots = checked_seed(seed).roots
        assert {roots[name] for name in ("first", "second", "third", "report")} == {"AFP"}

    def test_a_spelling_of_two_agencies(self, seed: Path) -> None:
        add(seed, "agencies.yaml", "  - {name: Y, other_names: [x]}\n")
        assert found(seed) == ["'x' is a spelling of 'X' too"]


class TestCoalitions:
    """Sizes, and claims of membership."""

    def of(self, seed: Path, keys: str) -> None:
        change(seed, "actors.yaml", "  size: 26\n", f"  size: 26\n{keys}")

    def test_their_statements_are_about_them(self, seed: Path) -> None:
        self.of(
            seed,
            "  sizes: [{value: 30, statements: [rapala-26-nations-meloni-no-troops]}]\n"
            "  membership_claims:\n"
            "    - {actor: japan, claim: member, statements: [rapala-26-nations-pledge]}\n"
            "    - {actor: japon, claim: member, statements: [no-such]}\n",
        )
        assert found(seed) == [
            "this statement is not about coalition-of-26",
            "this statement is not about japan",
            "there is no actor 'japon'",
            "there is no statement 'no-such'",
        ]

    def test_only_coalitions_have_them(self, seed: Path) -> None:
        change(
            seed,
            "actors.yaml",
            "- id: nato\n",
            "- id: nato\n  sizes: [{value: 30, statements: [rapala-26-nations-pledge]}]\n",
        )
        assert "only a coalition has sizes" in found(seed)[0]

    def test_a_coalition_needs_a_size(self, seed: Path) -> None:
        change(seed, "actors.yaml", "  size: 26\n", "")
        assert "a coalition has a stated size" in found(seed)[0]


class TestWhatFollows:
    """A bound that follows from a source or a role owes no reason of its own
    (docs/domain.md, rule corrections).
    """

    def test_when_a_source_was_published(self, seed: Path, datasets: Path) -> None:
        """It bounds what was said there, and so when the size of a coalition was stated."""
        sizes = "  sizes: [{value: 26, statements: [rapala-26-nations-pledge]}]\n"
        change(seed, "actors.yaml", "  size: 26\n", f"  size: 26\n{sizes}")
        published(seed, datasets)
        change(seed, SOURCE, "published: null", "published: 2025-09-08")
        change(seed, "dataset.yaml", "published: 2026-11-22", "published: 2026-12-01")
        correct(seed, "source", RAPALA, "The archive has the day.")
        assert changed_statements(seed, datasets) == {
            f"{RAPALA}-{name}": "2025-09-08"
            for name in (
                "merz-decide-later",
                "merz-pressure",
                "meloni-monitoring",
                "meloni-no-troops",
                "pledge",
                "washington-not-confirmed",
                "zelensky-concrete-step",
                "zelensky-welcomes",
            )
        }

    def test_when_a_role_ended(self, seed: Path, datasets: Path) -> None:
        published(seed, datasets)
        role = "title: Prime Minister of Italy\n"
        change(seed, "people.yaml", role, f"{role}      to: 2026-10-01\n")
        correct(seed, "person", "giorgia-meloni", "Her role ended.")
        change(seed, "dataset.yaml", "published: 2026-11-22", "published: 2026-12-01")
        assert changed_statements(seed, datasets) == {
            f"{RAPALA}-meloni-{name}": "2026-10-01" for name in ("monitoring", "no-troops")
        }

    @pytest.mark.long
    def test_a_claim_that_is_reported_now(self, seed: Path, datasets: Path) -> None:
        """An older claim of others changes what a published position says, without a new reason."""
        published(seed, datasets)
        with_source(
            seed, "older", statement(about="[russia]", speaker="friedrich-merz", said="2025-08-01")
        )
        add(
            seed,
            "sources/older/positions.yaml",
            "- {id: russia-peacekeeping-force-2, actor: russia, question: peacekeeping-force, "
            "view: supports, evidence: [{statement: older-says, relation: supports}], "
            "summary: It does., not_supported: More., recorded_on: 2026-11-20, coded_by: Us}\n",
        )
        change(seed, "dataset.yaml", "published: 2026-11-22", "published: 2026-12-01")
        published(seed, datasets)
        lines, _ = read(seed)
        [changed] = [one for one in lines[-1].changes if one.id == "russia-peacekeeping-force-1"]
        assert (changed.change, changed.reason) == ("corrected", DERIVED)
        assert changed.before == {"reported": None}
        assert changed.after is not None
        [claim] = changed.after["reported"]
        assert (claim["value"], claim["attribution"]) == ("supports", "third_party")

    def test_a_date_that_was_coded_anew_owes_one(self, seed: Path, datasets: Path) -> None:
        published(seed, datasets)
        change(seed, SOURCE, "published: null", "published: 2025-09-08")
        change(
            seed,
            STATEMENTS,
            "  summary: Merz calls for",
            "  said: {latest: 2025-09-04, basis: stated}\n  summary: Merz calls for",
        )
        correct(seed, "source", RAPALA, "The archive has the day.")
        code, printed, _ = stated("publish", "--seed", seed, "--datasets", datasets)
        assert code == 1
        assert "merz-pressure" in printed
        assert "merz-decide-later" not in printed


def changed_statements(seed: Path, datasets: Path) -> dict[str, str]:
    """Publish, and return the statements that changed with the last day of each."""
    published(seed, datasets)
    lines, findings = read(seed)
    assert findings == []
    return {
        one.id: one.after["said"]["latest"]
        for one in lines[-1].changes
        if one.kind == "statement" and one.after and one.reason
    }
