# make run    set up once, then learn:   make run ARGS='--session mine --minutes 10'
# make test   set up with the test extras, then every check and every test
# make check  only the checks that run nothing: ruff, mypy, tsc

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
ARGS   ?=
DEPS   := pyproject.toml
LOCK   := bridge/package-lock.json

.PHONY: run test check lint types types-js test-py test-js clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# //p' Makefile

run: $(VENV)/.run $(VENV)/.bridge
	@$(VENV)/bin/voyager run $(ARGS)

test: check test-py test-js

check: lint types types-js

lint: $(VENV)/.test
	$(VENV)/bin/ruff check voyager tests

types: $(VENV)/.test
	$(VENV)/bin/mypy

types-js: $(VENV)/.test $(VENV)/.bridge
	@echo tsc -p bridge
	@cd bridge && "$$(../$(PY) -m voyager.adapters.node_setup --node)" node_modules/typescript/bin/tsc -p .

test-py: $(VENV)/.test $(VENV)/.bridge
	$(PY) -m pytest $(ARGS)

test-js: $(VENV)/.test $(VENV)/.bridge
	@echo node --test bridge/test
	@cd bridge && "$$(../$(PY) -m voyager.adapters.node_setup --node)" --test --test-reporter=dot \
	  --test-concurrency="$$(../$(PY) -c 'import os; print(os.cpu_count())')" 'test/**/*.test.js'

# ── set-up: each stamp is made once and again only when what it depends on changes ──────────────

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Voyager needs Python 3.11 or newer, and $(PYTHON) is older or missing. Name another: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python could not create $(VENV). On Debian or Ubuntu: apt install python3-venv, then make again." >&2; exit 1; }
	@$(PY) -m pip install --quiet --upgrade pip
	@touch $@

$(VENV)/.run: $(DEPS) | $(VENV)/.created
	@echo "Installing Voyager and the packages it needs into $(VENV) (about a minute, once) …"
	@$(PY) -m pip install --quiet --editable .
	@touch $@

$(VENV)/.test: $(DEPS) | $(VENV)/.created
	@echo "Installing Voyager with what its tests need into $(VENV) (about a minute, once) …"
	@$(PY) -m pip install --quiet --editable '.[test]'
	@touch $@ $(VENV)/.run

# The bridge's npm packages; Node itself came with the Python packages.
$(VENV)/.bridge: $(LOCK) | $(VENV)/.created
	@test -e $(VENV)/.run || $(MAKE) --no-print-directory $(VENV)/.run
	@$(PY) -m voyager.adapters.node_setup
	@touch $@

clean:
	rm -rf $(VENV) bridge/.deps bridge/node_modules .mypy_cache .ruff_cache .pytest_cache
