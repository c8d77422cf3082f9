"""The script for hosts (app/html/static/embed.js) and its addresses.

The script turns elements like `<stated-position country="Italy">` into frames. Hosts may
keep its bytes by their checksum (Subresource Integrity), so it does not list the parameters of
embeds, and a new kind does not change it:

- Every element `<stated-thing>` becomes a frame. With an attribute of the same name,
  `<stated-thing thing="x">`, it shows `/embed/things/x`, else `/embed/thing`. The exceptions, from
  before this rule, are listed in the script.
- Every attribute becomes a parameter (`as-of` becomes `as_of`, and `|` separates several values),
  unless HTML or a common framework uses its name. Attributes without a value are left out.
- `version` pins the frame to a version of the dataset. `title` is the title of the frame. Without
  `theme`, a page that is only light or only dark (`color-scheme`) gets a frame of that scheme.
- The frame begins as tall as `height` says: pixels, or three numbers for widths of 320, 600 and 900
  pixels; else as the element is by its style (`min-height`); else as most frames of its kind. So
  the text below does not jump when the frame reports its height.
- If a frame turns out shorter, and text in view would jump up (layout shift over 0.02), the element
  keeps its height until it is out of view. Above the view it keeps it in browsers that would move
  the text (no scroll anchoring).
- What is between the tags stays visible until the frame reports its height. It stays for good if
  the frame reports an error, or nothing within two seconds after it has loaded. Then a link is
  shown if there is nothing between the tags.

Policies of hosts forbid style attributes, so the styles are in a constructed sheet. A frame with
`visibility: hidden` would not run and so never report its height; it gets `inert` and no opacity. A
new address gets a new frame, because an old one would leave an entry in the history of the host's
page. Elements inside shadow trees cannot be searched for, so the first five kinds are defined at
once.
"""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha384

from fastapi.responses import Response

from app.api.routers import PageRouter
from app.api.urls import Urls
from app.html.assets import asset_response, by_name

router = PageRouter()


@dataclass(frozen=True)
class HostScript:
    """The addresses of the script: `latest` answers the current bytes, `fixed` always the same
    bytes. `integrity` is the checksum of these bytes (Subresource Integrity).
    """

    latest: str
    fixed: str
    integrity: str


def script_names() -> tuple[str, str]:
    """The names of the script: the short one, and the one with a hash of the current bytes."""
    stem, digest, suffix = by_name()["embed.js"].name.split(".")
    return f"{stem}.{suffix}", f"{stem}.v1.{digest}.{suffix}"


def host_script(urls: Urls) -> HostScript:
    """The addresses of the script. It contains no data, so it has no pinned address."""
    latest, fixed = script_names()
    digest = b64encode(sha384(by_name()["embed.js"].body).digest()).decode()
    return HostScript(f"{urls.root}/{latest}", f"{urls.root}/{fixed}", f"sha384-{digest}")


@router.get("/embed.js")
async def latest_script() -> Response:
    """The current script."""
    return asset_response(by_name()["embed.js"])


@router.get("/embed.v1.{digest}.js")
async def fixed_script(digest: str) -> Response:
    """The script under a name with a hash of its bytes.

    Hosts copy this name, with a checksum, into their pages. So every published script must stay
    available: before embed.js is changed, copy it within app/html/static to this name. A new kind
    of embed or a new parameter changes no byte of the script.
    """
    name = f"embed.v1.{digest}.js"
    plain = "embed.js" if name == script_names()[1] else name
    return asset_response(by_name().get(plain), immutable=True)
