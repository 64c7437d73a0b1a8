# Every command of the project. `make` alone lists them.
# `make demo` and `make test` set up what they need in .venv on first use; later runs start at once and need no network.

PYTHON ?= python3
# Folders with labelled data and with the scorers; they are no part of the project and have no default.
DATA ?=
SCORE ?=
CASE ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the commands
	@echo "usage: make COMMAND"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '%-20s %s\n' "$$name" "$$what"; done

.PHONY: setup
setup: $(READY) ## make .venv with the locked dependencies and this package

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "sayso needs Python 3.11 or newer; '$(PYTHON)' is `$(PYTHON) --version 2>&1`."; \
	  echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv) or name one: make $(MAKECMDGOALS) PYTHON=python3.12"; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(READY): requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "installing the locked dependencies (first use only) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: demo
demo: $(READY) ## read the example episode; print matrix, standing and sentence; write report.html
	@$(BIN)/sayso demo

.PHONY: test
test: $(READY) ## lint, types, tests and docs check: what CI runs
	$(MAKE) --no-print-directory lint types
	$(BIN)/pytest --numprocesses auto --maxprocesses 4

.PHONY: test-browser
test-browser: $(READY) ## the pages in a browser: access, keyboard, scripts off, injected markup; needs Chromium (Debian: apt-get install chromium)
	SAYSO_REQUIRE=chromium $(BIN)/pytest tests/browser

.PHONY: lint
lint: $(READY) ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(READY) ## mypy, strict
	$(BIN)/mypy

.PHONY: format
format: $(READY) ## let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: docs
docs: $(READY) ## check that the docs name every command, stance and standing, and that their examples run
	$(BIN)/pytest tests/test_docs.py

.PHONY: openapi
openapi: $(READY) ## write docs/openapi.json, the description of the app's API, anew
	@$(BIN)/python -c "import json, sys; from sayso.web import openapi_document; json.dump(openapi_document(), sys.stdout, indent=1); print()" > docs/openapi.json

.PHONY: case
case: $(READY) ## show what differs in one case: make case CASE=tests/cases/NAME.md
	@$(BIN)/python -m sayso.testing $(CASE)

.PHONY: wheel
wheel: $(READY) ## build dist/sayso-*.whl
	@rm -rf dist
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist

.PHONY: needs-data
needs-data:
	@test -n "$(DATA)" -a -n "$(SCORE)" || { echo "say where the data and the scorers are: make $(MAKECMDGOALS) DATA=FOLDER SCORE=FOLDER"; exit 1; }

.PHONY: bench-cases
bench-cases: $(READY) needs-data ## accuracy on labelled contested reports: DATA=folder with cases/, SCORE=folder of the scorers
	$(BIN)/python bench/cases.py --data $(DATA) --score $(SCORE)

.PHONY: bench-retrieval
bench-retrieval: $(READY) ## how well candidates are looked up: DATA=folder with checkthat2020_task2/
	$(if $(DATA),,$(error give DATA=folder))
	$(BIN)/python bench/retrieval.py --data $(DATA)

.PHONY: bench-ledger
bench-ledger: $(READY) needs-data ## claims found in 1,606 articles, outlets' own voices: DATA=folder with emergent_fnc/, SCORE=folder of the scorers
	$(BIN)/python bench/ledger.py --data $(DATA) --score $(SCORE)

.PHONY: bench-attribution
bench-attribution: $(READY) needs-data ## accuracy of statements on labelled news: DATA=folder with polnear/, SCORE=folder of the scorers
	$(BIN)/python bench/attribution.py --data $(DATA) --score $(SCORE)

.PHONY: bench-speakers
bench-speakers: $(READY) ## accuracy of who a pronoun or role is, on labelled news: DATA=folder with polnear/
	$(if $(DATA),,$(error give DATA=folder))
	$(BIN)/python bench/speakers.py --data $(DATA)

.PHONY: bench-episodes
bench-episodes: $(READY) ## who takes which side, positions and states in 42 made-up episodes that nothing was learnt on
	$(BIN)/python bench/episodes.py

.PHONY: bench-speed
bench-speed: $(READY) ## words a CPU-second of attribution: DATA=folder with polnear/, SPACY=a python that has spaCy, to compare
	$(if $(DATA),,$(error give DATA=folder))
	$(BIN)/python bench/speed_attribution.py --data $(DATA) $(if $(SPACY),--spacy $(SPACY))

.PHONY: bench-origins
bench-origins: $(READY) ## families and origins: made copies beside other tools, an attack, a flood; DATA=folder with cases/ and emergent_fnc/
	$(BIN)/python bench/origins.py $(if $(DATA),--data $(DATA))
	SAYSO_CASES=2000 $(BIN)/pytest tests/test_origins_whole.py tests/ledger/test_ledger_origins.py

