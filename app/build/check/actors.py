"""Checking agencies, and what sources say of the size and the members of coalitions."""

from collections.abc import Iterable

from app.build.check.checked_seed import CheckedSeed
from app.build.check.references import known, near
from app.build.findings import ErrorCode, Where
from app.build.seed.load import Seed
from app.build.seed.models.sources import SeedAgency
from app.build.seed.yaml_file import YamlFile
from app.domain.names import fold


def check_agencies(seed: Seed) -> None:
    """Report every `via` that is not the one name of an agency (docs/domain.md, rule independence).

    A seed without agencies.yaml has no list to check against.
    """
    if seed.origins is None:
        return
    file = seed.files["agencies.yaml"]
    agencies = _spellings(file, "agencies", seed.origins.agencies)
    platforms = _spellings(file, "platforms", seed.origins.platforms)
    for key in sorted(agencies.keys() & platforms.keys()):
        message = f"{agencies[key]!r} is an agency and a platform"
        file.report(ErrorCode.given_twice, message, "platforms")
    names = sorted(set(agencies.values()))
    for folder in seed.folders:
        for number, name in enumerate(folder.source.via):
            where, key = ("via", number), fold(name)
            if key in platforms:
                message = (
                    f"{platforms[key]} is a platform and no agency: leave `via` out, so that a "
                    "post there counts as its author's own"
                )
                folder.source_file.report(ErrorCode.not_an_agency, message, *where)
            elif key not in agencies:
                message = f"there is no agency {name!r} in agencies.yaml: add it, or correct `via`"
                folder.source_file.report(
                    ErrorCode.not_an_agency, message, *where, hint=near(name, names)
                )
            elif name != agencies[key]:
                message = f"the agency {name!r} is written {agencies[key]!r}"
                folder.source_file.report(ErrorCode.not_an_agency, message, *where)


def _spellings(file: YamlFile, key: str, listed: Iterable[SeedAgency]) -> dict[str, str]:
    """The one name for each folded spelling. A spelling of two agencies is a finding."""
    spellings: dict[str, str] = {}
    for index, agency in enumerate(listed):
        for name in (agency.name, *agency.other_names):
            taken = spellings.setdefault(fold(name), agency.name)
            if taken != agency.name:
                message = f"{name!r} is a spelling of {taken!r} too"
                file.report(ErrorCode.given_twice, message, key, index)
    return spellings


def check_coalitions(checked: CheckedSeed, actors: set[str]) -> None:
    """Report sizes and claims of membership whose statements are unknown or about somebody else."""
    file = checked.seed.files["actors.yaml"]
    for index, coalition in enumerate(checked.seed.actors):
        for number, size in enumerate(coalition.sizes):
            where = (index, "sizes", number, "statements")
            _check_about(checked, file, coalition.id, size.statements, where)
        for number, claim in enumerate(coalition.membership_claims):
            place = (index, "membership_claims", number)
            known(file, claim.actor, actors, "actor", *place, "actor")
            _check_about(checked, file, claim.actor, claim.statements, (*place, "statements"))


def _check_about(
    checked: CheckedSeed, file: YamlFile, actor: str, statements: list[str], where: Where
) -> None:
    for number, name in enumerate(statements):
        if (
            known(file, name, checked.resolved, "statement", *where, number)
            and actor not in checked.resolved[name].about
        ):
            message = f"this statement is not about {actor}"
            file.report(ErrorCode.evidence_about_others, message, *where, number)
