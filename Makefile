# The two commands of the README, and their parts. Each does its own set-up in .venv/.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
ENVIRONMENT ?= production
CORPUS ?= ../shared/corpus/aws-samples
CONFORMANCE ?= ../shared/conformance
MULTITOOL := .venv/multitool

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: scan synth test check format index conformance benchmark benchmark-startup oracles multitool clean

reports = --format json=$(1)/report.json --format sarif=$(1)/report.sarif \
  --format sarif-github=$(1)/report.github.sarif --format junit=$(1)/report.junit.xml

scan: synth ## synthesize infra/ and scan it, beside the seed as it was written; all reports go into out/
	@rm -f out/report.* out/as-written/report.*
	@# --exit-zero: its gate is to be closed; whatever could not be scanned still stops here.
	$(BIN)/synthgate scan out/as-written/cdk.out --exit-zero \
	  --format text=out/as-written/report.txt $(call reports,out/as-written)
	@$(BIN)/synthgate scan out/cdk.out --format text $(call reports,out); code=$$?; \
	if [ -f out/report.json ]; then \
	  $(BIN)/python infra/as_written/compare.py out/as-written/report.json out/report.json; fi; \
	echo "Reports: $$(ls out/report.* out/as-written/report.* | tr '\n' ' ')"; exit $$code

synth: $(READY)
	PYTHONPATH=infra $(BIN)/python -m as_written.synth --output out/as-written/cdk.out
	$(BIN)/python infra/synth.py --environment $(ENVIRONMENT) --output out/cdk.out

test: check ## every check and every test
	$(BIN)/python -m pytest

check: $(READY) ## the fast part: lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright --project pyproject.toml

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

index: $(READY) ## write rules/README.md from the cards
	$(BIN)/synthgate rules list --format markdown > rules/README.md

conformance: $(READY) ## hold the rules against other scanners' labelled cases, where they are
	@mkdir -p out; if [ -f $(CONFORMANCE)/run.py ]; then \
	  $(BIN)/python $(CONFORMANCE)/run.py --command $(BIN)/synthgate --misses out/conformance-misses.jsonl; \
	else echo "no $(CONFORMANCE)/run.py: nothing to compare with (make CONFORMANCE=DIR …)"; fi

benchmark: $(READY) ## time a folder of templates against the floor and the peers that are here
	$(BIN)/python benchmarks/corpus.py $(CORPUS)

benchmark-startup: $(READY) ## time --help and one small template with 500 rules in a pack
	$(BIN)/python benchmarks/startup.py

oracles: $(READY) ## compare with other readers of CloudFormation (in an environment of their own)
	$(PYTHON) -m venv .venv/oracles
	.venv/oracles/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	.venv/oracles/bin/python -m pip install --quiet --editable . --group oracles --group dev
	.venv/oracles/bin/python -m pytest tests/scanner/resolve/test_oracles.py

multitool: $(READY) ## hold the SARIF against Microsoft's validator (needs npm)
	npm install --silent --prefix $(MULTITOOL) @microsoft/sarif-multitool@5.7.0
	chmod -R u+x $(MULTITOOL)/node_modules/@microsoft  # npm may be told not to run its postinstall
	SYNTHGATE_SARIF_MULTITOOL=$$(ls $(MULTITOOL)/node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool) \
	  $(BIN)/python -m pytest tests/reports/test_multitool.py

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "synthgate needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[cdk,sam,iam]' --group dev
	@touch $@

clean:
	rm -rf .venv out dist
