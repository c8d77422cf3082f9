"""The entries that `stated new` proposes for speakers whom the record does not know."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.curate.capacities import capacity_of
from app.curate.language import language
from app.curate.new import Metadata, new_source
from app.settings import ROOT


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """The real seed."""
    return Path(shutil.copytree(ROOT / "seed", tmp_path / "seed"))


def drafted(seed: Path, code: str, text: str) -> tuple[dict[str, Any], str]:
    """The roles of the new speakers of a text by their ids, and their entries as they are written.
    ¶ is a new paragraph.
    """
    file = seed / "text.txt"
    file.write_text(f"A title\n\n{text}\n".replace(" ¶ ", "\n\n"), encoding="utf-8")
    made = new_source(seed, file, Metadata(id="drafted", language=code))
    entries = yaml.safe_load(made.people) or []
    return {one["id"]: one["roles"][0] for one in entries}, made.people


@pytest.mark.parametrize(
    ("code", "text", "country"),
    [
        # the role, whatever else the article names
        ("en", "Norway’s defence attaché, Commander Ola Dahl, told Canada’s press so.", "norway"),
        ("en", "Ukraine’s ambassador to Canada, Ola Dahl, said Canada knew it.", "ukraine"),
        ("en", "The Dutch foreign minister, Ola Dahl, said Ukraine would win.", "netherlands"),
        ("en", "The Taoiseach, Ola Dahl, said Ukraine would win.", "ireland"),
        ("de", "Lettlands Außenministerin Ola Dahl sagte das in Berlin.", "latvia"),
        ("de", "Der nepalesische Botschafter in Wien, Ola Dahl, sagte es.", "nepal"),
        ("fr", "L’ambassadeur ghanéen à Paris, Ola Dahl, a dit oui.", "ghana"),
        ("it", "Il collega albanese, Ola Dahl, ha detto che l’Italia sbaglia.", "albania"),
        ("es", "Su par uruguaya, Ola Dahl, dijo que Chile pagará.", "uruguay"),
        # the sentence
        ("en", "In Vilnius, Defence Minister Ola Dahl said Ukraine was right.", "lithuania"),
        ("fr", "À Lisbonne, la ministre Ola Dahl a dit que la France paierait.", "portugal"),
        ("it", "Più freddo il Brasile, ha detto il ministro Ola Dahl.", "brazil"),
        ("es", "Perú irá, dijo la ministra de Defensa, Ola Dahl.", "peru"),
    ],
)
def test_the_country_that_the_text_gives_somebody(
    seed: Path, code: str, text: str, country: str
) -> None:
    """It has no comment."""
    roles, written = drafted(seed, code, text)
    assert [one["actor"] for one in roles.values()] == [country]
    assert "Only likely" not in written


@pytest.mark.parametrize(
    ("code", "text", "country"),
    [
        (
            "en",
            "The Saeima voted on a force in Ukraine. ¶ “Ukraine needs Ukraine’s friends,” said "
            "Defence Minister Ola Dahl.",
            "latvia",
        ),
        (
            "en",
            "Canada is not ready. The Canadian army is small, and soldiers would go to Ukraine "
            "for Ukraine. ¶ Mayor Ola Dahl said so in Ukraine.",
            "canada",
        ),
        ("en", "Nobody in Ukraine knows. ¶ Mayor Ola Dahl said so.", "todo"),
        (
            "en",
            "France and Italy wait. Italy and France wait. ¶ Mayor Ola Dahl said so.",
            "todo",
        ),
    ],
)
def test_a_country_that_is_only_likely(seed: Path, code: str, text: str, country: str) -> None:
    """It has a comment. A place behind a preposition does not make it likely, and if two are
    equal, none is written: the check then refuses `todo`.
    """
    roles, written = drafted(seed, code, text)
    assert roles["ola-dahl"]["actor"] == country
    assert (f"# is it {country}? Only likely" in written) == (country != "todo")


@pytest.mark.parametrize(
    ("code", "role", "capacity"),
    [
        ("en", "Retired colonel", "other"),
        ("en", "former foreign minister", "other"),
        ("en", "ex-president", "other"),
        ("en", "shadow defence secretary", "opposition"),
        ("en", "spokeswoman for the teachers’ union", "other"),
        ("en", "deputy secretary general", "government"),
        ("en", "Chairman of the Foreign Affairs Committee", "legislature"),
        ("en", "deputy defence minister", "government"),
        ("en", "Lieutenant Colonel", "military"),
        ("en", "minister for veterans", "government"),
        ("de", "pensionierter General", "other"),
        ("de", "Oberst a. D.", "other"),
        ("de", "Generalsekretärin", "government"),
        ("de", "SVP-Nationalrat", "legislature"),
        ("de", "Sprecher des Reservistenverbands", "other"),
        ("fr", "ancienne ministre de la Défense", "other"),
        ("fr", "ministre des Anciens combattants", "government"),
        ("fr", "général à la retraite", "other"),
        ("fr", "capitaine de vaisseau", "military"),
        ("fr", "présidente d’une association de veuves", "other"),
        ("it", "ammiraglio in congedo", "other"),
        ("it", "ex ministro degli Esteri", "other"),
        ("it", "ambasciatrice ceca", "government"),
        ("it", "segretario di un sindacato dei militari", "other"),
        ("es", "general en retiro", "other"),
        ("es", "exministra de Defensa", "other"),
        ("es", "jefe del Ejército", "military"),
        ("es", "portavoz de una asociación de familias", "other"),
        ("pl", "były minister obrony", "other"),
        ("uk", "колишній міністр оборони", "other"),
    ],
)
def test_the_capacity_of_a_role(code: str, role: str, capacity: str) -> None:
    """Somebody retired or former, or of a union, does not speak for a country."""
    assert capacity_of(role, language(code)) == capacity


def test_without_a_role_the_capacity_is_asked_for(seed: Path) -> None:
    _, written = drafted(seed, "en", "“No,” said Ola Dahl of Oslo.")
    assert "capacity: other} # " in written
    assert "which capacity? No role is printed" in written


def test_the_id_of_a_role_is_not_cut_inside_a_word(seed: Path) -> None:
    text = "Ola Dahl, the chairman of the Foreign Affairs Committee of Norway, said so."
    roles, _ = drafted(seed, "en", text)
    assert roles["ola-dahl"]["id"] == "chairman-of-the-foreign-affairs"


def test_a_sentence_with_the_name_has_no_comment_that_it_is_missing(seed: Path) -> None:
    text = (
        "Ola Dahl, Norway’s defence minister, said so. “Never,” she said. By her reckoning, half "
        "of them would leave, Dahl argued."
    )
    drafted(seed, "en", text)
    written = (seed / "sources/drafted/statements.yaml").read_text(encoding="utf-8")
    speakers = [line for line in written.splitlines() if "speaker:" in line]
    assert ["no name" in line for line in speakers] == [False, True, False]


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("Norway’s minister, Ola Dahl, said troops would not go to Ukraine.", ["norway"]),
        ("Norway’s minister, Ola Dahl, said the Dutch would come.", ["norway", "netherlands"]),
        ("Norway’s minister, Ola Dahl, said it was too early.", ["norway"]),
    ],
)
def test_a_claim_is_about_the_country_of_its_speaker(
    seed: Path, sentence: str, about: list[str]
) -> None:
    """And about those of which it says what they do; not about the place of something."""
    drafted(seed, "en", sentence)
    claims = yaml.safe_load((seed / "sources/drafted/statements.yaml").read_text("utf-8"))
    assert [one["about"] for one in claims] == [about]


@pytest.mark.parametrize(
    ("code", "text", "role"),
    [
        (
            "en",
            "Ukraine’s ambassador to Canada, Ola Dahl, said so.",
            "Ukraine’s ambassador to Canada",
        ),
        (
            "en",
            "Norway’s defence attaché, Commander Ola Dahl, said so.",
            "Norway’s defence attaché",
        ),
        ("en", "The Czech Republic’s envoy, Ola Dahl, said so.", "Czech Republic’s envoy"),
        ("en", "Conservative frontbencher Sir Ola Dahl said so.", "Conservative frontbencher"),
        ("en", "The Department of National Defence said so.", "Department of National Defence"),
        ("fr", "Ola Dahl, ministre depuis mars, a dit oui.", "ministre"),
        ("es", "Ola Dahl, ministra desde marzo, dijo que no.", "ministra"),
        ("it", "Il ministero della Difesa ha detto di no.", "ministero della Difesa"),
        ("de", "Das Verteidigungsministerium sagte nein.", "Verteidigungsministerium"),
    ],
)
def test_a_role_is_printed_whole(seed: Path, code: str, text: str, role: str) -> None:
    """With the country that owns it, and without a rank, a title or a time; a body has its name."""
    drafted(seed, code, text)
    claims = yaml.safe_load((seed / "sources/drafted/statements.yaml").read_text("utf-8"))
    assert [one.get("role_as_printed") for one in claims] == [role]


def test_a_parliament_that_votes_is_asked_whether_it_decides(seed: Path) -> None:
    roles, written = drafted(seed, "en", "The Saeima approved the law on Thursday evening.")
    assert roles["saeima"]["capacity"] == "legislature"
    assert "`decides: true` too" in written


@pytest.mark.parametrize(
    ("code", "text", "actor"),
    [
        ("en", "The EU commissioner, Ola Dahl, said Ireland would pay.", "european-union"),
        ("it", "La commissaria europea Ola Dahl ha detto di sì.", "european-union"),
        ("es", "En Madrid, la portavoz de la OTAN, Ola Dahl, dijo que no.", "nato"),
        ("en", "The Kremlin said so.", "russia"),
        ("de", "Das Weiße Haus sagte nein.", "united-states"),
        # an ambassador speaks for another country than that of the post
        ("es", "El embajador en España, Ola Dahl, dijo que España pagará.", "todo"),
        ("fr", "L’ambassadeur à Paris, Ola Dahl, a dit que la France paierait.", "todo"),
    ],
)
def test_organisations_offices_and_posts(seed: Path, code: str, text: str, actor: str) -> None:
    roles, _ = drafted(seed, code, text)
    assert [one["actor"] for one in roles.values()] == [actor]


@pytest.mark.parametrize(
    ("publisher", "url", "country"),
    [
        ("Ottawa Valley Courier", "https://paper.example/a", "canada"),
        ("The Irish Standard", None, "ireland"),
        ("The Courier", "https://paper.co.nz/a", "new-zealand"),
        ("The Courier", "https://paper.co.uk/a", "united-kingdom"),
        ("The Courier", "https://paper.tv/a", None),
        ("The Courier", "https://paper.example/a", None),
    ],
)
def test_the_publisher_makes_a_country_likely(
    seed: Path, publisher: str, url: str | None, country: str | None
) -> None:
    file = seed / "text.txt"
    file.write_text("A title\n\nMayor Ola Dahl said so to the council.\n", encoding="utf-8")
    given = Metadata(id="drafted", language="en", publisher=publisher, url=url)
    made = new_source(seed, file, given)
    roles = yaml.safe_load(made.people)[0]["roles"]
    assert roles[0]["actor"] == (country or "todo")


@pytest.mark.parametrize(
    ("code", "text", "person"),
    [
        ("es", "El senador Ola Dahl Vega dijo que no. Dahl Vega votará.", "ola-dahl-vega"),
        ("es", "El senador Luis Carlos Dahl dijo que no.", "luis-carlos-dahl"),
        ("es", "El senador Ola Marcelino Dahl dijo que no. Dahl votará.", "ola-marcelino-dahl"),
        ("en", "The envoy, Ola bint Hamed Al Dahli, said no.", "ola-al-dahli"),
        ("en", "The envoy, Ola bin Hamed, said no.", "ola-bin-hamed"),
        ("de", "Der deutsche Minister Ola Dähl sagte nein.", "ola-daehl"),
        ("de", "Der schwedische Minister Ola Dähl sagte nein.", "ola-dahl"),
    ],
)
def test_ids_as_people_write_them(seed: Path, code: str, text: str, person: str) -> None:
    roles, _ = drafted(seed, code, text)
    assert list(roles) == [person]
