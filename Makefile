# Everything starts from a bare clone with python3, git and make.
PYTHON ?= python3
UV := .tools/bin/uv
RUN := $(UV) run --frozen --no-sync
NPM = $(RUN) npm --prefix frontend --silent
PORT ?= 8501
PYTEST := $(RUN) python -m pytest --numprocesses=auto --maxprocesses=4 --dist=worksteal
FIND := $(RUN) python -m tests.find_browser && $(RUN) python -m tests.find_nginx && $(RUN) python -m tests.find_postgres
export UV_SYSTEM_CERTS ?= 1

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-under-load test-engines test-clients test-lowest fuzz soak check frontend fonts looks bench geodata docs docs-site bill-of-materials release

help:  ## Say what can be made.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: .venv/ready  ## Open the map on the bundled data.
	$(RUN) mapapp serve --open --port $(PORT)

test: .venv/ready frontend/node_modules/ready  ## Run every test, in a real browser too (finds or installs one).
	$(FIND)
	$(PYTEST)

test-fast: .venv/ready frontend/node_modules/ready  ## Run every test that needs no browser.
	$(PYTEST) -m "not browser"

test-under-load: .venv/ready frontend/node_modules/ready  ## Run every test in random order, beside four busy loops.
	$(FIND)
	$(RUN) python -m tests.under_load

test-engines: .venv/ready  ## Ask PostgreSQL, Spark and ClickHouse everything that DuckDB is asked, over hostile data (needs Java 17 for Spark).
	$(RUN) python -m tests.find_postgres
	MAPAPP_TEST_ENGINES=required $(PYTEST) tests/engines
	MAPAPP_TEST_ENGINES=spark UV_PROJECT_ENVIRONMENT=.venv-spark $(UV) run --frozen --group spark python -m pytest \
		-W "ignore:unclosed <socket:ResourceWarning" tests/engines/test_spark.py tests/engines/test_parity.py
	MAPAPP_TEST_ENGINES=clickhouse UV_PROJECT_ENVIRONMENT=.venv-clickhouse $(UV) run --frozen --group clickhouse python -m pytest \
		tests/engines/test_clickhouse.py tests/engines/test_parity.py

test-clients: .venv/ready  ## Read the API with QGIS, ogr2ogr and R's sf (apt-get install --no-install-recommends qgis gdal-bin r-cran-sf).
	$(PYTEST) tests/desktop_clients.py

fuzz: .venv/ready  ## Read 10,000 altered files, ask the API thousands of questions; count what it did not stand.
	$(RUN) python -m tests.fuzz
	$(RUN) python -m tests.fuzz.api

check: .venv/ready frontend/node_modules/ready  ## Lint, types, import contracts, licences.
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) reuse lint --quiet
	$(NPM) run check

frontend: frontend/node_modules/ready  ## Bundle the page's scripts and styles again.
	$(NPM) run build

fonts: .venv/ready  ## Make Streamlit's fonts smaller again, after an upgrade or for a new icon.
	$(RUN) python frontend/fonts.py

looks: .venv/ready  ## Take the reference pictures of the six main screens again; look at each.
	$(RUN) python -m tests.find_browser
	RENEW_LOOKS=yes $(RUN) python -m pytest tests/browser/test_looks.py

soak: .venv/ready  ## Use a server for 20 minutes while its file is replaced: memory, errors, wrong answers.
	$(RUN) python -m tests.find_browser
	$(RUN) python -m tests.soak

bench: .venv/ready  ## Measure speed and memory, as ratios; AGAINST=a second checkout, made ready.
	$(RUN) python -m tests.bench $(if $(AGAINST),--against $(AGAINST))

geodata: .venv/ready  ## Build geodata/ again from its packages.
	$(RUN) python geodata/build.py
	$(RUN) python geodata/world.py

bill-of-materials: $(UV)  ## List every dependency with its version and hashes, in build/ (CycloneDX).
	@mkdir -p build
	$(UV) export --frozen --no-dev --all-extras --quiet --format cyclonedx1.5 --output-file build/mapapp.cdx.json

release: check bill-of-materials  ## Ask for known faults of dependencies (osv.dev), then build what is published.
	$(UV) audit --frozen --preview-features audit-command
	$(UV) build --quiet
	cp build/mapapp.cdx.json dist/

docs-site: .venv/ready  ## Build the documentation as a site, in build/site.
	NO_MKDOCS_2_WARNING=1 UV_PROJECT_ENVIRONMENT=.venv-docs $(UV) run --frozen --group docs mkdocs build --strict --quiet

test-lowest: $(UV)  ## Run the tests without a browser on the lowest versions that pyproject.toml allows.
	$(UV) venv --quiet --clear --python 3.11 build/lowest
	VIRTUAL_ENV=build/lowest $(UV) pip install --quiet --resolution lowest-direct -e .
	VIRTUAL_ENV=build/lowest $(UV) pip install --quiet --group dev
	build/lowest/bin/python -m pytest --ignore tests/browser

docs: .venv/ready  ## Write the generated parts of the documentation again.
	$(RUN) python -m mapapp.maintenance.datapackage
	$(RUN) python -m mapapp.maintenance.formats_page
	$(RUN) python -m mapapp.maintenance.signs_page
	$(RUN) python -m mapapp.maintenance.figures

.venv/ready: $(UV) pyproject.toml uv.lock
	$(UV) sync --frozen
	@touch $@

frontend/node_modules/ready: .venv/ready frontend/package-lock.json
	$(NPM) ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.13,<1"
