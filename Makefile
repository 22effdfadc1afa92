# Two commands on a machine with Python and make only: `make demo` and `make test`.

PYTHON ?= python3
VENV ?= .venv
PLAN ?= corpus/plans/dien-bien-2021.md
PYTEST_FLAGS ?= -n 2
FUZZ_TEXTS ?= 1000000
FUZZ_FILES ?= 50000
FUZZ_OFFICE ?= 100
FUZZ_FLAGS ?=

bin := $(VENV)/bin
# CI installs the versions of .ci/constraints.txt (written by .ci/lock); everybody else what pyproject.toml allows.
constraints := $(if $(CI),--constraint .ci/constraints.txt)

.PHONY: demo test bench fuzz scores notebooks golden schema licences release-check clean

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

# A million texts and fifty thousand files by lot, held against the laws: hours. The tests run the short form.
# `make fuzz FUZZ_TEXTS=20000 FUZZ_FILES=1000` is a form of ten minutes; FUZZ_FLAGS="--seconds 600" ends each run by the clock.
fuzz: $(VENV)/installed-dev
	cd tests && $(abspath $(bin))/python -m fuzz texts --count $(FUZZ_TEXTS) $(FUZZ_FLAGS)
	cd tests && $(abspath $(bin))/python -m fuzz files --count $(FUZZ_FILES) $(FUZZ_FLAGS)
	cd tests && $(abspath $(bin))/python -m fuzz office --count $(FUZZ_OFFICE) $(FUZZ_FLAGS)

# Write the JSON Schema files anew from the models; docs/schema.md says which change asks for which version.
schema: $(VENV)/installed-dev
	$(bin)/python schema/make.py

# Write docs/licences.md anew from the installed packages; fails when one is under a strong copyleft licence.
licences: $(VENV)/installed-dev
	$(bin)/python .ci/licences.py

# What must hold before a release: the packages build, their pages render, the wheel works alone, contract and licences.
release-check: $(VENV)/installed-dev
	rm -rf dist
	$(bin)/python -m pip install --quiet --disable-pip-version-check $(constraints) build twine
	$(bin)/python -m build --no-isolation
	$(bin)/python -m twine check --strict dist/*
	$(bin)/python schema/make.py --check
	$(bin)/python .ci/licences.py --check
	$(bin)/pytest tests/test_wheel.py tests/test_schema.py tests/test_supply.py tests/test_docs.py

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
	$(bin)/python -m pip install --quiet --disable-pip-version-check $(constraints) --editable .
	touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	$(bin)/python -m pip install --quiet --disable-pip-version-check $(constraints) --editable '.[dev]'
	touch $@ $(VENV)/installed
