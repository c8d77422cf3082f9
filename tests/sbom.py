"""The software bill of materials: what the service consists of, with versions, hashes and licences,
in CycloneDX. `make sbom` writes it; `tests/test_supply_chain.py` checks the licences.
"""

import re
import sys
import tomllib
from importlib.metadata import PackageMetadata, PackageNotFoundError, files, metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from app import RELEASE
from app.settings import ROOT

LOCKED = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<where>[^\\]+))?[^\n]*"
    r"(?P<hashes>(?:\n    --hash=sha256:[0-9a-f]{64}[^\n]*)+)",
    re.MULTILINE,
)
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# What packages write in the old free field, where they have no classifier.
FREE_TEXTS = {
    **{name: name for name in ("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT")},
    "MPL-2.0 AND MIT": "MPL-2.0 AND MIT",
    "3-Clause BSD License": "BSD-3-Clause",
}

# What the file of the licence is, where the metadata name none: its first lines decide.
LICENCE_FILES = {"MIT": "Permission is hereby granted, free of charge, to any person obtaining a"}


def locked(name: str) -> dict[str, re.Match[str]]:
    """The packages of a lock file, by name."""
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    return {found["name"]: found for found in LOCKED.finditer(text)}


def licence(package: str) -> str | None:
    """The licence of an installed package as an SPDX expression, as its own metadata say it; empty
    if they do not. None if it is not installed here.
    """
    try:
        about: PackageMetadata = metadata(package)
    except PackageNotFoundError:
        return None
    if expression := about.get("License-Expression"):
        return str(expression)
    names = [
        one.rpartition(" :: ")[2]
        for one in about.get_all("Classifier", [])
        if one.startswith("License :: OSI Approved :: ")
    ]
    if names:
        return " AND ".join(sorted(CLASSIFIERS.get(name, name) for name in names))
    free = about.get("License", "")
    return FREE_TEXTS.get(free) or _by_its_file(package)


def _by_its_file(package: str) -> str:
    """The licence by the text of its file; empty if there is not exactly one, or it is unknown."""
    licences = [one for one in files(package) or () if re.match("LICEN[CS]E|COPYING", one.name)]
    if len(licences) != 1:
        return ""
    text = licences[0].read_text(encoding="utf-8")
    return next((name for name, words in LICENCE_FILES.items() if words in text), "")


def bill_of_materials() -> str:
    """The bill of what the service needs to run, as JSON. The same lock gives the same
    components.
    """
    bom, licences = Bom(), LicenseFactory()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[\[>=]", one)[0] for one in project["dependencies"]}
    service = bom.metadata.component = Component(
        name="stated",
        version=RELEASE,
        type=ComponentType.APPLICATION,
        licenses=[licences.make_from_string("MIT")],
    )
    for name, package in locked("serve").items():
        expression = licence(name)
        component = Component(
            name=name,
            version=package["version"],
            type=ComponentType.LIBRARY,
            bom_ref=f"{name}=={package['version']}",
            purl=PackageURL("pypi", None, name, package["version"]),
            licenses=[licences.make_from_string(expression)] if expression else [],
            hashes=[
                HashType(alg=HashAlgorithm.SHA_256, content=digest)
                for digest in re.findall("sha256:([0-9a-f]{64})", package["hashes"])
            ],
        )
        bom.components.add(component)
        if name.replace("-", "_") in {one.replace("-", "_") for one in needed}:
            bom.register_dependency(service, [component])
    return JsonV1Dot6(bom).output_as_string(indent=2)


if __name__ == "__main__":
    path = ROOT / "build" / "sbom.cdx.json"
    path.parent.mkdir(exist_ok=True)
    Path(path).write_text(bill_of_materials() + "\n", encoding="utf-8")
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")
