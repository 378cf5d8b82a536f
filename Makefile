# The two commands: `make run` and `make test`. Both install whatever is missing first.
SHELL := /bin/sh
PYTHON := .venv/bin/python
TOOL := .venv/bin

# Chromium refuses to start for root; on a root-only machine (a container) the tests and the
# demonstration, which only ever visit the local Microsoft 365, run it without its sandbox.
ROOT := $(shell [ "$$(id -u)" -eq 0 ] && echo QTWEBENGINE_DISABLE_SANDBOX=1)
HEADLESS := QT_QPA_PLATFORM=offscreen QTWEBENGINE_CHROMIUM_FLAGS="--disable-gpu --log-level=3" $(ROOT)

.DEFAULT_GOAL := help
.PHONY: help install install-test run test check quick cover conformance bench captures lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

install: ## everything the program needs, into .venv
	@scripts/install.sh run

install-test:
	@scripts/install.sh test

run: install ## the window on an example company and the local Microsoft 365
	@$(ROOT) $(TOOL)/stockage-partage demo

test: install-test check ## all checks and all tests
	@$(HEADLESS) $(TOOL)/pytest

check: install-test ## formatting, lint, types, layers
	@$(TOOL)/ruff format --no-cache --check --quiet .
	@$(TOOL)/ruff check --no-cache --quiet .
	@scripts/types.sh
	@$(TOOL)/lint-imports --no-logo > .import-linter.log || { cat .import-linter.log; exit 1; }

quick: install-test ## the tests that start no other process
	@$(HEADLESS) $(TOOL)/pytest -m "not whole and not postgres and not secret_service"

cover: install-test ## branch coverage of the whole test run
	@$(HEADLESS) $(TOOL)/pytest --cov --cov-report=term-missing

conformance: ## the local Microsoft 365 against its description and other people's clients
	@scripts/install.sh conformance
	@$(HEADLESS) $(TOOL)/pytest tests/conformance

bench: install-test ## measurements, each a ratio against a floor in the same run
	@$(HEADLESS) $(PYTHON) -m benchmarks

captures: install-test ## redraw every picture of the documentation
	@$(HEADLESS) $(PYTHON) scripts/captures.py docs/images

lock: ## rewrite the locked dependencies (needs uv)
	@scripts/lock.sh

clean: ## remove what was installed and measured
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* htmlcov build dist
