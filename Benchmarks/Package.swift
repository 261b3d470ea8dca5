// swift-tools-version: 6.2
import PackageDescription

// The scorer in process, for `Benchmarks/scoring.py`. A package of its own, so that nobody who builds
// PromptBank builds it; the targets are the same sources, through a link. It bears the name of the package
// whose `package` declarations it calls.
let package = Package(
  name: "PromptBank",
  targets: [
    .target(name: "PromptJSON"),
    .target(name: "CPromptKernels"),
    .target(name: "PromptKernels", dependencies: ["CPromptKernels"]),
    .target(name: "TensorFiles", dependencies: ["PromptJSON"]),
    .target(name: "PromptBank", dependencies: ["PromptJSON", "TensorFiles"]),
    .target(name: "PromptScoring", dependencies: ["PromptKernels", "TensorFiles", "PromptBank"]),
    .executableTarget(
      name: "Scoring",
      dependencies: ["PromptKernels", "TensorFiles", "PromptBank", "PromptScoring"],
      path: "Scoring"),
  ])

for target in package.targets where target.type != .system && target.name.first != "C" {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
  ]
}
