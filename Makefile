# Every command of Tetea. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.DEFAULT_GOAL := help

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# ---- ground -----------------------------------------------------------------------------------

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tetea needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "venv is missing: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# --no-deps: the locks name everything. The words are compiled here because bare machines lack gettext.
$(VENV)/.base: $(BIN)/python requirements/base.txt
	@echo "Installing what Tetea runs on (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@echo "Installing the tools for checks and tests ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

$(BIN)/tetea: $(VENV)/.base pyproject.toml tools/launcher
	@sed "s|@PYTHON@|$(CURDIR)/$(BIN)/python|; s|@ROOT@|$(CURDIR)|" tools/launcher > $@
	@chmod 755 $@

$(VENV)/.words: $(VENV)/.base $(wildcard tetea/locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python tools/messages.py compile
	@touch $@

setup: $(BIN)/tetea $(VENV)/.words ## Install what Tetea runs on

# ---- run --------------------------------------------------------------------------------------

run: setup ## The demo on http://127.0.0.1:8000
	@TETEA_HOME="$${TETEA_HOME:-./var/demo}" PORT="$(PORT)" $(BIN)/tetea serve --demo

demo: setup ## Load the demo organisation and print who can sign in
	@$(BIN)/tetea demo

# ---- checks and tests -------------------------------------------------------------------------

check: setup $(VENV)/.dev ## Format, lint, types, layers, templates, translations, locks
	@bash tools/check

test: setup $(VENV)/.dev ## Everything: unit, property, journeys, browser, PostgreSQL
	@bash tools/test $(T)

bench: setup $(VENV)/.dev ## Speed, as ratios against this machine's own limits
	@$(BIN)/python -m bench

fix: $(VENV)/.dev ## Repair format and what lint can repair
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

messages: $(VENV)/.dev ## Collect texts for the translators
	@$(BIN)/python tools/messages.py collect

screenshots: setup $(VENV)/.dev ## Make the pictures of the README again
	@$(BIN)/python tools/screenshots.py

lock: $(VENV)/.dev ## Lock the dependencies anew, with hashes and without host names
	@for n in base dev; do $(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements/$$n.in -o requirements/$$n.txt; done

clean: ## Remove what was built; keeps every data folder
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find tetea -name '*.mo' -delete

.PHONY: help setup run demo check test bench fix messages screenshots lock clean
