# Each command sets up what it needs first; `make help` lists them.
# Settings: PYTHON=python3.12 (interpreter), MONTH=2021-03, PARTY=d66, ARGS="..." (passed on).

PYTHON ?= python3
RUN := .venv/bin
LAB := .venv-lab/bin
BRIEFING := $(RUN)/briefing

# Two environments at once would write the same files of the project.
.NOTPARALLEL:

# Set on some machines; it makes every start of Python slower.
unexport PYTHONDONTWRITEBYTECODE
export PYTHON

.PHONY: help briefing check review lab tutorial test test-all test-slow torture lock-pages coverage mutants lint hooks bench benchmark cold pictures dictionary reference explore audit sbom lock clean no-outputs-in-git setup setup-dev setup-lab

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 16

briefing: setup ## make the briefings of the last complete month, or of MONTH=YYYY-MM, into reports/
	@$(BRIEFING) build $(if $(MONTH),--month $(MONTH)) $(if $(PARTY),--party $(PARTY)) $(ARGS)

check: setup ## report every problem in data/, and what is missing by MONTH=YYYY-MM
	@$(BRIEFING) check $(if $(MONTH),--month $(MONTH)) $(ARGS)

review: setup ## list the signatures that wait for a decision
	@$(BRIEFING) review $(if $(MONTH),--month $(MONTH)) $(ARGS)

tutorial: setup ## set up a month to practise on in practice/, with invented people: docs/tutorial.md
	@$(RUN)/python scripts/practice.py

# Where JupyterLab starts: the project, so that lists can be dropped into data/. It neither asks for news nor fetches any.
ROOT := .
SETTINGS := --LabApp.app_settings_dir=scripts/jupyterlab

lab: setup-lab no-outputs-in-git ## open JupyterLab on the project, in its folder notebooks/
	@JUPYTER_CONFIG_PATH=$(CURDIR)/scripts/jupyterlab$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH} exec $(LAB)/jupyter lab --notebook-dir $(ROOT) --LabApp.default_url=/lab/tree/notebooks $(SETTINGS) $$([ "$$(id -u)" != 0 ] || echo --allow-root) $(ARGS)

# Outputs and cells that an analyst added may name persons: they stay on disk and never enter a commit.
no-outputs-in-git: setup-lab
	@! git rev-parse --git-dir >/dev/null 2>&1 || { \
		git config filter.nbstripout.clean '$(LAB)/python scripts/notebook_filter.py %f' && \
		git config filter.nbstripout.smudge cat && git config filter.nbstripout.required true; }

test: setup ## run the quick tests, on all cores (five minutes)
	@$(RUN)/python -m pytest $(CORES) $(ARGS)

test-all: test test-slow ## run the slow tests too: browser, JupyterLab, PDF, hostile and spoilt inputs (twelve minutes more)

test-slow: setup-dev setup-lab
	@$(RUN)/python -m pytest tests/slow $(CORES) $(ARGS)

# All cores; who is done takes work from the others.
CORES := -n auto --dist worksteal

torture: setup-dev ## kill the build, spoil its inputs and write hostile ones, far more often than the tests do (hours)
	@$(RUN)/python -m pytest tests/slow --torture -m torture -rA $(ARGS)

lock-pages: setup ## lock what pages and tables say now, and show how that differs from the lock before
	@PYTHONPATH=tests:scripts $(RUN)/python -m support.locked_pages

coverage: setup-dev ## which lines and branches of the method its tests run; at least 95%
	@mkdir -p build
	@$(RUN)/coverage run -m pytest tests/core tests/figures tests/parliament tests/signatories $(ARGS)
	@$(RUN)/coverage report

# `mutmut results` then lists those that nobody noticed, `mutmut show NAME` shows one; what was tried before is kept.
mutants: setup-dev ## change the method here and there: does a test notice? (hours; ARGS="'analysis.core.names.*'")
	@$(RUN)/mutmut run $(ARGS)
	@$(RUN)/mutmut export-cicd-stats && cat mutants/mutmut-cicd-stats.json

