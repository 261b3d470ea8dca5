internal import PromptKernels
internal import TensorFiles

/// One image's map and labels, read and found to fit.
struct LabelledMap {
  let labels: LabelMap
  private let map: ScoreMap

  /// - Throws: ``EvaluationError`` if one cannot be read, or they do not fit.
  init(_ pair: FilePair, layout: LabelLayout) throws(EvaluationError) {
    labels = try LabelMap(path: pair.labels, layout: layout)
    map = try ScoreMap(path: pair.map)
    guard (map.height, map.width) == (labels.height, labels.width) else {
      throw EvaluationError(
        """
        \(pair.map): is \(map.height)x\(map.width), and its labels are \(labels.height)x\(labels.width) \
        (\(pair.labels))
        """)
    }
  }

  /// Whether the file holds more digits than are compared.
  var isRounded: Bool { map.isRounded }

  /// Lends the scores [height, width].
  func withScores<Result>(_ body: (Span<Float>) -> Result) throws(EvaluationError) -> Result {
    try map.withScores(body)
  }

  /// Takes the scores apart by label.
  ///
  /// - Throws: ``EvaluationError`` if a score of a pixel that counts is infinite or no number.
  func split(into scores: inout SortedScores) throws(EvaluationError) {
    let bad = try map.withScores { values in
      scores.take(scores: values, labels: labels.values.span).map { ($0, values[$0]) }
    }
    guard let (index, value) = bad else { return }
    throw EvaluationError(
      "\(map.path): row \(index / map.width), column \(index % map.width) is \(value): "
        + "a score must be finite where the label is not 255")
  }
}

/// An anomaly map in a file.
private struct ScoreMap {
  var path: String { tensors.path }
  let height: Int
  let width: Int
  private let tensors: NamedTensors
  private let tensor: TensorInfo

  init(path: String) throws(EvaluationError) {
    do throws(TensorFileError) {
      tensors = try readTensors(path)
    } catch {
      throw EvaluationError("\(error)")
    }
    let isArray = path.hasSuffix(".npy")
    guard let tensor = isArray ? tensors.tensors.first : tensors.tensor(named: "anomaly") else {
      let names = tensors.tensors.prefix(8).map { "`\($0.name)`" }.joined(separator: ", ")
      throw EvaluationError(
        "\(path): has no tensor `anomaly`; it holds \(names.isEmpty ? "nothing" : names)")
    }
    guard tensor.shape.count == 2, tensor.elementCount > 0 else {
      throw EvaluationError("\(path): has shape \(tensor.shape); a map is [height, width]")
    }
    self.tensor = tensor
    (height, width) = (tensor.shape[0], tensor.shape[1])
  }

  var isRounded: Bool { tensor.elementType == .float64 }

  func withScores<Result>(_ body: (Span<Float>) -> Result) throws(EvaluationError) -> Result {
    do throws(TensorFileError) {
      return try tensors.withFloats(of: tensor, body)
    } catch {
      throw EvaluationError("\(error)")
    }
  }
}
