internal import TensorFiles

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension ModelRunner {
  /// The results of a run with their shapes checked, the batch dimension removed, logits for masks and
  /// channels last.
  func checkedOutputs(_ results: [FloatTensor]) throws(InferenceError) -> ModelTensors.Outputs {
    var tensors: [FloatTensor] = []
    for (index, result) in results.enumerated() {
      tensors.append(try withoutBatch(index, result))
    }
    switch manifest.outputs {
    case .dense(_, .hwc): return .dense(embeddings: tensors[0])
    case .dense(_, .chw): return .dense(embeddings: channelsLast(tensors[0]))
    case .masks(_, let masks, let second, let form):
      let embeddings = tensors[0]
      guard tensors[1].shape[0] == embeddings.shape[0] else {
        throw outputProblem(
          0,
          "it has \(embeddings.shape[0]) queries and \(quoted(masks)) has "
            + "\(tensors[1].shape[0]) masks: name outputs of the same head in the manifest")
      }
      if second != nil, tensors[2].shape != embeddings.shape {
        throw outputProblem(
          2, "its shape is \(tensors[2].shape), and the first head's is \(embeddings.shape)")
      }
      var logits = tensors[1]
      if form == .probabilities { try turnIntoLogits(&logits.values) }
      return .masks(
        embeddings: embeddings, logits: logits, second: second == nil ? nil : tensors[2])
    }
  }

  /// A result of the expected rank and finite, without a batch dimension of 1.
  private func withoutBatch(
    _ index: Int, _ result: FloatTensor
  ) throws(InferenceError) -> FloatTensor {
    var result = result
    let rank = expectedRank(index)
    if result.shape.count == rank + 1, result.shape[0] == 1 { result.shape.removeFirst() }
    guard result.shape.count == rank, !result.values.isEmpty else {
      throw wrongShape(index, "\(result.shape)")
    }
    // Only a value that is not finite times zero is not zero; the sum needs no branch for each.
    let values = result.values.span
    var sum: Float = 0
    for position in values.indices { sum += values[position] * 0 }
    guard sum == 0 else {
      throw outputProblem(
        index,
        "the model gave values that are not finite: look at the picture's size and at "
          + "`range`, `mean` and `std` in the manifest")
    }
    return result
  }

  /// ln(p / (1 − p)), with p kept a millionth from 0 and 1.
  private func turnIntoLogits(_ values: inout [Float]) throws(InferenceError) {
    for index in values.indices {
      let probability = values[index]
      guard (-1e-5...1.00001).contains(probability) else {
        throw outputProblem(
          1,
          "a mask holds \(probability), which is no probability: set `masks` to `logits` in "
            + "the manifest")
      }
      let kept = Double(min(max(probability, 1e-6), 1 - 1e-6))
      values[index] = Float(log(kept / (1 - kept)))
    }
  }

  /// [D, h, w] as [h, w, D], in blocks so that both sides stay in the cache.
  private func channelsLast(_ tensor: FloatTensor) -> FloatTensor {
    let depth = tensor.shape[0]
    let pixels = tensor.shape[1] * tensor.shape[2]
    let source = tensor.values.span
    var values = [Float](repeating: 0, count: tensor.values.count)
    var target = values.mutableSpan
    let block = 64
    for start in stride(from: 0, to: pixels, by: block) {
      for channel in 0..<depth {
        for pixel in start..<min(start + block, pixels) {
          target[pixel * depth + channel] = source[channel * pixels + pixel]
        }
      }
    }
    return FloatTensor(shape: [tensor.shape[1], tensor.shape[2], depth], values: values)
  }
}
