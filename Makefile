# The two commands: `make run` and `make test`. Both install whatever is missing first.
SHELL := /bin/sh
PYTHON := .venv/bin/python
TOOL := .venv/bin

# Chromium refuses to start for root; on a root-only machine (a container) the tests and the
# demonstration, which only ever visit the local Microsoft 365, run it without its sandbox.
ROOT := $(shell [ "$$(id -u)" -eq 0 ] && echo QTWEBENGINE_DISABLE_SANDBOX=1)
# Tests keep their files in memory where there is room: they are the same, but no disk is waited for.
IN_MEMORY := $(shell [ "$$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $$4 }')" -gt 4000000 ] 2>/dev/null && echo PYTEST_DEBUG_TEMPROOT=/dev/shm)
# What pytest made of a test's source is kept, whatever this machine's environment says.
HEADLESS := $(IN_MEMORY) PYTHONDONTWRITEBYTECODE= QT_QPA_PLATFORM=offscreen QTWEBENGINE_CHROMIUM_FLAGS="--disable-gpu --log-level=3" $(ROOT)

# Each part of a run has a most number of seconds, and its time is printed: nothing waits for ever.
PART := scripts/part.sh
# Tests run side by side, each worker with its own servers: two a core, for half of their time they
# wait for a process or a window. More than six would want too much memory.
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); [ "$$n" -lt 3 ] && echo $$((2 * n)) || echo 6)
PYTEST := $(TOOL)/pytest --durations=20
TWICE := scripts/tests.sh
ALONE = $(shell grep -rl --include='test_*.py' 'pytest.mark.alone' tests)

# What is tried on a bare Debian, where root: `run`, or `test` for `make run` and `make test` both.
BARE ?= run

.DEFAULT_GOAL := help
.PHONY: help install install-test run test check sources quick proof cover conformance bench corpus captures map lock dist release clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

install: ## everything the program needs, into .venv
	@scripts/install.sh run

install-test:
	@scripts/install.sh test

run: install ## the window on an example company and the local Microsoft 365
	@$(ROOT) $(TOOL)/stockage-partage demo

test: install-test ## all checks and all tests but the long proofs
	@$(PART) checks 600 $(MAKE) --no-print-directory -j2 check sources
	@$(HEADLESS) $(PART) tests 2400 $(TWICE) $(WORKERS) -m "not alone and not proof"
	@$(HEADLESS) $(PART) "tests that measure time" 600 $(TWICE) 0 -m "alone and not proof" $(ALONE)

check: install-test ## formatting, lint, types, layers
	@$(TOOL)/ruff format --no-cache --check --quiet .
	@$(TOOL)/ruff check --no-cache --quiet .
	@scripts/types.sh
	@$(TOOL)/lint-imports --no-logo > .import-linter.log || { cat .import-linter.log; exit 1; }

sources: install-test # while mypy has one core: pytest's rewriting of the tests, which each worker would do
	@$(HEADLESS) $(TOOL)/pytest --collect-only -qq >/dev/null

quick: install-test ## in under a minute: the tests that need no process, no server and no window
	@$(HEADLESS) $(PYTEST) -n $(WORKERS) --dist worksteal -m quick --ignore=tests/ui --ignore=tests/whole --ignore=tests/conformance

# Whoever has another long proof adds a line: its name, the seconds that it may take, its command.
proof: install-test ## what takes long: bare Debians (as root, with debootstrap), large numbers
ifeq ($(shell id -u),0)
	@$(PART) debootstrap 120 sh -c 'command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null'
	@$(PART) "bare Debian 12" 1200 scripts/bare_debian.sh bookworm $(BARE)
	@$(PART) "bare Debian 13" 1200 scripts/bare_debian.sh trixie $(BARE)
	@$(PART) dist 900 $(MAKE) --no-print-directory dist
	@$(PART) "dist on a Debian without Python" 900 scripts/bare_debian.sh bookworm dist
endif
	@[ -z "$(PARTS)" ] || { echo "Time by part, before the last:"; cat "$(PARTS)"; }
	@$(HEADLESS) $(PART) "long tests" 1800 $(TWICE) $(WORKERS) -m proof

cover: install-test ## branch coverage of the whole test run
	@$(HEADLESS) $(TOOL)/pytest --cov --cov-report=term-missing

conformance: ## the local Microsoft 365 against its description and other people's clients
	@scripts/install.sh conformance
	@$(HEADLESS) $(TOOL)/pytest tests/conformance

bench: install-test ## measurements, each a ratio against a floor in the same run
	@$(HEADLESS) $(PYTHON) -m benchmarks

corpus: install-test ## read other people's invoices (DOSSIER=…), compared with an independent reading
	@$(PYTHON) scripts/corpus.py "$(DOSSIER)"

captures: install-test ## redraw every picture of the documentation
	@$(HEADLESS) $(PYTHON) scripts/captures.py docs/images

map: install-test ## redraw docs/architecture.md from the sources
	@$(PYTHON) scripts/architecture.py docs/architecture.md

lock: ## rewrite the locked dependencies, and show their wheels for Windows and macOS (needs uv)
	@scripts/lock.sh
	@scripts/lock_platforms.sh

dist: install-test ## build the wheel and the program with its own Python, into dist/
	@scripts/dist.sh

release: install-test ## date the version, try and build all of it, tag it, open the next one
	@scripts/release.sh

clean: ## remove what was installed and measured
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* htmlcov build dist
