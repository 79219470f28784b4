# Impactloket: what can be done here. `make` alone lists it.
# Needs Python 3.11 or newer with venv, and nothing else; everything goes into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check test-all chromium bench translations locks clean

help:  ## list what can be done
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

# --- using it --------------------------------------------------------------------------------------

demo: $(VENV)/.runtime  ## serve the loket with invented people, and print address and passwords
	$(BIN)/loket demo

# --- checking it -----------------------------------------------------------------------------------

test: check  ## every check and test that needs no browser
	$(BIN)/pytest -n $(WORKERS)

check: $(VENV)/.tests  ## style, types, import contracts, unsafe calls
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-all: $(VENV)/.tests chromium  ## what make test leaves out: journeys in Chromium, kills, the wheel elsewhere
	$(BIN)/pytest -n $(WORKERS) -m browser
	$(BIN)/pytest -m drill

chromium:
	@command -v chromium chromium-browser google-chrome > /dev/null || { \
	  echo 'make test-all walks through the pages in Chromium: apt-get install chromium' >&2; exit 1; }

bench: $(VENV)/.tests  ## measure; the tables go into README.md (SETS=folder: also on labelled texts kept elsewhere)
	$(BIN)/pytest -m bench -s -p no:randomly $(if $(SETS),--sets $(SETS))

# --- making what is kept in the tree ---------------------------------------------------------------

CATALOGUES := web/translations

translations: $(VENV)/.tests  ## collect the Dutch texts, update the English catalogue and compile it
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keyword _l --keyword lazy_gettext \
	  --project Impactloket --add-comments "Translators:" --sort-by-file --no-location --output $(VENV)/texts.pot .
	$(BIN)/pybabel --quiet update --input-file $(VENV)/texts.pot --output-dir $(CATALOGUES) --locale en \
	  --init-missing --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel compile --directory $(CATALOGUES) --statistics

locks: $(VENV)/.tests  ## lock the newest dependencies that pyproject.toml allows
	$(COMPILE) --upgrade --extra build --output-file requirements.txt
	$(COMPILE) --upgrade --extra build --extra test --constraint requirements.txt --output-file requirements-dev.txt

COMPILE = UV_CUSTOM_COMPILE_COMMAND='make locks' $(BIN)/uv pip compile pyproject.toml --quiet --universal \
  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links

clean:  ## remove what was made here, the demo's database included
	rm -rf $(VENV) .demo build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results

# --- installing ------------------------------------------------------------------------------------

$(VENV)/.runtime: requirements.txt pyproject.toml | $(BIN)/uv
	$(call install,requirements.txt)
	touch $@

$(VENV)/.tests: requirements-dev.txt pyproject.toml | $(BIN)/uv
	$(call install,requirements-dev.txt)
	touch $@ $(VENV)/.runtime

# Locked by hash. uv is five times as fast as pip; where it cannot reach the index that pip is told to use, pip does it.
define install
	$(BIN)/uv pip install --python $(BIN)/python --quiet --compile-bytecode --require-hashes --requirements $(1) \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation \
	  --config-settings editable_mode=compat --editable .
endef

$(BIN)/uv: | $(BIN)/python
	awk '/^[^ #]/ { wanted = /^uv==/ } wanted' requirements-dev.txt > $(VENV)/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(VENV)/uv.txt

$(BIN)/python:
	@test -n '$(PYTHON)' && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Python 3.11 or newer is needed: apt-get install python3 python3-venv' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
	  echo 'Python has no venv: apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
