// swift-tools-version: 6.3
import PackageDescription

// What the benchmarks measure in process: the scorer (`make bench-scoring`), and the encoder on every form of
// the products (`make bench`). A package of its own, so that nobody who builds PromptBank builds it; the targets
// are the same sources, through a link. It bears the name of the package whose `package` declarations it calls.
let package = Package(
  name: "PromptBank",
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .target(name: "PromptJSON"),
    .target(name: "CPromptKernels"),
    .target(name: "PromptKernels", dependencies: ["CPromptKernels"]),
    .target(name: "COpenBLAS"),
    .target(name: "PromptMatrix", dependencies: ["COpenBLAS"]),
    .target(name: "TensorFiles", dependencies: ["PromptJSON"]),
    .target(name: "TorchCheckpoints", dependencies: ["TensorFiles"]),
    .target(
      name: "PromptTokenizer", dependencies: ["PromptJSON", "TensorFiles", "CZlib", "CUTF8Proc"]),
    .target(
      name: "PromptEncoder",
      dependencies: [
        "PromptJSON", "PromptKernels", "PromptMatrix", "TensorFiles", "TorchCheckpoints",
        "PromptTokenizer",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(name: "PromptBank", dependencies: ["PromptJSON", "TensorFiles"]),
    .target(name: "PromptScoring", dependencies: ["PromptKernels", "TensorFiles", "PromptBank"]),
    .target(name: "CPeakRates", path: "CPeakRates"),
    .executableTarget(
      name: "Scoring",
      dependencies: ["CPeakRates", "PromptKernels", "TensorFiles", "PromptBank", "PromptScoring"],
      path: "Scoring"),
    .executableTarget(
      name: "EncodingForms",
      dependencies: [
        "PromptEncoder", "PromptJSON", "PromptKernels", "PromptMatrix", "PromptTokenizer",
      ],
      path: "EncodingForms"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CUTF8Proc"),
  ])

for target in package.targets where target.type != .system && target.name.first != "C" {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
  ]
}
