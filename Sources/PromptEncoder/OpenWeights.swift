internal import TensorFiles
internal import TorchCheckpoints

/// The names that a layout gives its weight files, the preferred first.
struct WeightNames {
  /// Safetensors come before checkpoints.
  let safetensors: [String]
  let checkpoints: [String]

  static let openCLIP = WeightNames(
    safetensors: [
      "open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "model.safetensors",
    ],
    checkpoints: [
      "open_clip_pytorch_model.bin", "open_clip_pytorch_model.pth", "pytorch_model.bin",
      "pytorch_model.pth", "model.pth",
    ])
  static let huggingFace = WeightNames(
    safetensors: ["model.safetensors"], checkpoints: ["pytorch_model.bin"])
}

extension ModelDirectory {
  /// Endings of files that can hold weights.
  private static let endings = [".safetensors", ".bin", ".pt", ".pth", ".ckpt"]
  /// What training leaves beside the weights.
  private static let notWeights: Set<String> = [
    "training_args.bin", "optimizer.bin", "optimizer.pt", "scheduler.bin", "scheduler.pt",
    "rng_state.pth", "scaler.pt",
  ]

  /// Opens the first of the named weight files that is there, each on its own or as an index of several
  /// files; else the only file in the folder that can hold weights.
  ///
  /// - Throws: ``EncoderError`` naming what was found and what was expected.
  func openWeights(_ names: WeightNames) throws(EncoderError) -> any WeightFile {
    for candidates in [names.safetensors, names.checkpoints] {
      if let name = candidates.first(where: contains) { return try openWeights(named: name) }
      if let index = candidates.map({ $0 + ".index.json" }).first(where: contains) {
        return try ShardedWeights(self, index: index)
      }
    }
    let others = otherWeights
    let expected = "expected `\((names.safetensors + names.checkpoints).joined(separator: "`, `"))`"
    guard let other = others.first else {
      throw EncoderError(path, "\(expected), found no weights")
    }
    guard others.count == 1 else {
      throw EncoderError(
        path,
        "\(expected), found `\(others.joined(separator: "`, `"))`: which holds the weights is unclear"
      )
    }
    return try openWeights(named: other)
  }

  /// The files of the folder that can hold weights, under whatever name.
  var otherWeights: [String] {
    (names ?? []).filter { name in
      Self.endings.contains(where: name.hasSuffix) && !Self.notWeights.contains(name)
    }
  }

  /// Opens a safetensors file or a PyTorch checkpoint, told apart by its name.
  func openWeights(named name: String) throws(EncoderError) -> any WeightFile {
    do {
      return name.hasSuffix(".safetensors")
        ? try SafetensorsFile(path: path(of: name)) : try TorchCheckpoint(path: path(of: name))
    } catch {
      throw EncoderError(error)
    }
  }
}
