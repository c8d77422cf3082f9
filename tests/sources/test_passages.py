"""One sentence of a source with its neighbours."""

import httpx

from tests.answers import ask, lines, local

SOURCE = "/sources/rapala-26-nations"


def test_a_sentence_has_its_neighbours(client: httpx.Client) -> None:
    """Each sentence is what the list has, and its neighbours are those of the list."""
    every = lines(client, f"{SOURCE}/passages.ndjson")
    for place, passage in enumerate(every):
        one = ask(client, f"{SOURCE}/passages/{passage['number']}").json()
        assert {key: one[key] for key in passage} == passage
        assert one["source"] == "rapala-26-nations"
        assert one["previous"] == (every[place - 1] if place else None)
        assert one["next"] == (every[place + 1] if place + 1 < len(every) else None)
        for name, near in (("previous", one["previous"]), ("next", one["next"])):
            url = one["links"][name]
            assert (url is None) == (near is None)
            if url and near:
                assert ask(client, local(url)).json()["number"] == near["number"]


def test_a_number_that_is_none_is_not_found(client: httpx.Client) -> None:
    for number in ("0", "-1", "01", "1.0", "999999999", "9" * 40, "%D9%A3", "x"):
        problem = ask(client, f"{SOURCE}/passages/{number}", 404).json()
        assert problem["code"] == "unknown-name"
        assert f"{SOURCE}/passages" in problem["detail"]
