# `make demo` and `make test` do all the set-up they need and say what they install.
# The other targets: lint, format, parity, parity-tokenizer, sanitize, emulate, fuzz, fuzz-guided, sentences,
# bench, bench-scoring, bench-check, bench-evaluate, encoder, library, documentation, install, dist, clean.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
CACHE := $(or $(PROMPTBANK_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/promptbank)
ENCODER := $(CACHE)/encoders/all-MiniLM-L6-v2
PROMPTBANK := .build/release/promptbank
LIBRARY := .build/library/libpromptbank.so.1
STREETS := examples/streets

.PHONY: generate help demo test lint format parity sanitize emulate parity-tokenizer fuzz fuzz-guided sentences bench bench-scoring bench-check bench-evaluate encoder engine wordnet release library documentation install dist libraries clean

help:
	@sed -n '1,3s/^# //p' Makefile

## Drawn street scenes scored by the small model of examples/streets, with the near-OOD prompts and without;
## writes demo/index.html and its pictures.
demo: release encoder engine $(VENV)/examples/streets
	@.ci/step "Checking and compiling prompts/streets.prompts with the default encoder"
	@rm -rf demo && mkdir -p demo
	$(PROMPTBANK) test prompts/streets.prompts --encoder "$(ENCODER)"
	$(PROMPTBANK) compile prompts/streets.prompts --encoder "$(ENCODER)" -o demo/with.bank.safetensors
	$(PROMPTBANK) compile $(STREETS)/without-near.prompts --encoder "$(ENCODER)" -o demo/without.bank.safetensors
	$(PROMPTBANK) inspect demo/with.bank.safetensors
	@.ci/step "Drawing sample scenes"
	$(VENV)/bin/python $(STREETS)/scenes.py demo/scenes --split near --count 6
	$(VENV)/bin/python $(STREETS)/scenes.py demo/scenes --split far --count 3
	@.ci/step "Scoring every pixel, without the near-OOD entries and with them"
	for set in without with; do PROMPTBANK_CACHE="$(CACHE)" $(PROMPTBANK) score --bank demo/$$set.bank.safetensors \
	  --model $(STREETS)/model demo/scenes --output-directory demo/$$set --range=-1:0; done
	$(VENV)/bin/python $(STREETS)/page.py demo
	@.ci/step "Look at demo/index.html"
	@echo "The scenes are drawn, and the model knows no others. To score a camera, bring a CLIP-based model"
	@echo "(grammar/model.md) and compile with its own text encoder: promptbank compile FILE --encoder DIR -o BANK"

## All tests, on committed fixtures; ONNX Runtime (28 MB, from PyPI) runs the tiny models among them.
test: libraries engine
	swift build --build-tests
	PROMPTBANK_CACHE="$(CACHE)" PROMPTBANK_REQUIRE_ENGINE=1 swift test --skip-build

## The files that are made from a source of truth: the rule catalogue in Swift, and the table of the
## prompt library, whose test writes it and fails when it has.
generate: libraries
	.ci/generate
	PROMPTBANK_RECORD=1 swift test --filter LibraryTableTests || swift test --filter LibraryTableTests

## Formatting, undeclared imports, and the invariants of ARCHITECTURE.md.
lint: libraries
	swift format lint --strict --recursive Package.swift Sources Tests
	swift build --explicit-target-dependency-import-check error
	.ci/invariants

format:
	swift format --in-place --recursive Package.swift Sources Tests

## Comparison with PyTorch, open_clip, transformers, tokenizers; regenerates the fixtures.
parity: release library encoder wordnet $(VENV)/Tests/Parity
	.ci/parity "$(VENV)/bin/python" "$(PROMPTBANK)" "$(ENCODER)"

## A million random strings in each mode against the reference tokenizers; COUNT for another number.
parity-tokenizer: release encoder $(VENV)/Tests/Parity
	nice -n 10 $(VENV)/bin/python Tests/Parity/tokenizer.py --promptbank "$(PROMPTBANK)" --encoder "$(ENCODER)" \
	  --count $(or $(COUNT),1000000) --report .build/tokenizer-differences.md

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

## 10,000 sentences of each production of the grammar, parsed, formatted and mutated; optimised, or it takes an hour.
sentences: libraries
	PROMPTBANK_FUZZ_ITERATIONS=10000 swift test -c release -Xswiftc -enable-testing --scratch-path .build-sentences \
	  --filter GrammarTests.GrammarTests

## Encoding against open_clip, transformers, ONNX Runtime and OpenVINO (writes Benchmarks/encoding.{json,md,svg}; about
## 40 minutes; one piece: see Benchmarks/encoding.py --help).
bench: release encoder $(VENV)/Benchmarks
	@.ci/step "Building the encoder on every form of its products"
	swift build -c release --package-path Benchmarks --product EncodingForms
	$(VENV)/bin/python Benchmarks/encoding.py --promptbank "$(PROMPTBANK)" --forms Benchmarks/.build/release/EncodingForms --output Benchmarks --readme README.md
	$(VENV)/bin/python Benchmarks/encoding.py --promptbank "$(PROMPTBANK)" --forms Benchmarks/.build/release/EncodingForms --output Benchmarks --readme README.md \
	  --encoder "$(ENCODER)" --towers all-MiniLM-L6-v2,MobileCLIP-S2 --prompts cityscapes --growth

## Scoring against PyTorch, ONNX Runtime and OpenVINO (writes Benchmarks/scoring.{json,md,svg}; about 15 minutes; one
## piece: see Benchmarks/scoring.py --help).
bench-scoring: $(VENV)/Benchmarks
	swift build -c release --package-path Benchmarks --product Scoring
	$(VENV)/bin/python Benchmarks/scoring.py --scorer Benchmarks/.build/release/Scoring --output Benchmarks --readme README.md

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

## Time and memory of `evaluate`, against scikit-learn, and of 1,000 maps of 1024x2048.
bench-evaluate: release $(VENV)/Tests/Parity
	$(VENV)/bin/python Benchmarks/evaluation.py --promptbank "$(PROMPTBANK)" --report Benchmarks/evaluation.md

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

wordnet:
	@.ci/install-packages wordnet-base

libraries:
	@.ci/install-packages libyaml-dev libopenblas0 zlib1g-dev libutf8proc-dev libpng-dev libturbojpeg0-dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/install-packages python3 python3-venv
	@echo "Making a Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/%: %/requirements.txt | $(VENV)/bin/python
	@.ci/install-python-packages $(VENV)/bin/python $< && mkdir -p $(@D) && touch $@

clean:
	rm -rf .build demo $(VENV)
