# Two commands matter: `make up` serves the site, `make test` proves what the project promises.
PYTHON ?= python3
BIN := .venv/bin
PERRON_SHARED ?= ../shared
export PERRON_SHARED

.PHONY: up test check bench lock messages help

up: ## Make everything that is missing, then serve the site on port 8000
	@$(PYTHON) tools/prepare.py run && exec $(BIN)/perron up

test: ## Prove everything that the project promises
	@$(PYTHON) tools/prepare.py dev && exec $(BIN)/python tools/run_tests.py

check: ## Style, types, floors, templates, dependencies, translations, migrations
	@$(PYTHON) tools/prepare.py dev && exec $(BIN)/python tools/check.py

bench: ## Measure what people wait for, beside what they would use instead (ONLY=name for one)
	@$(PYTHON) tools/prepare.py dev && exec $(BIN)/python -m bench $(if $(ONLY),--only $(ONLY))

lock: ## Write the locked requirements anew
	@$(BIN)/python tools/lock.py

messages: ## Add new strings to the translation files
	@$(BIN)/python -m perron.project.translations update

help: ## This list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12
