# `make run` opens the chat, `make test` runs every test; both install what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH := torch==2.13.0
TORCH_CPU_INDEX := https://download.pytorch.org/whl/cpu

.DEFAULT_GOAL := help
.PHONY: help install run test check lint type fix clean

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

run: install ## build the index and open the chat on http://127.0.0.1:7860
	$(BIN)/qa build
	$(BIN)/python app.py

test: lint type ## lint, types and every test: what CI runs
	$(BIN)/python -m pytest

check: test ## the same, by its other name

lint: install ## ruff: rules and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: install ## mypy --strict
	$(BIN)/mypy

fix: install ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the virtual environment, caches and the built index
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis index/generations index/cache index/CURRENT