audit: setup-dev ## look for known vulnerabilities in what the lock files hold (asks PyPI); fails where it can't look
	@for lock in requirements*.lock; do $(RUN)/pip-audit --strict --disable-pip --require-hashes --requirement $$lock || { \
		echo "$$lock: a package has a known vulnerability, or one could not be looked up: see above" >&2; exit 1; }; done

# For any registry, as the lock files: no address of one, no time, no path.
sbom: setup ## list what the lock files hold in build/*.cdx.json (SBOM, CycloneDX)
	@$(PYTHON) -m venv --clear build/sbom
	@build/sbom/bin/python -m pip --quiet install --require-hashes --requirement requirements-sbom.lock
	@for lock in requirements*.lock; do build/sbom/bin/python -W ignore -m cyclonedx_py requirements $$lock --index-url "" \
		--pyproject pyproject.toml --output-reproducible --validate --output-file build/$${lock%.lock}.cdx.json || exit; done

lint: setup-dev ## check style, format and types
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy

hooks: setup-dev ## check notebooks, data, style and types before each commit from now on
	@$(RUN)/pre-commit install

bench: setup-dev ## measure how many errors planted in the figures are found, and how made-up signatures are matched
	@$(RUN)/python benchmarks/planted_errors.py
	@$(RUN)/python benchmarks/lists_of_hands.py --lines 7000

benchmark: setup-dev ## measure the batch beside the usual way of running notebooks (a quarter of an hour)
	@$(RUN)/python benchmarks/batch_against_peers.py $(ARGS)

cold: setup-dev setup-lab ## measure a cold start of JupyterLab up to a finished notebook of figures
	@$(RUN)/python benchmarks/cold_start.py $(ARGS)

pictures: setup-dev ## make the pictures of the README in docs/pictures/ from D66's briefing of October 2026
	@$(RUN)/python scripts/pictures.py

dictionary: setup ## write data/README.md from the contract of the data
	@$(RUN)/python scripts/dictionary.py

reference: setup ## write docs/reference.md from the docstrings of the package
	@$(RUN)/python scripts/reference.py

explore: setup ## write the answers in docs/explore.md anew; read what is said of them
	@$(RUN)/python scripts/explore.py

lock: ## renew the lock files from pyproject.toml (needs uv)
	@$(LOCK) pyproject.toml --extra test -o requirements.lock
	@$(LOCK) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
	@$(LOCK) pyproject.toml --extra lab -c requirements.lock -o requirements-lab.lock
	@$(LOCK) --group setup -o requirements-uv.lock
	@$(LOCK) --group sbom -o requirements-sbom.lock

# No index address and no path gets into a lock file: it holds for any registry with the same packages.
LOCK := uv pip compile --python-version 3.11 --universal --generate-hashes --no-annotate --no-header --quiet --upgrade

# The git filter of notebooks needs .venv-lab. It stays while there is something on disk that it keeps out of commits.
clean: ## remove environments and caches; reports/ stays
	@rm -rf .venv .venv-lab .pytest_cache .mypy_cache .ruff_cache .hypothesis build mutants src/*.egg-info
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@for file in $$(git ls-files notebooks 2>/dev/null); do \
		[ "$$(git hash-object --no-filters $$file)" = "$$(git rev-parse :$$file)" ] || \
		{ echo "$$file is not as git has it: run make lab before the next commit, it keeps outputs out"; exit; }; \
	done; git config --remove-section filter.nbstripout 2>/dev/null || true

setup:
	@sh scripts/setup.sh .venv requirements.lock

setup-dev:
	@sh scripts/setup.sh .venv requirements-dev.lock

setup-lab:
	@sh scripts/setup.sh .venv-lab requirements-lab.lock
