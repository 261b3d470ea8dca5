// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "ScoreFrames",
  dependencies: [.package(name: "PromptBank", path: "../..")],
  targets: [
    .executableTarget(
      name: "ScoreFrames",
      dependencies: [.product(name: "PromptRuntime", package: "PromptBank")])
  ]
)
