# Each command sets up what it needs first; `make help` lists them.
# Settings: PYTHON=python3.12 (interpreter), MONTH=2021-03, PARTY=d66, ARGS="..." (passed on).

PYTHON ?= python3
RUN := .venv/bin
LAB := .venv-lab/bin
BRIEFING := $(RUN)/briefing
NOTEBOOKS := notebooks

# Two environments at once would write the same files of the project.
.NOTPARALLEL:

# Set on some machines; it makes every start of Python slower.
unexport PYTHONDONTWRITEBYTECODE
export PYTHON

.PHONY: help briefing check review lab test torture coverage mutants lint hooks bench benchmark cold country pictures dictionary reference dependencies explore audit lock clean setup setup-dev setup-lab

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 16

briefing: setup ## make the briefings of the last complete month, or of MONTH=YYYY-MM, into reports/
	@$(BRIEFING) build $(if $(MONTH),--month $(MONTH)) $(if $(PARTY),--party $(PARTY)) $(ARGS)

check: setup ## report every problem in data/, and what is missing by MONTH=YYYY-MM
	@$(BRIEFING) check $(if $(MONTH),--month $(MONTH)) $(ARGS)

review: setup ## list the signatures that wait for a ruling
	@$(BRIEFING) review $(if $(MONTH),--month $(MONTH)) $(ARGS)

# Who opens it for the first time is not asked about news, and none is fetched.
SETTINGS := --LabApp.app_settings_dir=scripts/jupyterlab

lab: setup-lab ## open JupyterLab on the notebooks
	@exec $(LAB)/jupyter lab --notebook-dir $(NOTEBOOKS) $(SETTINGS) $$([ "$$(id -u)" != 0 ] || echo --allow-root) $(ARGS)

test: setup-dev setup-lab ## run the tests, some of them in JupyterLab
	@$(RUN)/python -m pytest $(ARGS)

torture: setup-dev ## kill the build, spoil its inputs and write hostile ones, far more often than the tests do (hours)
	@$(RUN)/python -m pytest --torture -m torture -rA $(ARGS)

coverage: setup-dev ## which lines and branches of the method its tests run; at least 95%
	@mkdir -p build
	@$(RUN)/coverage run -m pytest $$($(RUN)/python scripts/mutants.py --tests) $(ARGS)
	@$(RUN)/coverage report

mutants: setup-dev ## change the method here and there: how many changes does a test notice? (hours; ARGS="--sample 400")
	@$(RUN)/python scripts/mutants.py $(ARGS)

audit: setup-dev ## look for known vulnerabilities in what the lock files hold; ends with 2 where PyPI can't be asked
	@$(RUN)/python scripts/audit.py

lint: setup-dev ## check style, format and types
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy

hooks: setup-dev ## check notebooks, data, style and types before each commit from now on
	@$(RUN)/pre-commit install

bench: setup-dev ## measure how many errors planted in the figures are found, and how made-up signatures are matched
	@$(RUN)/python benchmarks/planted_errors.py
	@$(RUN)/python benchmarks/signature_lists.py --lines 10000 --careful 0 0.75

benchmark: setup-dev ## measure the batch beside the usual ways of running notebooks (a quarter of an hour)
	@$(RUN)/python benchmarks/batch_against_peers.py $(ARGS)

cold: setup-dev setup-lab ## measure a cold start of JupyterLab up to a finished notebook of figures
	@$(RUN)/python benchmarks/cold_start.py $(ARGS)

country: setup-dev ## measure whether thousands of briefings take as long each as the first ones
	@$(RUN)/python benchmarks/synthetic_country.py $(ARGS)

pictures: setup-dev ## make the pictures of the README in docs/pictures/ from D66's briefing of October 2026
	@$(RUN)/python scripts/pictures.py $(ARGS)

dictionary: setup ## write data/README.md from the contract of the data
	@$(RUN)/python -m analysis.dictionary

dependencies: setup-dev setup-lab ## write docs/dependencies.md: what the project stands on, its licences and weights
	@$(RUN)/python scripts/dependencies.py

reference: setup ## write docs/reference.md from the docstrings of the package
	@$(RUN)/python scripts/reference.py

explore: setup ## write the answers in docs/explore.md anew; read what is said of them
	@$(RUN)/python scripts/explore.py

lock: ## renew the lock files from pyproject.toml (needs uv)
	@$(LOCK) -o requirements.lock
	@$(LOCK) -c requirements.lock --extra dev -o requirements-dev.lock
	@$(LOCK) -c requirements.lock --extra lab -o requirements-lab.lock

# No index address and no path gets into a lock file: it holds for any registry with the same packages.
LOCK := uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-annotate --no-header --quiet --upgrade

clean: ## remove environments and caches; reports/ stays
	@rm -rf .venv .venv-lab .pytest_cache .mypy_cache .ruff_cache .hypothesis build mutants src/*.egg-info
	@find . -name __pycache__ -prune -exec rm -rf {} +

setup:
	@sh scripts/setup.sh .venv requirements.lock

setup-dev:
	@sh scripts/setup.sh .venv requirements-dev.lock

setup-lab:
	@sh scripts/setup.sh .venv-lab requirements-lab.lock
