# Two commands matter: `make serve` and `make test`. Both install what they need into .venv, with hashes checked.
# Kept to what GNU make 3.81 knows, which is what macOS has.

HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

# The first Python that is new enough; PYTHON=… overrides.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$one"; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SEED := $(shell find seed -type f)
CODE := $(shell find app migrations -type f -name '*.py')

.PHONY: serve test long check lock migration names fuzz clients icons pictures bench clean

serve: datasets/current
	@exec $(BIN)/stated serve

# Compiled tests are kept whatever the surroundings say: compiling them takes each worker ten seconds.
test long: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/stated check
	$(BIN)/pytest

# The tests, also those that are marked `long`: every address, width and scheme, and more examples of each property.
long: $(VENV)/dev
	$(BIN)/pytest -m ""

# Is the seed sound? What a curator runs.
check: $(VENV)/serve
	@$(BIN)/stated check

# The dataset, built and published again when the seed or the code that builds it is newer.
datasets/current: $(VENV)/serve $(SEED) $(CODE)
	@$(BIN)/stated publish --preview
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
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/dev: $(VENV)/serve locks/dev.txt
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r locks/dev.txt
	@touch $@

# Write the pins anew from pyproject.toml: hashes, and no address of an index.
COMPILE = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: $(VENV)/dev
	$(COMPILE) pyproject.toml -o locks/serve.txt
	$(COMPILE) pyproject.toml --group dev -o locks/dev.txt
	$(COMPILE) --group clients -o locks/clients.txt
	$(COMPILE) --group bench -o locks/bench.txt

# The fuzz tests at length: about an hour.
fuzz: $(VENV)/dev
	STATED_FUZZ_EXAMPLES=500 $(BIN)/pytest -m "" tests/api/test_fuzz.py

# Generate a TypeScript and a Python client from the API description, compile them and call the service; needs Node.js and npm.
clients: $(VENV)/dev datasets/current
	tests/clients/run

# Write seed/names/cldr.tsv anew from the installed Babel.
names: $(VENV)/dev
	$(BIN)/python -m tests.cldr

# Write the migration for what changed in app/store/tables/: make migration MESSAGE="scale of a position"
migration: $(VENV)/serve
	$(BIN)/python -m migrations.new "$(MESSAGE)"

# Make the icons anew from app/html/static/mark.svg; needs a Chromium.
icons: $(VENV)/dev
	$(BIN)/python -m tests.icons

# Make the pictures of the README anew; needs a Chromium.
pictures: $(VENV)/dev
	$(BIN)/python -m tests.pictures

# Measure the service beside its peers and write benchmarks/README.md; QUICK=1: fewer rounds on small corpora, and nothing written
# there. DATE names the results (today's if left out). nginx and wrk are used where they are installed.
bench: $(VENV)/serve
	$(BIN)/python -m benchmarks.run $(if $(QUICK),--quick) $(if $(DATE),--date $(DATE))

clean:
	rm -rf $(VENV) datasets build .mypy_cache .pytest_cache .ruff_cache .hypothesis
