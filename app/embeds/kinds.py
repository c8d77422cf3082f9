"""The registry of embeds. A new kind is a module with `KIND`, a template, and one entry in
`_MODULES`.
"""

from functools import partial

from app.api.routers import PageRouter, endpoint_of
from app.embeds import board, position, statement, statements, timeline
from app.embeds.embed import respond

_MODULES = {
    "position": position,
    "board": board,
    "statement": statement,
    "statements": statements,
    "timeline": timeline,
}
KINDS = {name: module.KIND for name, module in _MODULES.items()}
router = PageRouter()
for kind in KINDS.values():
    for path, load in kind.load.items():
        router.page(path)(endpoint_of(load, kind.params, partial(respond, kind)))
