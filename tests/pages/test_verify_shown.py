""" "Verify in your browser" as a real browser runs it (if there is one; see browser.py)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import until
from tests.fixtures import Served
from tests.real_sources import built
from tests.sources.test_real_answers import real_seed
from tests.verify.test_verification import with_wide_characters

RUNS_ON = "/browse/statements/runs-on-says"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> str:
    """The address of a service with texts that are given out, and others."""
    folder = tmp_path_factory.mktemp("verified")
    return serve(built(real_seed(folder), folder / "datasets").parent).url


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page; at the end no script may have failed and no policy been broken."""
    context = chromium.new_context()
    wrong: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "console", lambda message: wrong.append(message.text) if "Policy" in message.text else None
    )
    yield opened
    context.close()
    assert wrong == []


def verified(page: Any, address: str) -> tuple[str, list[str]]:
    """What the button says in sum, and its lines."""
    page.goto(address)
    page.locator("button[data-verifies]").click()
    until(page, "/checked\\.$/.test(document.getElementById('verified').textContent)")
    lines = page.locator("[data-words] ul li").all_text_contents()
    return page.locator("#verified").text_content(), lines


@pytest.mark.long
def test_words_are_found_at_their_place(page: Any, real: str) -> None:
    said, lines = verified(page, real + RUNS_ON)
    assert said == "3 right, 0 wrong, 0 not checked."
    assert lines[0].startswith("Right: the SHA-256 of the text is ")
    assert "at code points 7 to 62: ““We wait. We do not go,” the Paper" in lines[1]
    # again: the lines are replaced
    page.locator("button[data-verifies]").click()
    until(page, "!document.querySelector('button[data-verifies]').disabled")
    assert page.locator("[data-words] ul li").count() == 3
    said, lines = verified(page, f"{real}/browse/statements/kept-says")  # excerpts: no place
    assert said == "3 right, 0 wrong, 0 not checked."
    assert "Right: somewhere in the text: “We wait" in lines[1]


@pytest.mark.long
def test_places_are_code_points(page: Any, tmp_path: Path, serve: Callable[..., Served]) -> None:
    """Also behind characters that are two units in JavaScript."""
    address = serve(with_wide_characters(tmp_path).parent).url
    said, lines = verified(page, f"{address}/browse/statements/wide-says")
    assert said == "3 right, 0 wrong, 0 not checked."
    assert "at code points 11 to " in lines[1]


@pytest.mark.long
def test_one_changed_letter_is_noticed(page: Any, real: str) -> None:
    text = f"{real}/sources/runs-on/text"
    page.route(text, lambda route: route.fulfill(body="Today. We wait. So it goes."))
    said, lines = verified(page, real + RUNS_ON)
    assert said == "0 right, 1 wrong, 0 not checked."
    assert lines[0].startswith("Wrong: the SHA-256 of the text is ")


@pytest.mark.long
def test_a_wrong_place_is_noticed(page: Any, real: str) -> None:
    def moved(route: Any) -> None:
        answer = route.fetch()
        body = answer.text().replace('"start": 7', '"start": 8')
        assert body != answer.text()
        route.fulfill(response=answer, body=body)

    page.route(real + RUNS_ON, moved)
    said, lines = verified(page, real + RUNS_ON)
    assert said == "2 right, 1 wrong, 0 not checked."
    assert lines[1].startswith("Wrong: not at code points 8 to 62: ")


@pytest.mark.long
def test_a_text_that_is_not_given_out_is_not_called_right(page: Any, real: str) -> None:
    for path in ("/browse/statements/part-says", "/browse/countries/italy"):
        said, lines = verified(page, real + path)
        assert said.startswith("0 right, 0 wrong, ")
        assert set(lines) == {"Not checked: the archived text is not given out here."}


@pytest.mark.long
@pytest.mark.parametrize(
    "without",
    ["window, 'isSecureContext', {value: false}", "Crypto.prototype, 'subtle', {value: undefined}"],
)
def test_without_https_nothing_is_checked(page: Any, real: str, without: str) -> None:
    page.add_init_script(f"Object.defineProperty({without})")
    said, lines = verified(page, real + RUNS_ON)
    assert said.endswith("the browser offers no cryptography. Nothing was checked.")
    assert lines == []


@pytest.mark.long
def test_a_host_without_https_is_no_secure_context(page: Any, real: str) -> None:
    """Over plain HTTP a browser trusts only its own machine: here is the same page elsewhere."""

    def from_here(route: Any) -> None:
        address = route.request.url.replace("http://stated.example", real)
        answer = page.request.get(address)
        body = answer.body().replace(real.encode(), b"http://stated.example")
        headers = {name: value for name, value in answer.headers.items() if name != "etag"}
        headers.pop("content-length", None)
        headers.pop("content-encoding", None)
        route.fulfill(status=answer.status, headers=headers, body=body)

    page.route("http://stated.example/**", from_here)
    said, lines = verified(page, f"http://stated.example{RUNS_ON}")
    assert page.evaluate("isSecureContext") is False
    assert said.endswith("the browser offers no cryptography. Nothing was checked.")
    assert lines == []


@pytest.mark.long
def test_without_scripts_there_is_no_button(chromium: Any, real: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(real + RUNS_ON)
    assert not page.locator("button[data-verifies]").is_visible()
    assert "stated verify" in page.locator("section", has_text="Verify the words").text_content()
    context.close()
