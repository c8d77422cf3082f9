"""In which capacity somebody speaks, by the role that a text prints."""

import re
from functools import lru_cache

from app.curate.language import Language, language
from app.domain.vocabulary import Capacity

# The patterns of a language, the first that fits decides; what each of them means.
_PATTERNS = (
    ("former", Capacity.other),  # a retired general speaks for nobody
    ("opposition", Capacity.opposition),
    ("private", Capacity.other),  # a union, a town, a paper: `spokesman of the union`
    ("legislature", Capacity.legislature),
    ("military", Capacity.military),
    ("government", Capacity.government),
)
_ORGANISATIONS = frozenset({"european-union", "nato"})
_GOVERNMENT = Capacity.government


def capacity_of(role: str | None, words: Language) -> Capacity | None:
    """The capacity that a printed role suggests; `other` for a role that suggests none, and None
    without a role.

    The patterns of English are looked for in all languages, as many titles are international.
    """
    return _capacity(role, words.code) if role else None


@lru_cache(maxsize=1000)
def _capacity(role: str, code: str) -> Capacity:
    for kind, capacity in _PATTERNS:
        for words in (language(code), language("en")):
            pattern = words.capacities.get(kind)
            if pattern and re.search(pattern, role, flags=re.IGNORECASE):
                return capacity
    return Capacity.other


def capacity_of_body(name: str, actor: str | None, words: Language) -> Capacity:
    """The capacity in which a body speaks, by its name: that of a parliament, an army, or of the
    government of its country. A union or NATO only speaks for itself.
    """
    if actor in _ORGANISATIONS:
        return Capacity.other
    found = _capacity(name, words.code)
    return found if found is not Capacity.other or _is_private(name, words) else _GOVERNMENT


def _is_private(name: str, words: Language) -> bool:
    patterns = (one.capacities.get("private") for one in (words, language("en")))
    return any(one and re.search(one, name, re.IGNORECASE) for one in patterns)


def speaks_for_country(role: str, words: Language) -> bool:
    """Whether a printed role is one of a government or an army."""
    return capacity_of(role, words) in (Capacity.government, Capacity.military)
