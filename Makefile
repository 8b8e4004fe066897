# The habits of the house. Every target first makes what it needs, from Python and this folder.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c

# The first Python that is new enough; `make PYTHON=...` names another.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
WORKERS ?= auto
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -m pytest
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: help
help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \t\2/p' $(MAKEFILE_LIST) | expand -t 20

.PHONY: demo
demo: $(VENV)/.project ## the main job on one small film, start to end
	$(BIN)/circletake demo

.PHONY: test
test: $(VENV)/.dev $(VENV)/.project ## the fast tests
	$(PYTEST) -n $(WORKERS) --dist loadgroup

.PHONY: test-slow
test-slow: $(VENV)/.dev $(VENV)/.project ## the tests that take long
	$(PYTEST) -n $(WORKERS) --dist loadgroup -m slow

.PHONY: check style types floors dependencies spelling pages sizes
check: style types floors dependencies spelling pages sizes ## all that needs no test run: each below
style: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
types: $(VENV)/.dev
	$(BIN)/mypy
floors: $(VENV)/.dev $(VENV)/.project
	$(BIN)/lint-imports --no-logo
dependencies: $(VENV)/.dev $(VENV)/.project
	$(BIN)/deptry src
spelling: $(VENV)/.dev
	$(BIN)/codespell
pages: $(VENV)/.dev $(VENV)/.project
	$(BIN)/python -m scripts.write_docs --check
sizes: $(VENV)/.dev $(VENV)/.project
	$(PYTEST) -q tests/architecture/test_sizes.py tests/architecture/test_shape.py

.PHONY: format
format: $(VENV)/.dev ## mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: docs
docs: $(VENV)/.dev $(VENV)/.project ## write the pages that follow from the source
	$(BIN)/python -m scripts.write_docs

.PHONY: bench
bench: $(VENV)/.dev $(VENV)/.project ## measure ourselves, and peers beside us
	$(BIN)/python -m benchmarks

.PHONY: lock
lock: $(VENV)/.dev ## resolve the requirements anew: hashed, without hosts
	$(LOCK) --upgrade --group build -o requirements/run.txt pyproject.toml
	$(LOCK) --upgrade --group dev --all-extras -c requirements/run.txt -o requirements/dev.txt pyproject.toml

.PHONY: clean
clean: ## remove what was made, the environment included
	rm -rf $(VENV) build dist demo-studio .coverage .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
	find src tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: each step is done again only when what it reads has changed.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "circletake needs Python 3.11 or newer on the PATH" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt | $(BIN)/python
	$(PIP) install --require-hashes -r $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --require-hashes -r $<
	@touch $@

# Editable, by the build tools just installed; its entry points stand in pyproject.toml.
$(VENV)/.project: pyproject.toml $(VENV)/.run
	$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@
