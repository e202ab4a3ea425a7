# `make run` opens the chat, `make test` runs every test; both install what they need first.
PYTHON ?= python3
# Test processes at a time; each may load the models, some 1.5 GB.
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
# What the program is compared with stays apart from it; LEANN, from the others too.
BENCH_VENV := .venv-bench
BENCH_PYTHON := $(BENCH_VENV)/program/bin/python
LEANN_PYTHON := $(BENCH_VENV)/leann/bin/python
BENCH_FOLDER := benchmarks/bench
# Ray stays apart from what everybody installs.
RAY_VENV := .venv-ray
# make test-ray LONG=--long asks the real model too.
LONG ?=
# Flags of `python -m bench`: make bench BENCH="--curve 4000 16000 64000"
BENCH ?=
TORCH := torch==2.13.0
TORCH_CPU_INDEX := https://download.pytorch.org/whl/cpu

.DEFAULT_GOAL := help
.PHONY: help install run test test-long test-ray check lint lint-page type fix clean bench

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## create .venv and install the program with its development tools

# A virtual environment with PyTorch, which comes first, from its own CPU index: elsewhere the default
# Linux build brings gigabytes of CUDA.
define venv_with_torch
$(PYTHON) -c 'import sys; sys.exit("Sanad needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
$(PYTHON) -m venv $(1)
$(1)/bin/python -m pip install --quiet --upgrade "pip>=24"
$(1)/bin/python -m pip install --quiet --no-deps --timeout 5 --retries 0 --index-url $(TORCH_CPU_INDEX) "$(TORCH)" \
	|| $(1)/bin/python -m pip install "$(TORCH)"
endef

$(VENV)/.installed: pyproject.toml
	$(call venv_with_torch,$(VENV))
	$(BIN)/python -m pip install --editable ".[dev]"
	touch $@

bench: $(BENCH_VENV)/program/.installed $(BENCH_VENV)/leann/.installed ## compare speed, size and quality with other programs: bench/report.md
	PYTHONPATH=.:benchmarks $(BENCH_PYTHON) -m bench $(BENCH)

$(BENCH_VENV)/program/.installed: pyproject.toml $(BENCH_FOLDER)/requirements.txt
	$(call venv_with_torch,$(BENCH_VENV)/program)
	$(BENCH_PYTHON) -m pip install --quiet --editable ".[eval]" -r $(BENCH_FOLDER)/requirements.txt
	touch $@

# Where LEANN cannot be installed the others are compared, and the report says so.
$(BENCH_VENV)/leann/.installed: $(BENCH_FOLDER)/requirements-leann.txt
	$(call venv_with_torch,$(BENCH_VENV)/leann)
	$(LEANN_PYTHON) -m pip install --quiet -r $(BENCH_FOLDER)/requirements-leann.txt \
		|| $(LEANN_PYTHON) -m pip uninstall --quiet --yes leann-core
	touch $@

run: install ## open the chat on http://127.0.0.1:7860, and bring its index up to date behind it
	$(BIN)/python app.py

test: lint type ## lint, types and every test: what CI runs
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

test-long: install ## what takes minutes more: large and hostile files
	$(BIN)/python -m pytest --long -m long

test-ray: $(RAY_VENV)/.installed ## what needs a Ray cluster: one of several nodes, on this machine
	$(RAY_VENV)/bin/python -m pytest tests/scaling $(LONG)

# All but Ray it takes from .venv, so that nothing else is downloaded.
$(RAY_VENV)/.installed: $(VENV)/.installed
	$(PYTHON) -m venv $(RAY_VENV)
	echo "import site; site.addsitedir('$(CURDIR)/$(VENV)/lib/$$(ls $(VENV)/lib)/site-packages')" \
		> $(RAY_VENV)/lib/$$(ls $(RAY_VENV)/lib)/site-packages/sanad.pth
	$(RAY_VENV)/bin/python -m pip install --quiet --editable ".[ray]"
	touch $@

check: test ## the same, by its other name

lint: install lint-page ## ruff: rules and formatting; tsc and eslint where Node.js is at hand
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Node.js only checks the page's scripts: who does not change them need not have it. CI must.
lint-page:
	@if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null; then \
		$(MAKE) --silent node_modules/.installed && npx tsc -p . && npx eslint qa/web/static; \
	else \
		echo "The page's scripts are not checked: that takes Node.js 20 or newer, and npm."; \
		test "$$SANAD_REQUIRE_NODE" != 1; \
	fi

node_modules/.installed: package.json package-lock.json
	npm ci --silent
	touch $@

type: install ## mypy --strict
	$(BIN)/mypy

fix: install ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the virtual environment, caches and the built index
	rm -rf $(VENV) $(RAY_VENV) $(BENCH_VENV) bench node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis index/generations index/cache index/CURRENT
