// swift-tools-version: 6.3
import PackageDescription

// Coverage-guided fuzzing with libFuzzer: `make fuzz-guided`. A package of its own, so that nobody who
// builds PromptBank needs the sanitizer; the language targets are the same sources, through a link.
// It bears the name of the package whose `package` declarations it calls.
let package = Package(
  name: "PromptBank",
  targets: [
    .target(name: "PromptSource"),
    .target(name: "PromptSyntax", dependencies: ["PromptSource"]),
    .target(name: "PromptYAML", dependencies: ["PromptSource", "PromptSyntax", "CLibYAML"]),
    .target(name: "PromptModel", dependencies: ["PromptSource", "PromptSyntax"]),
    .target(
      name: "PromptExpansion", dependencies: ["PromptSource", "PromptSyntax", "PromptModel"]),
    .target(name: "PromptJSON"),
    .target(name: "TensorFiles", dependencies: ["PromptJSON"]),
    .target(
      name: "PromptTokenizer", dependencies: ["PromptJSON", "TensorFiles", "CZlib", "CUTF8Proc"]),
    .target(name: "CLibFuzzer", path: "CLibFuzzer"),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "PromptSource", "PromptSyntax", "PromptYAML", "PromptModel", "PromptExpansion",
        "PromptTokenizer", "CLibFuzzer",
      ], path: "Fuzz"),
    .systemLibrary(name: "CLibYAML"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CUTF8Proc"),
  ])

for target in package.targets where target.type != .system && target.name.first != "C" {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
