"""Parameters that hosts add to addresses, misspelled ones, and what Accept decides (docs/api.md,
sections Parameters and Negotiation).
"""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from app.api.ignored import is_unknown
from app.html.templating import TRACKING
from tests.answers import PUBLIC
from tests.fixtures import Served

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
MELONI = "rapala-26-nations-meloni-no-troops"
ADDED = [
    *("igsh", "igshid", "srsltid", "gad_source", "gad_campaignid", "mibextid"),
    *("ysclid", "yclid", "mkt_tok", "_hsenc", "_hsmi", "__hstc", "__s", "mtm_source"),
    *("mtm_campaign", "pk_campaign", "pk_kwd", "at_medium", "at_campaign", "at_xt"),
    *("fbclid", "gclid", "gclsrc", "dclid", "wbraid", "gbraid", "msclkid", "twclid"),
    *("ttclid", "li_fat_id", "epik", "rdt_cid", "ScCid", "s_kwcid", "ef_id", "cmpid", "CMP"),
    *("ncid", "ocid", "smid", "sr_share", "guccounter", "guce_referrer", "vero_id"),
    *("oly_enc_id", "wickedid", "trk", "spm", "xtor", "ref", "ref_src", "ref_url", "src", "ved"),
    *("ei", "sid", "si", "s", "t", "m", "v", "fb_ref", "fb_source", "hsCtaTracking"),
    *("ml_subscriber", "rb_clickid", "piwik_kwd", "matomo_campaign", "wt_mc", "ito"),
    *("ns_source", "amp", "usqp", "share", "feature", "app", "lang", "hl", "_openstat"),
    *("echobox", "_ke"),
]
PAGES = (
    "/",
    "/docs",
    "/problems",
    "/problems/not-found",
    "/browse/positions",
    "/browse/positions/timeline",
    "/browse/statements",
    "/browse/countries/italy",
    "/browse/dataset",
    "/embed/countries/italy",
    "/embed/positions",
    "/embed/statements",
    f"/embed/statements/{MELONI}",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_ignore_what_hosts_add(client: httpx.Client, path: str) -> None:
    plain = client.get(path)
    given = "&".join(f"{name}=a+b" for name in [*ADDED, "_", "utm_source", "utm_x"])
    answer = client.get(f"{path}?{given}")
    assert (answer.status_code, answer.content) == (200, plain.content)
    assert answer.headers["ETag"] == plain.headers["ETag"]


@pytest.mark.parametrize(
    ("path", "wrong", "known"),
    [
        ("/browse/positions", "stanse=declines", "stance"),
        ("/browse/positions", "Stance=declines", "stance"),
        ("/browse/positions", "contry=italy", "country"),
        ("/browse/positions/timeline", "setp=year", "step"),
        ("/browse/statements", "speeker=macron", "speaker"),
        ("/browse/statements", "topics=x", "topic"),
        ("/browse/statements", "said-from=2025-01-01", "said_from"),
        ("/browse/countries/italy", "asof=2025-12-31", "as_of"),
        ("/embed/countries/italy", "theem=dark", "theme"),
        ("/embed/positions", "stans=open", "stance"),
        ("/oembed", f"url={PUBLIC}/&max_width=3", "maxwidth"),
    ],
)
def test_a_misspelled_parameter_is_refused(
    client: httpx.Client, path: str, wrong: str, known: str
) -> None:
    """It must not silently show everything."""
    answer = client.get(f"{path}?{wrong}")
    assert answer.status_code == 422
    assert known in answer.text


@pytest.mark.parametrize("path", ["/positions", "/statements.csv", "/countries/italy", "/dataset"])
def test_data_ignore_only_what_says_nothing(client: httpx.Client, path: str) -> None:
    plain = client.get(path)
    for given in ("_=1732", "utm_source=x", "_=&utm_medium=&utm_anything=y"):
        answer = client.get(f"{path}?{given}")
        assert (answer.status_code, answer.content) == (200, plain.content)
        assert answer.headers["ETag"] == plain.headers["ETag"]
    for name in ("fbclid", "igsh", "ref", "utm", "__"):
        answer = client.get(f"{path}?{name}=1")
        assert answer.status_code == 422
        assert [one["parameter"] for one in answer.json()["errors"]] == [name]


def test_an_address_that_moves_keeps_its_query(client: httpx.Client) -> None:
    answer = client.get("/browse/positions/?stance=declines&igsh=1")
    assert answer.status_code == 308
    assert answer.headers["location"].startswith(f"{PUBLIC}/browse/positions?")
    assert "stance=declines" in answer.headers["location"]


def test_a_browser_is_redirected_before_parameters_are_checked(client: httpx.Client) -> None:
    for given, status in (("igsh=1&stance=declines", 200), ("stanse=declines", 422)):
        answer = client.get(f"/positions?{given}", headers={"Accept": BROWSER})
        assert answer.status_code == 303
        page = client.get(answer.headers["location"].removeprefix(PUBLIC))
        assert page.status_code == status
        assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("name", "known", "unknown"),
    [
        ("q", {"q"}, False),
        ("Q", {"q"}, False),
        ("s", {"q"}, True),
        ("ved", {"view"}, True),
        ("sid", {"kind"}, True),
        ("veiw", {"view"}, False),
        ("speker", {"speaker"}, False),
        ("spaeker", {"speaker"}, False),
        ("speech", {"speaker"}, True),
        ("xtor", {"actor"}, True),
        ("", {"q"}, True),
    ],
)
def test_misspellings(name: str, known: set[str], unknown: bool) -> None:
    assert is_unknown(name, known, TRACKING) is unknown


