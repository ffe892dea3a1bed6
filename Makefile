# Two commands do everything: `make demo` and `make test`. Both set up what they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready


.PHONY: demo test extension unit types style docs bench fuzz clean setup

setup: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("promptlint needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,lsp]'
	touch $(STAMP)

demo: setup
	@echo '$$ promptlint check examples/'
	@$(BIN)/promptlint check examples/ --exit-zero

test: setup style types docs-current editors extension unit

# Real editors for the tests; what cannot be had is skipped, and said.
.PHONY: editors
editors:
	@bash scripts/editors.sh

# Skipped, loudly, where there is no Node; never in CI. The part in a real VS Code, whose server comes from npm into the
# user's cache, says itself why it is skipped.
extension: setup
	@if command -v npm >/dev/null; then \
	  cd vscode-ext && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm test && npm run workbench; \
	elif [ -n "$$CI" ]; then echo 'the extension needs Node'; exit 1; \
	else echo '*** SKIPPED: the VS Code extension is not tested, there is no npm ***'; fi

.PHONY: vsix
vsix:
	cd vscode-ext && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm run --silent package

unit: setup
	$(BIN)/python -m pytest

types: setup
	$(BIN)/mypy

style: setup
	$(BIN)/ruff check promptlint tests benchmarks scripts
	$(BIN)/ruff format --check promptlint tests benchmarks scripts
	$(BIN)/lint-imports

.PHONY: docs-current
docs-current: setup
	$(BIN)/python scripts/docs.py --check

docs: setup
	$(BIN)/python scripts/docs.py

bench: setup
	$(BIN)/python benchmarks/speed.py

.PHONY: editor
editor: setup
	$(BIN)/python benchmarks/latency.py
	$(BIN)/python benchmarks/soak.py

fuzz: setup
	$(BIN)/python benchmarks/fuzz.py --count 10000

.PHONY: charter
charter: setup
	$(BIN)/python benchmarks/charter.py

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache
