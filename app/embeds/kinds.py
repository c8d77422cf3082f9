"""The registry of embeds. A new kind is a module with `KIND`, a template, and one entry in
`_MODULES`.
"""

from functools import partial

from app.api.routers import PageRouter, endpoint_of
from app.embeds import board, position, quote, statement, statements, timeline
from app.embeds.embed import respond

_MODULES = {
    "position": position,
    "board": board,
    "statement": statement,
    "statements": statements,
    "timeline": timeline,
    "quote": quote,
}
KINDS = {name: module.KIND for name, module in _MODULES.items()}
router = PageRouter(
    "Embeds",
    "Frames, badges and oEmbed for other sites. Their errors are pages or pictures too.",
)
# As the paths of the data have it: any name of an actor, or the id of a statement.
_DESCRIBED_AS = {"country": "name", "actor": "name", "statement": "id"}
for name, kind in KINDS.items():
    for path, load in kind.load.items():
        what = load.__name__.removeprefix("load").strip("_") or name
        router.page(
            path,
            operation_id=f"get_embed_of_{what}",
            summary=(load.__doc__ or "").partition(".")[0],
            names=_DESCRIBED_AS,
        )(endpoint_of(load, kind.params, partial(respond, kind)))