@pytest.mark.parametrize(
    ("address", "accept", "status"),
    [
        ("/positions", "*/*", 200),
        ("/positions", BROWSER, 303),
        ("/positions", "image/png", 406),
        ("/positions?stance=x", "*/*", 422),
        ("/countries/italy/positions", BROWSER, 200),
        ("/countries/atlantis", "*/*", 404),
        ("/countries/atlantis", BROWSER, 303),
        ("/countries/atlantis/positions", BROWSER, 404),
        ("/nothing", BROWSER, 404),
        ("/@0000000000000000/positions", "*/*", 410),
        ("/sources/rapala-26-nations/text", "*/*", 404),
    ],
)
def test_where_accept_decides_vary_says_so(
    client: httpx.Client, address: str, accept: str, status: int
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.status_code == status
    assert "Accept" in answer.headers["vary"].split(", ")
    if status == 200:
        tag = {"If-None-Match": answer.headers["etag"], "Accept": accept}
        same = client.get(address, headers=tag)
        assert (same.status_code, same.headers["vary"]) == (304, answer.headers["vary"])


def test_where_it_does_not_decide_vary_says_nothing_of_it(client: httpx.Client) -> None:
    for address in ("/positions.csv", "/positions.json", "/browse/positions", "/nothing.json"):
        answer = client.get(address, headers={"Accept": BROWSER})
        assert "Accept" not in answer.headers.get("vary", "").split(", ")


@pytest.mark.parametrize("address", ["/countries/atlantis/positions", "/sources/x/passages", "/x"])
def test_an_error_is_cached_for_nobody_else(
    launch: Path, address: str, serve: Callable[..., Served]
) -> None:
    """A browser gets a page and a script gets data, whoever comes first."""
    for first, second in ((BROWSER, "*/*"), ("*/*", BROWSER)):
        client = serve(launch.parent, public_url=PUBLIC).client
        types = {
            accept: client.get(address, headers={"Accept": accept}).headers["content-type"]
            for accept in (first, second, first)
        }
        assert types == {
            BROWSER: "text/html; charset=utf-8",
            "*/*": "application/problem+json",
        }
