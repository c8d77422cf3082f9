"""How well coders agree: Krippendorff's alpha for nominal data.

Klaus Krippendorff, Content Analysis, fourth edition (2018), section 12.3: any number of coders,
missing values, small samples.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's alpha of nominal values; 1 is full agreement, 0 that of chance.

    Each unit has the value of each coder, or None where a coder gave none. A unit with fewer than
    two values says nothing. The result is None where alpha is undefined: no unit has two values, or
    all values are the same, so that nothing could have differed.
    """
    together: Counter[Hashable] = Counter()  # how often each value occurs in units that count
    observed = 0.0  # disagreeing pairs, each unit weighted by its number of values
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        number = values.total()
        if number < 2:
            continue
        together.update(values)
        agreeing = sum(count * (count - 1) for count in values.values())
        observed += (number * (number - 1) - agreeing) / (number - 1)
    total = together.total()
    expected = total * total - sum(count * count for count in together.values())
    if not expected:
        return None
    return 1 - (total - 1) * observed / expected
