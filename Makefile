# make run    install what is missing, start the studio, print its address   (PORT=8501)
# make test   install what the tests need, a browser too, and run them all
# make setup  only install;  make bench / load / gallery: long runs of their own

PORT ?= 8501
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: run setup test lint browser bench load gallery clean

run: $(VENV)/ready
	@PORT=$(PORT) $(PY) app.py

setup: $(VENV)/ready

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Reelwright needs Python 3.11 or newer; name one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python cannot make a virtual environment here. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/ready: requirements.txt constraints.txt | $(VENV)/bin/python
	@echo "Installing what Reelwright needs (once, a minute or two) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@$(PY) -m compileall -q $(VENV)/lib >/dev/null 2>&1 || true
	@touch $@

$(VENV)/ready-dev: requirements-dev.txt $(VENV)/ready
	@echo "Installing what the tests need …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

browser:
	@sh tests/journeys/browser.sh

lint: $(VENV)/ready-dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

test: lint browser
	@$(PY) -m pytest

bench: $(VENV)/ready-dev
	@$(PY) -m bench

load: $(VENV)/ready-dev
	@$(PY) -m pytest tests/load tests/faults -m ""

gallery: $(VENV)/ready-dev browser
	@$(PY) -m bench.gallery
	@$(PY) -m bench.screens

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
