# Thin over the command line `behindbars`, which works without make as well.
YEAR ?= 2024
RENDERER ?= auto

# The newest Python that is there, 3.11 at least.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTED := $(VENV)/.tested
# uv sets up in seconds what takes pip a minute; where it is not installed, it comes into the environment.
UV := $(or $(shell command -v uv 2>/dev/null),$(BIN)/uv)
UV_VERSION := 0.13.9
# Compiled once, as pip does: where Python may not keep what it compiles, each process would spend seconds on it.
INSTALL = $(UV) pip install --quiet --python $(BIN)/python --compile-bytecode

.DEFAULT_GOAL := help
.PHONY: help report check test accept lab lint bench lock doctor clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: $(READY) ## Build the edition; YEAR=2024 and RENDERER=quarto or embedded choose
	@$(BIN)/behindbars build --year $(YEAR) --renderer $(RENDERER)

check: $(READY) ## Check the data and list every fault
	@$(BIN)/behindbars check

test: $(TESTED) ## Run every test, the notebooks' regression checks included
	$(BIN)/python -m pytest

accept: $(READY) ## Show what would change in the reference notebooks and charts, ask, and write
	@$(BIN)/behindbars accept --year $(YEAR)

lab: $(READY) ## Open the notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks

lint: $(TESTED) ## Check style and types of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(TESTED) ## Time every way to make the edition, side by side; QUICK=1 takes one round
	$(BIN)/python -m bench.run $(if $(QUICK),--rounds 1)

doctor: $(READY) ## Say what this machine has and what each missing part would add
	@$(BIN)/behindbars doctor

lock: ## Renew the lock files (needs uv)
	uv pip compile pyproject.toml --group build --upgrade $(LOCKED) -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev -c requirements.lock $(LOCKED) -o requirements-dev.lock

LOCKED := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q

clean: ## Remove everything that can be made again, the virtual environment included
	rm -rf $(VENV) .cache outputs/[0-9]* outputs/failed outputs/fonts

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Setting up $(VENV) from requirements.lock; this happens once and needs the network"
	@$(PYTHON) -m venv --clear $(VENV)
	@test -x "$(UV)" || $(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(TESTED): $(READY) requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
