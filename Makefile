# Everything one does in a checkout; `make` alone lists it. Needs Python 3.11 or newer, nothing else installed.

PYTHON ?= python3
JOBS ?= auto
ARGS ?=

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

# pip takes exactly what a lock names, by hash; the project itself is installed as a link to this
# checkout, with the build backend from the lock and nothing fetched.
INSTALL_LOCK := $(PIP) install --require-hashes --requirement
INSTALL_SELF := $(PIP) install --no-deps --no-build-isolation --editable .

.PHONY: help
help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: up
up: $(VENV)/run.stamp ## Crawl, grade and serve the catalog on 127.0.0.1:8000 (more options: ARGS="--port 9000")
	@exec $(BIN)/aperture up $(ARGS)

.PHONY: test
test: lint services ## Everything a change must pass: lint, types, tests on both databases, the wheel
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadscope $(ARGS)

.PHONY: lint
lint: $(VENV)/dev.stamp ## Style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

.PHONY: fmt
fmt: $(VENV)/dev.stamp ## Format, and mend what ruff can mend by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: cover
cover: $(VENV)/dev.stamp services ## The tests again, with the lines and branches they leave out
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadscope --cov --cov-report=term $(ARGS)

.PHONY: bench
bench: $(VENV)/dev.stamp ## Measure what needs nothing else (another: ARGS=benchmarks/NAME.py)
	@for script in $(or $(ARGS),$(patsubst %,benchmarks/%.py,reading hostile packing)); do \
	    echo "== $$script"; $(BIN)/python "$$script"; \
	done

.PHONY: services
services: $(VENV)/dev.stamp ## Install PostgreSQL, Chromium and curl for the tests, where they are missing
	@$(BIN)/python -m tests.services

.PHONY: dev
dev: $(VENV)/dev.stamp ## Set up .venv for development, nothing else

.PHONY: lock
lock: ## Resolve the dependencies anew within pyproject.toml's ranges (newest: ARGS=--upgrade)
	@tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(PYTHON) -m venv "$$tools"; \
	"$$tools/bin/pip" install --disable-pip-version-check -qq 'uv>=0.9'; \
	lock() { "$$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-annotate --no-header $(ARGS) pyproject.toml "$$@"; }; \
	lock --extra postgres --extra bulk --group build --output-file requirements.lock; \
	lock --extra postgres --extra bulk --group build --group dev --constraints requirements.lock \
	    --output-file requirements-dev.lock; \
	for lock in requirements.lock requirements-dev.lock; do \
	    { echo '# Made by `make lock` from pyproject.toml; not edited by hand.'; cat "$$lock"; } > "$$tools/lock"; \
	    cp "$$tools/lock" "$$lock"; \
	done
	@! grep -nE '://|^-' requirements*.lock || { echo "make: a lock names an address" >&2; exit 1; }

.PHONY: clean
clean: ## Remove .venv, caches and what was built; never the catalog's data
	@rm -rf $(VENV) build dist *.egg-info .cache .coverage* htmlcov .hypothesis \
	    .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment --------------------------------------------------------------------------------
# A stamp stands for "installed since the lock last changed". The two share one environment: the
# development lock holds every version that the other one holds, and more.

$(VENV)/run.stamp: requirements.lock pyproject.toml | venv
	@echo "Installing Aperture into $(VENV) (once) ..."
	@$(INSTALL_LOCK) requirements.lock
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | venv
	@echo "Installing Aperture and its development tools into $(VENV) (once) ..."
	@$(INSTALL_LOCK) requirements-dev.lock
	@$(INSTALL_SELF)
	@touch $@

# Debian keeps the module that fills a new environment in a package of its own.
.PHONY: venv
venv:
	@if $(BIN)/python -m pip --version >/dev/null 2>&1; then exit 0; fi; \
	fail() { echo "make: $$1" >&2; exit 1; }; \
	command -v $(PYTHON) >/dev/null || fail "no $(PYTHON) here: install Python 3.11 or newer, or say make PYTHON=/path/to/python"; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || fail "$(PYTHON) is $$($(PYTHON) --version 2>&1): Aperture needs Python 3.11 or newer; say make PYTHON=/path/to/python"; \
	if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	        echo "Installing python3-venv ..."; \
	        apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv >/dev/null; \
	    fi; \
	    $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	        || fail "$(PYTHON) can't make environments: install its venv module (on Debian: apt-get install python3-venv)"; \
	fi; \
	rm -f $(BIN)/python* $(VENV)/*.stamp; \
	$(PYTHON) -m venv $(VENV)
