# The only entry: each target sets up what it needs in .venv and then does its job.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench docs clean

help: ## What each target does
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "%-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/platform: $(VENV)/run
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[platform]'
	@touch $@

$(VENV)/develop: $(VENV)/platform
	$(BIN)/python tools/groups.py test check | $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --requirement /dev/stdin
	@touch $@

$(VENV)/bench: $(VENV)/develop
	$(BIN)/python tools/groups.py bench | $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --requirement /dev/stdin
	@touch $@

demo: $(VENV)/run ## Match the example corridor and write an HTML report
	$(BIN)/crosswalk demo --to demo-output

serve: $(VENV)/platform ## The site with the example corridor on http://localhost:8000 (PORT= for another port)
	$(BIN)/crosswalk serve --example --data $(or $(DATA),site-data)

test: $(VENV)/develop ## All tests
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/develop ## Style, types, layers, dependencies
	$(BIN)/ruff format --check src tests bench tools examples
	$(BIN)/ruff check src tests bench tools examples
	CROSSWALK_DATA=$(VENV)/site $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

bench: $(VENV)/bench ## Every figure of the README beside its peers (about 15 minutes; needs ../shared)
	$(BIN)/python -m bench

docs: $(VENV)/develop ## The generated pages of docs/reference
	$(BIN)/python tools/reference.py

clean: ## Remove what was set up and built
	rm -rf $(VENV) demo-output build dist src/*.egg-info
