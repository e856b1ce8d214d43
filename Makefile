# The doors of the repository; `make help` lists them. Nothing is installed outside .venv.

VENV := .venv
BIN := $(VENV)/bin
# The first of these that runs and is 3.11 or newer. Say PYTHON=… to choose another.
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python3.14,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
NOT_INSTALLED = { echo "Installing failed, see above. Without a network, use a bundle made on another machine: make bundle" >&2; \
	echo "安装未完成，原因见上。没有网络时，请使用在其他机器上用 make bundle 制作的离线安装包。" >&2; exit 1; }
# Where the system offers it: should make be killed, the server gets the same signal as from Ctrl-C.
WITH_MAKE := $(shell setpriv --pdeathsig INT true 2>/dev/null && echo setpriv --pdeathsig INT)

.DEFAULT_GOAL := help
.PHONY: help run install test test-neo4j test-long check format-check lint types imports docs-check licences \
	format docs texts lock bundle bench clean

help: ## List these targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: $(VENV)/installed ## Install what is missing, start the database, serve the page on http://127.0.0.1:8000
	@exec $(WITH_MAKE) $(BIN)/tieline serve --sample

install: $(VENV)/installed ## Make .venv with what it takes to run, nothing else

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo "Tieline needs Python 3.11 or newer and found none. Install it, or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; \
		echo "没有找到 Python 3.11 或更高版本。请先安装，或指明位置：make $(MAKECMDGOALS) PYTHON=/路径/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is older than Python 3.11 or does not run. | $(PYTHON) 低于 3.11 或无法运行。" >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
		echo "该 Python 无法建立虚拟环境。Debian、Ubuntu 上请运行：apt install python3-venv" >&2; exit 1; }

$(VENV)/installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing from requirements.lock (the first time takes a few minutes) ..."
	@$(PIP) install --require-hashes -r requirements.lock || $(NOT_INSTALLED)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing from requirements-dev.lock (the first time takes a few minutes) ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock || $(NOT_INSTALLED)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/installed

test: $(VENV)/installed-dev ## Run the tests on the embedded database (at most ten minutes on two cores)
	$(BIN)/python -m pytest

test-neo4j: $(VENV)/installed-dev ## Run the tests that touch the database on Neo4j 5.26 and on this year's (needs Java and Maven)
	TIELINE_TEST_DATABASE=neo4j-5 $(BIN)/python -m pytest -m "database and not long"
	TIELINE_TEST_DATABASE=neo4j-2026 $(BIN)/python -m pytest -m "database and not long"

test-long: $(VENV)/installed-dev ## Run the long tests: more kills, more examples, fuzzing, accessibility, the bundle
	$(BIN)/python -m pytest -m long

check: format-check lint types imports docs-check licences test ## Everything that must pass before a commit

format-check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .

lint: $(VENV)/installed-dev ## Look for mistakes (ruff)
	$(BIN)/ruff check .

types: $(VENV)/installed-dev ## Check the types (mypy, strict)
	$(BIN)/mypy

imports: $(VENV)/installed-dev ## Check that imports go one way (import-linter)
	$(BIN)/lint-imports --no-cache

docs-check: $(VENV)/installed-dev ## Check that the generated pages of docs/ are what the code says
	$(BIN)/python -m tools.docs --check

licences: $(VENV)/installed-dev ## Check that every package is under a permissive licence
	$(BIN)/python -m tools.licences

format: $(VENV)/installed-dev ## Format the code and sort the imports
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

docs: $(VENV)/installed-dev ## Write the generated pages of docs/
	$(BIN)/python -m tools.docs

texts: $(VENV)/installed-dev ## Collect the texts of the user interface into the catalogues, for translation
	$(BIN)/python -m api.catalogue

lock: $(VENV)/installed-dev ## Resolve pyproject.toml into the locks; UPGRADE=--upgrade takes newer versions
	$(BIN)/python -m tools.lock $(UPGRADE)

bundle: $(VENV)/installed ## Fill bundle/ with all wheels, to install on a closed network
	$(BIN)/python -m tools.bundle bundle

bench: $(VENV)/installed-dev ## Measure speed from file to graph, and of the reads
	$(BIN)/python -m bench

clean: ## Remove what make made; the data of Tieline stays
	rm -rf $(VENV) bundle build dist *.egg-info .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
