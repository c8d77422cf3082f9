"""Labels with which the turns of an interview or a debate begin."""

import re

_ROLE = r"(?:,[ \u00a0]|[ \u00a0]?[(\[])"  # what is between a name and a role, or a party
LABEL = re.compile(
    r"(?P<label>[^\W\d_][^:!?;,()\n“”\"«»„]{0,40}?)"
    rf"(?P<more>{_ROLE}[^:!?;\n“”\"«»„]{{1,60}}?[)\]]?)?"
    r"(?:[ \u00a0\u202f]?:|\.? ?[–—-])[ \u00a0\u202f]+(?=\S)"
)
"""The label of a turn, and behind it a role or a party: `Q:`, `M. Lebrun. –`,
`Abg. Jane Doe (Labour):`, `Jane Doe, ministre des Affaires étrangères :`.
"""
