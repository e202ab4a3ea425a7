# `make run` opens the chat, `make test` runs every test; both install what they need first.
PYTHON ?= python3
# Test processes at a time; each may load the models, some 1.5 GB.
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
TORCH := torch==2.13.0
TORCH_CPU_INDEX := https://download.pytorch.org/whl/cpu

.DEFAULT_GOAL := help
.PHONY: help install run test test-long check lint lint-page type fix clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## create .venv and install the program with its development tools

# PyTorch first, from its own CPU index: elsewhere the default Linux build brings gigabytes of CUDA.
$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Sanad needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=24"
	$(BIN)/python -m pip install --quiet --no-deps --timeout 5 --retries 0 --index-url $(TORCH_CPU_INDEX) "$(TORCH)" \
		|| $(BIN)/python -m pip install "$(TORCH)"
	$(BIN)/python -m pip install --editable ".[dev]"
	touch $@

run: install ## open the chat on http://127.0.0.1:7860, and bring its index up to date behind it
	$(BIN)/python app.py

test: lint type ## lint, types and every test: what CI runs
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

test-long: install ## what takes minutes more: large and hostile files
	$(BIN)/python -m pytest --long -m long

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
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis index/generations index/cache index/CURRENT
