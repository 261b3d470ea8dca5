extension ModelRunner {
  /// Refuses a model whose input is not one float32 picture of the manifest's size.
  func checkInput() throws(InferenceError) {
    let inputs = session.inputs
    guard let input = inputs.first, inputs.count == 1 else {
      throw inputProblem(
        "input",
        "the model has \(inputs.count) inputs, \(quotedList(inputs.map(\.name))), and one picture "
          + "is what can be given: export it with the others fixed")
    }
    let place = "input \(quoted(input.name))"
    if let name = manifest.input.name, name != input.name {
      throw inputProblem(
        place, "the manifest's `input.name` is \(quoted(name)), and the model has only this one")
    }
    guard input.elementType == .float32 else {
      throw inputProblem(
        place,
        "it is \(input.elementType.rawValue), and float32 is what can be given: export the "
          + "model with a float32 input")
    }
    guard let shape = input.shape else { return }
    if shape.count == 4, shape[3] == 3, shape[1] != 3 {
      throw inputProblem(
        place,
        "its shape is \(input.shapeText), channels last: export the model with channels "
          + "first, [1, 3, height, width]")
    }
    guard shape.count == 4, shape[1] ?? 3 == 3 else {
      throw inputProblem(
        place, "its shape is \(input.shapeText), and [1, 3, height, width] is expected")
    }
    if let batch = shape[0], batch != 1 {
      throw inputProblem(
        place, "it takes batches of \(batch): export the model for a batch of 1 or of any size")
    }
    switch manifest.input.size {
    case .own:
      if shape[2] != nil || shape[3] != nil {
        throw inputProblem(
          place,
          "its shape is \(input.shapeText), a fixed size: give `input` in the manifest that "
            + "`height` and `width`")
      }
    case .fixed(let height, let width, _):
      if (shape[2] ?? height) != height || (shape[3] ?? width) != width {
        throw inputProblem(
          place,
          "its shape is \(input.shapeText), and the manifest's is height \(height), width "
            + "\(width): change `input` in the manifest")
      }
    }
  }

  /// Refuses an output whose type or rank is known to be wrong before any run.
  func checkOutput(_ index: Int, _ port: Port) throws(InferenceError) {
    guard port.elementType == .float32 else {
      throw outputProblem(
        index,
        "it is \(port.elementType.rawValue), and float32 is needed: export the model with "
          + "a Cast to float32 at this output")
    }
    guard let shape = port.shape else { return }
    let rank = expectedRank(index)
    guard shape.count == rank || shape.count == rank + 1 && shape[0] ?? 1 == 1 else {
      throw wrongShape(index, port.shapeText)
    }
  }

  /// The rank of an output without its batch dimension.
  func expectedRank(_ index: Int) -> Int {
    switch manifest.outputs {
    case .masks: index == 1 ? 3 : 2
    case .dense: 3
    }
  }

  func wrongShape(_ index: Int, _ shape: String) -> InferenceError {
    let expected =
      switch manifest.outputs {
      case .masks: index == 1 ? "[N, h, w]" : "[N, D]"
      case .dense(_, .chw): "[D, h, w]"
      case .dense(_, .hwc): "[h, w, D]"
      }
    return outputProblem(
      index, "its shape is \(shape), and \(expected) is expected, with or without a batch of 1")
  }

  func outputProblem(_ index: Int, _ reason: String) -> InferenceError {
    InferenceError(
      path: session.path, place: "output \(quoted(manifest.outputNames[index]))", reason: reason)
  }

  private func inputProblem(_ place: String, _ reason: String) -> InferenceError {
    InferenceError(path: session.path, place: place, reason: reason)
  }
}
