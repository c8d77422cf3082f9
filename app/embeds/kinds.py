"""The registry of embeds. A new kind is a module with `KIND` and `router`, a template, and one
entry in `_MODULES`.
"""

from app.api.routers import PageRouter
from app.embeds import board, position, statement, statements, timeline

_MODULES = {
    "position": position,
    "board": board,
    "statement": statement,
    "statements": statements,
    "timeline": timeline,
}
KINDS = {name: module.KIND for name, module in _MODULES.items()}
router = PageRouter()
for module in _MODULES.values():
    router.routes.extend(module.router.routes)
