# `make` lists the commands. `make serve` and `make test` install what they need into .venv, with hashes checked.
# Kept to what GNU make 3.81 knows, which is what macOS has.

HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

# The first Python that is new enough; PYTHON=… overrides.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$one"; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DATASETS := $(or $(STATED_DATASETS),datasets)
# Names as the seed and the code have them; a stray file may have a name that make cannot read.
NAMED := ! -path '*[!A-Za-z0-9._/-]*'
SEED := $(shell LC_ALL=C find seed -type f $(NAMED))
CODE := $(shell LC_ALL=C find app migrations -type f -name '*.py' $(NAMED))

# Where a browser on this machine finds the service.
OPEN := http://$(if $(filter 0.0.0.0 ::,$(HOST)),localhost,$(HOST)):$(PORT)

.DEFAULT_GOAL := help
.PHONY: help serve test long check lock sbom fuzz torture clients names migration icons pictures bench clean

help: ## print this list
	@echo "Stated: who said what, and where countries stand. Start with: make serve"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

serve: $(DATASETS)/current ## install, build the dataset, and serve it; HOST= and PORT= choose the address
	@echo "Dataset $$(cat "$(DATASETS)/current") built. Open $(OPEN) (Ctrl+C stops the service)."
	@exec $(BIN)/stated serve

# Compiled tests are kept whatever the environment says: compiling them takes each worker ten seconds.
test long: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/dev ## install what the tests need; check style, types and seed files; run the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/stated check
	$(BIN)/pytest

# Also the tests that are marked `long`: every address, width and scheme, and more examples of each property.
long: $(VENV)/dev ## run all tests, also those that take long
	$(BIN)/pytest -m ""

check: $(VENV)/serve ## validate the source files: quotations, names and evidence
	@$(BIN)/stated check

# The dataset, built and published again when the seed or the code that builds it is newer.
$(DATASETS)/current: $(VENV)/serve $(SEED) $(CODE)
	@echo "Building the dataset. The first time this takes up to half a minute …"
	@$(BIN)/stated publish --preview > /dev/null
	@$(BIN)/python -c 'from app.html.templating import compile_templates; compile_templates()'
	@touch $@

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Stated needs Python 3.11 or newer, and there is none on the PATH."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python has no venv module; on Debian and Ubuntu it comes with: apt-get install python3-venv"; exit 1; }
	@echo "Making a virtual environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/serve: $(VENV)/bin/python locks/serve.txt pyproject.toml
	@echo "Installing what the service needs …"
	@$(PIP) install --require-hashes -r locks/serve.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/dev: $(VENV)/serve locks/dev.txt
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r locks/dev.txt
	@touch $@

# Write the pins anew from pyproject.toml: hashes, and no address of an index.
COMPILE = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: $(VENV)/dev ## pin the newest dependencies in locks/
	$(COMPILE) pyproject.toml --extra images -o locks/serve.txt
	$(COMPILE) pyproject.toml --extra images --group dev -o locks/dev.txt
	$(COMPILE) --group clients -o locks/clients.txt
	$(COMPILE) --group bench -o locks/bench.txt

sbom: $(VENV)/dev ## write build/sbom.cdx.json: what the service consists of, in CycloneDX
	@$(BIN)/python -m tests.sbom

fuzz: $(VENV)/dev ## run the fuzz tests for about an hour
	STATED_FUZZ_EXAMPLES=500 $(BIN)/pytest -m "" tests/api/test_fuzz.py

# Each row runs for at most 40 minutes; docs/reliability.md describes them.
torture: $(VENV)/dev ## attack the whole service and write docs/reliability.md; ROW= chooses how, MINUTES= how long
	@test -n "$(ROW)" || { echo "ROW= chooses a row of docs/reliability.md, such as: make torture ROW=swaps"; exit 1; }
	$(BIN)/python -m tests.torture $(ROW) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED)) $(if $(DATE),--date $(DATE)) $(if $(KEEP),--keep $(KEEP)) $(if $(BEFORE),--before $(BEFORE))

clients: $(VENV)/dev $(DATASETS)/current ## lint the API description; generate, compile and run clients in TypeScript and Python; needs npm
	tests/clients/run

names: $(VENV)/dev ## write seed/names/cldr.tsv again from the installed Babel
	$(BIN)/python -m tests.cldr

# For what changed in app/store/tables/: make migration MESSAGE="scale of a position"
migration: $(VENV)/serve ## write a schema migration; MESSAGE= describes it
	$(BIN)/python -m migrations.new "$(MESSAGE)"

icons: $(VENV)/dev ## draw the icons again from app/html/static/mark.svg; needs Chromium
	$(BIN)/python -m tests.icons

pictures: $(VENV)/dev ## take the pictures of the README again; needs Chromium
	$(BIN)/python -m tests.pictures

# Measure the service beside its peers and write benchmarks/README.md; QUICK=1: fewer rounds on small corpora, and nothing written
# there. DATE names the results (today's if left out). nginx and wrk are used where they are installed.
bench: $(VENV)/serve ## measure the speed beside other servers; QUICK=1 for a short run
	$(BIN)/python -m benchmarks.run $(if $(QUICK),--quick) $(if $(DATE),--date $(DATE))

clean: ## remove .venv, the built datasets and all caches
	rm -rf $(VENV) datasets build .mypy_cache .pytest_cache .ruff_cache .hypothesis