.PHONY: bench-store
bench-store: $(READY) ## a ledger of a million statements on SQLite and PostgreSQL: questions, reading, size; needs PostgreSQL (Debian: apt-get install postgresql)
	$(BIN)/python bench/store.py

.PHONY: test-watch
test-watch: $(READY) ## the network tests with fifty deaths of a watch in place of four
	SAYSO_KILLS=50 $(BIN)/pytest tests/network

.PHONY: bench-browser
bench-browser: $(READY) ## what the browser tests count: pages, violations, hostile texts, exact statements; needs Chromium
	rm -f bench/browser.json
	SAYSO_FIGURES=bench/browser.json SAYSO_REQUIRE=chromium $(BIN)/pytest tests/browser

.PHONY: bench-safety
bench-safety: $(READY) ## the ledger under kill -9, full disks, two writers, copies and changed bytes, in full counts; needs strace and root for all of it
	@rm -f bench/ledger_safety.json
	SAYSO_CASES=200 SAYSO_FIGURES=bench/ledger_safety.json $(BIN)/pytest -n 4 tests/ledger/test_ledger_crashes.py tests/ledger/test_ledger_interrupted.py tests/test_determinism.py
	SAYSO_CASES=100 SAYSO_FIGURES=bench/ledger_safety.json $(BIN)/pytest -n 2 tests/ledger/test_ledger_proof.py

.PHONY: bench-time
bench-time: $(READY) ## 5,000 random steps of a desk, every question about the past compared with a replay
	@rm -f bench/ledger_time.json
	SAYSO_CASES=5000 SAYSO_FIGURES=bench/ledger_time.json $(BIN)/pytest -n 4 tests/ledger/test_ledger_replay.py

.PHONY: bench-hostile
bench-hostile: $(READY) ## what hostile inputs cost: bombs, slow pages, a thousand good pages among a hundred hostile inputs; 10,000 cases a reader
	$(BIN)/python bench/hostile.py
	SAYSO_CASES=10000 $(BIN)/pytest tests/articles/test_reader_properties.py tests/articles/test_hostile.py

READERS ?= page.html rss.xml feed.json letter.eml saved.mhtml paper.pdf crawl.warc crawl.warc.gz pile.zip list.json cloud.csv lines.jsonl
SECONDS ?= 60

.PHONY: fuzz
fuzz: $(READY) ## search for bytes that make a reader fail: READERS="rss.xml ..." SECONDS=60 (each)
	@mkdir -p .fuzz; for reader in $(READERS); do echo "fuzzing $$reader for $(SECONDS) seconds"; \
	  $(BIN)/python tests/fuzz/fuzz_reader.py $$reader --seconds $(SECONDS) --work .fuzz > .fuzz/$$reader.log 2>&1 || { tail -40 .fuzz/$$reader.log; exit 1; }; \
	  grep -h 'executed_units\|nothing was fuzzed' .fuzz/$$reader.log; done

.PHONY: bench-extract
bench-extract: $(READY) ## main text of pages: DIR=folder in the article extraction benchmark's format; without it on made pages
	$(BIN)/python bench/extract.py $(if $(DIR),--dir $(DIR))

.PHONY: bench-pairs
bench-pairs: $(READY) ## pairs of claim and statement a CPU-second of the pair model; needs no data
	$(BIN)/python bench/speed_pairs.py

.PHONY: bench-web
bench-web: $(READY) ## pages of the app on a made ledger of 100,000 articles; some ten minutes, needs no data
	$(BIN)/python bench/web_pages.py

.PHONY: bench-sentences
bench-sentences: $(READY) ## the shipped tagger on the held-out sentences of training/attribution
	$(BIN)/python training/attribution/score_sentences.py --model src/sayso/attribution/model

OPTIONS := --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-options

.PHONY: lock
lock: $(BIN)/python ## resolve the dependencies anew and write both lock files (needs the network)
	@test -d .venv-lock || $(BIN)/python -m venv .venv-lock
	@.venv-lock/bin/python -m pip install -qq --disable-pip-version-check pip-tools
	.venv-lock/bin/pip-compile $(OPTIONS) --output-file requirements.lock pyproject.toml
	@.venv-lock/bin/python -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb')); print(*p['project']['dependencies'], *p['dependency-groups']['dev'], sep='\n')" > .venv-lock/dev.in
	.venv-lock/bin/pip-compile $(OPTIONS) --constraint requirements.lock --output-file requirements-dev.lock .venv-lock/dev.in

.PHONY: clean
clean: ## remove what was built; ledgers and reports stay
	rm -rf dist .venv .venv-lock .mypy_cache .pytest_cache .ruff_cache .hypothesis .fuzz
