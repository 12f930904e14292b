# One-line wrappers around run.py, for people who like make. `make help` lists them.
PYTHON ?= python3
VENV := .venv/bin

.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

run: ## install what is missing and serve on 127.0.0.1:8080
	$(PYTHON) run.py

setup: ## only install
	$(PYTHON) run.py setup

test: ## run all tests
	$(PYTHON) run.py test

check: ## format, lint, types, import contracts, templates
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/djlint --lint ils catalog circulation foreign_fund

format: ## format the code
	$(VENV)/ruff format .
	$(VENV)/ruff check --fix .

bench: ## measure import and check-out against bare baselines
	$(VENV)/python -m bench

words: ## collect the texts of the interface into the catalogues
	$(VENV)/python -m tests.words

.PHONY: help run setup test check format bench words
