// swift-tools-version: 6.3
import PackageDescription

// Targets stand in data-flow order: a target may depend only on targets above it.
// Each source target has one test target of the same name with `Tests` behind it.
let package = Package(
  name: "PromptBank",
  products: [
    .executable(name: "promptbank", targets: ["PromptBankCommand"]),
    // What ships beside a model: banks and scoring, no parser, no text encoder, no Foundation.
    .library(name: "PromptRuntime", targets: ["TensorFiles", "PromptBank", "PromptScoring"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // MARK: Language: text in, meaning out. No files, no floats.

    /// Text, UTF-8 ranges, lines and columns, diagnostics and how they are drawn.
    .target(name: "PromptSource"),
    /// The `Document` tree; lexer and parser of the concise spelling.
    .target(name: "PromptSyntax", dependencies: ["PromptSource"]),
    /// YAML to the same `Document`; the only importer of libyaml.
    .target(name: "PromptYAML", dependencies: ["PromptSource", "PromptSyntax", "CLibYAML"]),
    /// Names resolved, imports merged: `Document` to `PromptSet`.
    .target(name: "PromptModel", dependencies: ["PromptSource", "PromptSyntax"]),
    /// Plurals, articles, templates: `PromptSet` to `Expansion`.
    .target(
      name: "PromptExpansion", dependencies: ["PromptSource", "PromptSyntax", "PromptModel"]),

    // MARK: Numbers: ids and floats. No syntax.

    /// JSON values: a strict reader with byte offsets, a writer that always gives the same text.
    .target(name: "PromptJSON"),
    /// Vector work that Swift cannot express, chosen at run time.
    .target(name: "CPromptKernels"),
    /// Exact small vector work: normalisation, activations, softmax.
    .target(name: "PromptKernels", dependencies: ["CPromptKernels"]),
    /// The door to OpenBLAS, which is opened at run time.
    .target(name: "COpenBLAS"),
    /// Matrix products; the only importer of OpenBLAS.
    .target(name: "PromptMatrix", dependencies: ["COpenBLAS"]),
    /// safetensors and npy: strictly checked, memory-mapped, written atomically.
    .target(name: "TensorFiles", dependencies: ["PromptJSON"]),
    /// PyTorch's checkpoints: a zip archive and a pickle, read without running anything.
    .target(name: "TorchCheckpoints", dependencies: ["TensorFiles"]),
    /// Text to token ids: CLIP byte-pair encoding, WordPiece; the only importer of zlib and
    /// utf8proc.
    .target(
      name: "PromptTokenizer", dependencies: ["PromptJSON", "TensorFiles", "CZlib", "CUTF8Proc"]),
    /// Prompts to embeddings: loads Hugging Face and OpenCLIP directories.
    .target(
      name: "PromptEncoder",
      dependencies: [
        "PromptJSON", "PromptKernels", "PromptMatrix", "TensorFiles", "TorchCheckpoints",
        "PromptTokenizer",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    /// The compiled file: build, write, map, check.
    .target(name: "PromptBank", dependencies: ["PromptJSON", "TensorFiles"]),
    /// Bank and model outputs to an anomaly map: the deployable runtime.
    .target(name: "PromptScoring", dependencies: ["PromptKernels", "TensorFiles", "PromptBank"]),
    /// The header of the C door, and what it needs of C.
    .target(name: "CPromptBank"),
    /// The runtime behind that header: `make library` links it into one shared library.
    .target(
      name: "PromptBankLibrary", dependencies: ["PromptBank", "PromptScoring", "CPromptBank"]),
    /// Pixels and heat maps; the only importer of libpng and libturbojpeg.
    .target(name: "PromptImages", dependencies: ["CLibPNG", "CLibTurboJPEG"]),
    /// The small door to an inference engine, whose library is opened at run time.
    .target(
      name: "CPromptInference",
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    /// Runs an ONNX model through an inference engine found at run time.
    .target(
      name: "PromptInference", dependencies: ["PromptJSON", "TensorFiles", "CPromptInference"]),
    /// Anomaly maps and labels to metrics: pixels, components, intervals, comparisons.
    .target(
      name: "PromptEvaluation", dependencies: ["PromptKernels", "TensorFiles", "PromptImages"]),

    // MARK: Where the halves meet.

    /// The rule catalogue: what each finding means, why it matters, and examples.
    .target(name: "PromptRules", dependencies: ["PromptSource"]),
    /// Findings for people and machines: drawn, JSON, SARIF, GitHub, GitLab, JUnit.
    .target(name: "PromptReports", dependencies: ["PromptSource", "PromptJSON", "PromptRules"]),

    /// `check` and `compile`: the first target to read.
    .target(
      name: "PromptCompiler",
      dependencies: [
        "PromptSource", "PromptSyntax", "PromptYAML", "PromptModel", "PromptExpansion",
        "PromptRules", "PromptJSON", "PromptKernels", "TensorFiles", "PromptTokenizer",
        "PromptEncoder",
        "PromptBank",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    /// Words an author did not think of: from related sets, WordNet and embeddings.
    .target(
      name: "PromptSuggestions",
      dependencies: [
        "PromptSource", "PromptSyntax", "PromptModel", "PromptExpansion", "TensorFiles",
        "PromptTokenizer",
      ]),
    /// The command: arguments to library call to exit code.
    .executableTarget(
      name: "PromptBankCommand",
      dependencies: [
        "PromptSource", "PromptModel", "PromptExpansion", "PromptJSON", "TensorFiles",
        "PromptKernels", "PromptTokenizer", "PromptEncoder", "PromptBank", "PromptScoring",
        "PromptImages", "PromptInference", "PromptEvaluation", "PromptCompiler", "PromptReports",
        "PromptRules", "PromptSuggestions", "PromptSyntax", "PromptYAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),

    // MARK: Tests.

    /// Case files, seeded chance, folders: what several test targets share.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    /// The C door as a program in C meets it.
    .target(
      name: "CPromptBankUse", dependencies: ["CPromptBank"], path: "Tests/CPromptBankUse"),

    // MARK: System libraries, each entered by one target.

    .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"])]),
    .systemLibrary(name: "CLibPNG", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CLibTurboJPEG", providers: [.apt(["libturbojpeg0-dev"])]),
  ]
)

// Every source target with tests, what its tests import beside it, and their folders of cases and
// fixtures, which are read from the checkout.
let tested: [(target: String, also: [Target.Dependency], data: [String])] = [
  ("PromptSource", [], []),
  ("PromptSyntax", ["PromptSource"], ["Cases"]),
  ("PromptYAML", ["PromptSource", "PromptSyntax"], ["Cases", "Pairs"]),
  ("PromptModel", ["PromptSource", "PromptSyntax"], ["Cases"]),
  ("PromptExpansion", ["PromptSource", "PromptSyntax", "PromptModel"], ["Cases", "Fixtures"]),
  ("PromptJSON", [], []),
  ("PromptKernels", [], []),
  ("PromptMatrix", [], []),
  ("TensorFiles", ["PromptJSON"], ["Fixtures"]),
  ("TorchCheckpoints", ["PromptJSON", "TensorFiles"], ["Fixtures"]),
  ("PromptTokenizer", ["PromptJSON"], ["Fixtures"]),
  (
    "PromptEncoder", ["PromptJSON", "PromptKernels", "TensorFiles", "PromptTokenizer"], ["Fixtures"]
  ),
  ("PromptBank", ["PromptJSON", "TensorFiles"], []),
  ("PromptScoring", ["PromptJSON", "TensorFiles", "PromptBank"], []),
  (
    "PromptBankLibrary", ["PromptBank", "PromptScoring", "CPromptBank", "CPromptBankUse"],
    ["Fixtures"]
  ),
  ("PromptImages", [], ["Fixtures"]),
  ("PromptInference", ["PromptJSON", "TensorFiles"], ["Fixtures"]),
  ("PromptEvaluation", ["TensorFiles", "PromptImages"], []),
  ("PromptRules", ["PromptSource"], []),
  ("PromptReports", ["PromptSource", "PromptJSON"], ["Cases"]),
  (
    "PromptCompiler",
    [
      "PromptSource", "PromptSyntax", "PromptModel", "PromptExpansion", "PromptRules",
      "PromptEncoder", "PromptBank",
    ], ["Cases"]
  ),
  (
    "PromptSuggestions", ["PromptSource", "PromptSyntax", "PromptExpansion", "TensorFiles"],
    ["Fixtures"]
  ),
  (
    "PromptBankCommand", ["PromptBank", "PromptImages", "PromptJSON", "TensorFiles"],
    ["Cases", "Fixtures"]
  ),
]
package.targets += tested.map {
  .testTarget(
    name: $0.target + "Tests",
    dependencies: [.target(name: $0.target), "TestSupport"] + $0.also, exclude: $0.data)
}
// `grammar/` against the parsers: it belongs to no single target.
package.targets.append(
  .testTarget(
    name: "GrammarTests",
    dependencies: [
      "PromptSource", "PromptSyntax", "PromptYAML", "PromptModel", "PromptExpansion", "PromptJSON",
      "PromptReports", "PromptCompiler", "TestSupport",
    ],
    exclude: ["Cases"]))

// `prompts/` against the label lists of the data sets.
package.targets.append(
  .testTarget(
    name: "PromptLibraryTests",
    dependencies: [
      "PromptSource", "PromptSyntax", "PromptModel", "PromptExpansion", "PromptCompiler",
      "TestSupport",
    ],
    exclude: ["Labels"]))

for target in package.targets where target.type != .system && target.name.first != "C" {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}
