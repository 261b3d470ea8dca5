# `make demo` and `make test` do all the set-up they need and say what they install.
# The other targets: lint, format, parity, sanitize, emulate, fuzz, fuzz-guided, bench, bench-check, encoder, library,
# documentation, install, dist, clean.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
CACHE := $(or $(PROMPTBANK_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/promptbank)
ENCODER := $(CACHE)/encoders/all-MiniLM-L6-v2
PROMPTBANK := .build/release/promptbank
LIBRARY := .build/library/libpromptbank.so.1
NO_ENTRY := demo/without-caravan.prompts

.PHONY: generate sanitize emulate help demo test lint format parity fuzz fuzz-guided bench bench-check encoder engine release library documentation install dist libraries clean

help:
	@sed -n '1,3s/^# //p' Makefile

## The main job on the default encoder; writes pictures into demo/.
demo: release encoder $(VENV)/examples
	@.ci/step "Compiling prompts/cityscapes.prompts with the default encoder"
	@mkdir -p demo
	$(PROMPTBANK) compile prompts/cityscapes.prompts --encoder "$(ENCODER)" -o demo/cityscapes.bank.safetensors
	$(PROMPTBANK) inspect demo/cityscapes.bank.safetensors
	@.ci/step "Drawing a constructed street: regions with masks, and phrases instead of a vision model"
	$(VENV)/bin/python examples/street_scene.py draw demo
	$(PROMPTBANK) encode --encoder "$(ENCODER)" demo/phrases.txt -o demo/phrases.safetensors
	$(VENV)/bin/python examples/street_scene.py outputs demo
	@.ci/step "Scoring every pixel, with the caravan entry and without it"
	sed -e '/^ood caravan/d' -e 's|"templates/|"../prompts/templates/|' prompts/cityscapes.prompts > $(NO_ENTRY)
	$(PROMPTBANK) compile $(NO_ENTRY) --encoder "$(ENCODER)" -o demo/without-caravan.bank.safetensors
	$(PROMPTBANK) score --bank demo/cityscapes.bank.safetensors --outputs demo/outputs.safetensors \
	  --size 512x1024 --output demo/with.safetensors --heat-map demo/anomaly.png --image demo/scene.png
	$(PROMPTBANK) score --bank demo/without-caravan.bank.safetensors --outputs demo/outputs.safetensors \
	  --size 512x1024 --output demo/without.safetensors --heat-map demo/anomaly-without-caravan.png --image demo/scene.png
	@.ci/step "Mean u (higher is more anomalous) by region"
	$(VENV)/bin/python examples/street_scene.py judge demo
	@.ci/step "Look at demo/anomaly.png"
	@echo "The default encoder knows text only: it is for authoring and tests. To score a camera, compile"
	@echo "with the CLIP directory of your model: promptbank compile FILE --encoder DIR -o BANK"

## All tests, on committed fixtures; ONNX Runtime (28 MB, from PyPI) runs the tiny models among them.
test: libraries engine
	swift build --build-tests
	PROMPTBANK_CACHE="$(CACHE)" PROMPTBANK_REQUIRE_ENGINE=1 swift test --skip-build

## The files that are made from a source of truth: the rule catalogue in Swift.
generate:
	.ci/generate

## Formatting, undeclared imports, and the invariants of ARCHITECTURE.md.
lint: libraries
	swift format lint --strict --recursive Package.swift Sources Tests
	swift build --explicit-target-dependency-import-check error
	.ci/invariants

format:
	swift format --in-place --recursive Package.swift Sources Tests

## Comparison with PyTorch, open_clip, transformers, tokenizers; regenerates the fixtures.
parity: release library encoder $(VENV)/Tests/Parity
	.ci/parity "$(VENV)/bin/python" "$(PROMPTBANK)" "$(ENCODER)"

## The scoring kernels in C, with random sizes, under ASan and UBSan (parity runs it too).
sanitize:
	.ci/sanitize-kernels $(or $(CASES),200)

## The same for 64-bit ARM, under qemu-user.
emulate:
	.ci/emulate-kernels $(or $(CASES),50)

## Every fuzz test, long.
fuzz: libraries
	PROMPTBANK_FUZZ_ITERATIONS=$(or $(ITERATIONS),200000) swift test --filter Fuzz

## Coverage-guided fuzzing of each language stage, for SECONDS each.
fuzz-guided: libraries
	.ci/fuzz-guided $(or $(SECONDS),60)

## Encoding against open_clip and transformers (writes Benchmarks/encoding.{md,svg}), and scoring
## against PyTorch, each in one run.
bench: release encoder $(VENV)/Tests/Parity
	$(VENV)/bin/python Benchmarks/encoding.py --promptbank "$(PROMPTBANK)" --output Benchmarks
	$(PROMPTBANK) compile prompts/cityscapes.prompts --encoder "$(ENCODER)" -o .build/bench.bank.safetensors
	$(VENV)/bin/python Benchmarks/scoring.py --promptbank "$(PROMPTBANK)" --bank .build/bench.bank.safetensors

## Time of `check` as a whole process, against check-jsonschema and yamllint, and its growth.
bench-check: release $(VENV)/Tests/Parity
	$(VENV)/bin/python Benchmarks/check.py --promptbank "$(PROMPTBANK)"

## The scorer as one shared library with a C header, for C, C++ and Python.
library:
	@.ci/step "Building the shared library"
	swift build -c release --target PromptBankLibrary
	.ci/make-library .build/release "$(LIBRARY)"

## The pages of the Swift library, from its doc comments and Sources/PromptScoring/PromptScoring.docc.
documentation: libraries
	swift build --target PromptScoring
	.ci/make-documentation .build/debug .build/documentation

## The command, shell completions and the manual page, the library with its header, below PREFIX.
install: release library
	.ci/install "$(PROMPTBANK)" "$(LIBRARY)" "$(or $(PREFIX),$(HOME)/.local)"

## One static binary with its checksum, and a wheel, tried in an empty root.
dist: libraries
	.ci/dist

release: libraries
	@.ci/step "Building promptbank (release)"
	swift build -c release --product promptbank

encoder: $(VENV)/bin/python
	@.ci/fetch-encoder $(VENV)/bin/python "$(ENCODER)"

engine: $(VENV)/bin/python
	@.ci/fetch-engine $(VENV)/bin/python "$(CACHE)/engines"

libraries:
	@.ci/install-packages libyaml-dev libopenblas-dev zlib1g-dev libpng-dev libturbojpeg0-dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/install-packages python3 python3-venv
	@echo "Making a Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/%: %/requirements.txt | $(VENV)/bin/python
	@.ci/install-python-packages $(VENV)/bin/python $< && mkdir -p $(@D) && touch $@

clean:
	rm -rf .build demo $(VENV)
