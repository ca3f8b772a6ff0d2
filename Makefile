# Altyn Kopir. Every command sets up what it needs by itself; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test check bench storm matrix year picture clean
SHELL := /bin/bash

BIN := .venv/bin
CODE := main.py bot handlers storage sandbox tests $(wildcard benchmarks training)
# `make run PORT=8082`: another port for the page of the demo.
PORT ?=
# What `make bench` runs, each alone; benchmarks/README.md says what each one measures.
BENCHMARKS ?= news_quality story_quality story_cost triage_quality inbound search polling sending sending_cost sending_million digests
# How many test processes: on two cores one more than cores, since tests of a bot at work wait a lot.
WORKERS ?= 3

help:
	@echo "make run      start: with BOT_TOKEN (environment or .env) real Telegram, else the sandbox"
	@echo "make test     every test; those that need a browser or PostgreSQL say why they skip"
	@echo "make check    formatting, lint and types"
	@echo "make bench    the benchmarks of benchmarks/"
	@echo "make storm    10,000 random updates against the desk; says what promise was broken"
	@echo "make matrix   kill the sender at 200 moments: calm, disk full, database locked (half an hour)"
	@echo "make picture  take the pictures of docs/ anew with the browser tests"
	@echo "make year     let 200 subscribers live through a simulated year (some minutes)"
	@echo "make clean    remove what the commands above made, but not var/ (your data)"

run: .venv/runtime.stamp
	@if [ -n "$$BOT_TOKEN" ] || grep -qsE '^[[:space:]]*(export[[:space:]]+)?BOT_TOKEN[[:space:]]*=[[:space:]]*[^[:space:]#]' .env; \
	then exec $(BIN)/python main.py run; else exec $(BIN)/python main.py demo $(if $(PORT),--port $(PORT)); fi

test: .venv/dev.stamp
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

check: .venv/dev.stamp
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy --strict $(CODE)

bench: .venv/dev.stamp
	@for name in $(BENCHMARKS); do \
	echo "== python -m benchmarks.$$name"; $(BIN)/python -m benchmarks.$$name || missed="$$missed $$name"; \
	done; [ -z "$$missed" ] || { echo "Missed or failed:$$missed"; exit 1; }

# `make storm STORM="2000 7"`: so many updates from that seed.
STORM ?= 10000 1
storm: .venv/dev.stamp
	@$(BIN)/python -m tests.desk.storm $(STORM)

# `make matrix KILLS=20`: fewer moments.
KILLS ?= 200
matrix: .venv/dev.stamp
	@$(BIN)/python -m tests.law.matrix $(KILLS)

# `make year SEED=2`: another year.
SEED ?= 1
year: .venv/dev.stamp
	@$(BIN)/python -m tests.reach.year 200 365 $(SEED)

picture: .venv/dev.stamp
	@PICTURE=1 $(BIN)/python -m pytest -n 0 tests/browser/test_both_paths.py tests/browser/test_whole_case.py \
		tests/browser/test_citizen_guide.py tests/browser/test_digest_pictures.py

.venv/bin/python:
	@bash .ci/venv

.venv/runtime.stamp: requirements.txt | .venv/bin/python
	@echo "Installing what the bot needs (once; a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "Installing what the tests need (once; a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch .venv/runtime.stamp $@

clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
