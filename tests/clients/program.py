"""What a Python client sees: every value below has a type made from the description."""

import importlib
import pkgutil
import sys

import stated_client
from stated_client import Client
from stated_client.api.countries import get_country_position
from stated_client.api.statements import list_statements
from stated_client.models import Attribution, NamedPosition, ProblemView, Stance, StatementList

for module in pkgutil.walk_packages(stated_client.__path__, "stated_client."):
    importlib.import_module(module.name)

with Client(base_url=sys.argv[1], raise_on_unexpected_status=True) as client:
    position = get_country_position.sync("italy", client=client)
    assert isinstance(position, NamedPosition)
    assert position.stance is Stance.DECLINES
    # A statement has no selector if no words of its source are kept; its summary is always there.
    evidence = [one.statement for one in position.evidence]
    words: list[str] = [one.selector.exact if one.selector else one.summary for one in evidence]
    assert words

    page = list_statements.sync(
        client=client, country=["italy"], attribution=[Attribution.SELF], limit=5
    )
    assert isinstance(page, StatementList)
    assert page.total >= 1
    assert page.next_url is None

    refused = get_country_position.sync("atlantis", client=client)
    assert isinstance(refused, ProblemView)
    assert refused.status == 404

sys.stdout.write(
    f"Python: Italy {position.stance}; {page.total} statements; refused {refused.title!r}\n"
)
