"""What people call things elsewhere: other words for the segments of our paths, for our parameters
and for their values. Only error messages use these tables; nothing is answered by a guess.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_MOST_WORDS = 6  # of a name that are read

PREFIXES = re.compile(
    r"v\d{1,3}([._]\d{1,3})?|api|rest|json|www|public|stated|@.*|index(\.\w+)?|list|all|get|show|view"
)
"""Segments of a path that say nothing here: our paths have no prefix and no version."""

NOW = frozenset({"current", "latest", "now", "today", "newest", "active"})
"""Words for the present one of several: `positions/current` is a `position`."""

SEGMENTS: Mapping[str, str] = {
    "countries": "nation state land",
    "actors": "organisation organization coalition group alliance body institution entity bloc",
    "speakers": "people person politician leader author official minister president",
    "statements": "quote quotation claim remark speech said search find query lookup filter",
    "positions": "stance opinion vote board map history standpoint",
    "position": "stance status opinion view vote standpoint",
    "sources": "document article publisher reference outlet",
    "passages": "sentence paragraph",
    "text": "fulltext content archive",
    "annotation": "webannotation selector",
    "questions": "issue",
    "topics": "subject theme tag category",
    "vocabulary": "vocabularies term enum code glossary legend value color colour palette",
    "dataset": "export dump download bulk backup data about meta metadata info contact citation "
    "cite licence license",
    "versions": "release",
    "changes": "change update news log changelog diff history",
    "feed": "rss atom",
    "summary": "count stat statistic total overview",
    "timeline": "trend development time chart graph",
    "docs": "api doc documentation help swagger redoc manual guide explorer",
    "openapi.json": "openapi swagger swagger.json openapi.yaml openapi.yml schema spec api-docs",
    "problems": "error",
    "ready": "status",
    "live": "ping alive healthz livez",
    "browse": "page html web",
    "embed": "widget iframe frame",
    "oembed": "oembed.json oembed.xml",
    "badges": "shield",
}
"""Other words for a segment of our paths, in the singular."""

HINTS: Mapping[str, str] = {
    "search find query lookup filter": "To look for words, use the parameter q of /statements.",
    "export dump download bulk backup data": "/dataset lists the addresses of all whole lists.",
    "quote quotation": "To check a quotation, use /quotes/check.",
    "badge shield": "A badge is at /badges/{name}.svg.",
    "home main start": "The start page is at /.",
}
"""A sentence about what people look for, by the words that were sent."""

LISTED_BY: Mapping[str, str] = {
    "topics": "/statements?topic=",
    "questions": "/positions?question=",
}
"""Kinds of things without an address of their own: the list of what belongs to one of them."""


class Habit(NamedTuple):
    """Parameters that other services have, and what does the same here."""

    words: str
    parameters: tuple[str, ...] = ()
    """Our own, the most likely one first."""
    advice: str = ""
    """A sentence, if no parameter does it."""
    needs: str = ""
    """The advice is only right where there is this parameter."""
    all_do: bool = False
    """All of our own that an address has are suggested, and not only the first of them."""
    is_format: bool = False
    """It chooses a format, which is the suffix of a path here."""


HABITS = (
    Habit(
        "page offset skip start start_index next after before index page_number page_no page_token",
        advice="Follow next_url of the response to get the next page; it has the parameter cursor.",
        needs="cursor",
    ),
    Habit(
        "order_by orderby order ordering sort_by sortby sorting sort_order direction dir",
        ("sort",),
        "The order of this list is always the same.",
    ),
    Habit(
        "per_page page_size pagesize perpage size count rows top first max max_results num results",
        ("limit",),
    ),
    Habit(
        "fields field select columns include exclude expand only attributes properties props",
        advice="A response always has all of its fields.",
    ),
    Habit("format output accept alt mime media_type content_type", is_format=True),
    Habit(
        "search q query text keyword keywords term terms word words contains match find phrase",
        ("q", "text"),
    ),
    Habit("quote quotation quoted has_quote claim sentence", ("text", "kind", "q"), all_do=True),
    Habit(
        "from since start start_date date_from from_date begin min_date after",
        advice="A timeline begins on the day on which its question was first asked. "
        "Its last day is as_of.",
        needs="step",
    ),
    Habit(
        "from since start start_date date_from from_date begin min_date after earliest said_after "
        "published_after",
        ("said_from", "since"),
    ),
    Habit(
        "to until end end_date date_to to_date max_date before latest said_before published_before",
        ("said_to", "as_of"),
    ),
    Habit(
        "date day at on when asof time timestamp year month said",
        ("as_of", "said_from", "said_to", "since"),
        all_do=True,
    ),
    Habit(
        "nation state land country_code country_name iso iso2 iso3 code",
        ("country",),
        "One of them is at /countries/{name}, by any name or code.",
        needs="has_position",
    ),
    Habit("actor", ("country", "about"), all_do=True),  # a speaker's country may be any actor
    Habit("person people who author by said_by politician leader", ("speaker", "q")),
    Habit("name", ("q", "speaker")),
    Habit(
        "organisation organization coalition group bloc party",
        ("actor", "about", "country"),
        all_do=True,
    ),
    Habit("subject category tag theme", ("topic",)),
    Habit("type", ("kind",)),
    Habit("publisher outlet document article", ("source",)),
    Habit("position opinion vote answer", ("stance",)),
    Habit("facet group_by groupby aggregate aggregations aggs stats", ("facets",)),
    Habit("interval granularity bucket resolution frequency", ("step",)),
    Habit("lang language locale hl", advice="The service is in English."),
    Habit("days last recent period range duration week weeks", ("said_from", "since")),
    Habit(
        "filter filters where having odata",
        advice="Each filter is a parameter of its own; allowed lists them.",
    ),
    Habit("action event", ("change",)),
    Habit(
        "region continent area regions",
        advice="There is no filter by region. Repeat country for the countries that you want.",
        needs="country",
    ),
    Habit("region continent area regions", advice="There is no filter by region."),
    Habit(
        "delimiter sep separator dialect encoding charset bom decimal quote_char header",
        advice="The columns are separated by commas, and the text is UTF-8. For Excel add excel=1.",
        needs="excel",
    ),
    Habit(
        "nocache no_cache cache cachebuster cb rand random t ts refresh",
        advice="Leave it out; of unknown parameters only _ and utm_… are ignored.",
    ),
    Habit("key api_key apikey token access_token auth", advice="No key is needed."),
    Habit(
        "callback jsonp",
        advice="Scripts of every website may read the response; leave out the callback.",
    ),
    Habit(
        "version dataset_version v pin",
        advice="A version of the dataset is put before the path: /@<version>/…",
    ),
    Habit("id ids slug uuid", advice="An id is the last part of a path."),
    Habit("pretty indent prettyprint", advice="The layout of a response cannot be changed."),
)

VALUES: Mapping[str, str] = {
    "newest": "desc descending latest recent new last date said published time",
    "oldest": "asc ascending earliest first old date said published time",
    "relevance": "score best rank ranking relevant",
    "declines": "no refuse refuses refused reject rejects against negative",
    "opposes": "no against anti contra negative disagree",
    "supports": "yes for pro favour favor agree agrees approve approves positive",
    "willing": "yes ready",
    "open": "maybe possible perhaps considering",
    "undecided": "maybe neutral unsure unclear mixed",
    "not_stated": "none null unknown silent nothing missing undefined na",
    "quote": "quotation direct verbatim",
    "paraphrase": "indirect",
    "government": "official minister",
    "self": "own direct itself firsthand",
    "collective": "joint common shared",
    "third_party": "other others indirect",
    "anonymous": "unnamed",
    "superseded": "old former previous past outdated",
    "current": "latest now present",
    "retracted": "withdrawn",
    "troops": "soldiers boots forces military army",
    "month": "monthly day daily week weekly quarter quarterly",
    "year": "yearly annual annually",
    "certain": "sure definite known",
    "decided": "firm final",
    "true": "yes with on 1 any",
    "false": "no without off 0 none",
}
"""Other words for the values of closed lists."""


def words_of(name: str) -> list[str]:
    """The words of a name in any notation: `startDate`, `start-date` and `filter[start_date]`."""
    return [word.lower() for word in _WORD.findall(name[:100])][:_MOST_WORDS]


def singular(word: str) -> str:
    """A word without the ending of an English plural, and without the signs between its parts."""
    plain = word.lower().replace("-", "").replace("_", "")
    if plain.endswith("ies") and len(plain) > 4:
        return f"{plain[:-3]}y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain


_SYNONYMS = {ours: frozenset(map(singular, words.split())) for ours, words in SEGMENTS.items()}


def is_synonym(given: str, ours: str) -> bool:
    """Whether a segment of a path, in the singular, is another word for one of our own."""
    return given in _SYNONYMS.get(ours, ())


def hint_for(segments: Iterable[str]) -> str:
    """What to add to the suggestion for a path with these segments."""
    given = set(map(singular, segments))
    hints = [hint for words, hint in HINTS.items() if given & set(words.split())]
    return hints[0] if hints else ""


def values_for(given: str, allowed: Iterable[str]) -> list[str]:
    """The allowed values for which the given one is another word, those with most of its words
    first. `-x` is `x` in descending order.
    """
    words = {*map(singular, words_of(given)), *(["desc"] if given.startswith("-") else [])}
    known = {value: {*map(singular, VALUES.get(value, "").split())} for value in allowed}
    found = {value: len(words & others) for value, others in known.items()}
    most = max(found.values(), default=0)
    return [value for value, number in found.items() if number == most] if most else []
