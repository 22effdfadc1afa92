# Two commands on a machine with Python and make only: `make demo` and `make test`.

PYTHON ?= python3
VENV ?= .venv
PLAN ?= corpus/plans/dien-bien-2021.md
PYTEST_FLAGS ?= -n 2

bin := $(VENV)/bin

.PHONY: demo test bench scores notebooks golden clean

# Check a real plan against Decision 2282 and print the table. Exit code 1 means "the plan has gaps": it is the demo's
# result, not its failure.
demo: $(VENV)/installed
	$(bin)/kehoach check $(PLAN) --baseline 2282 || test $$? -eq 1

test: $(VENV)/installed-dev
	$(bin)/ruff check
	$(bin)/mypy
	$(bin)/pytest $(PYTEST_FLAGS)

bench: $(VENV)/installed
	$(bin)/python benchmarks/bench_speed.py

# Write today's figures to corpus/scores.json; the tests fail when they fall below it.
scores: $(VENV)/installed
	$(bin)/kehoach score --update

# Write the golden reports of the five plans anew; the change then shows what the outputs say differently.
golden: $(VENV)/installed-dev
	KEHOACH_GOLDEN=write $(bin)/pytest tests/test_report_*.py
	git diff --stat tests/golden

# Run the notebooks anew and keep their outputs; the tests fail when they would print something else.
notebooks: $(VENV)/installed-dev
	$(bin)/python notebooks/run.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(bin)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	$(bin)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/installed
