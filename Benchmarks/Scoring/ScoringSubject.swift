import PromptBank
import PromptKernels
import PromptScoring
import TensorFiles

/// Outputs of a model, held in memory, and the bank they are scored with.
struct ScoringSubject {
  var bank: Bank!
  var height = 1, width = 1
  private var outputs: NamedTensors!
  private var map: AnomalyMap?

  /// Maps recorded outputs and reads them once, so that no time is the disk's.
  mutating func read(_ path: String) throws {
    outputs = try readTensors(path)
    for tensor in outputs.tensors where tensor.elementType == .float32 {
      try outputs.withFloats(of: tensor) { values in
        var sum: Float = 0
        for index in stride(from: 0, to: values.count, by: 1_024) { sum += values[index] }
        precondition(sum.isFinite)
      }
    }
  }

  mutating func score(_ form: MaskForm) throws -> Double {
    let scorer = try Scorer(bank: bank, maskForm: form)
    return try seconds { map = try scorer.score(outputs, height: height, width: width) }
  }

  func save(_ path: String) throws {
    try writeNPY(to: path, shape: [height, width], .floats(map!.anomaly))
  }

  /// The mask kernel alone, with class probabilities that are computed before.
  func masks(_ shares: MaskShares, bound: Float) throws -> [Double] {
    let embeddings = outputs.tensor(named: "mask_embeddings")!
    let logits = outputs.tensor(named: "mask_logits")!
    let probabilities = try outputs.withFloats(of: embeddings) { vectors in
      bank.withEmbeddings { rows in
        bank.withConceptColumns { rowColumns in
          columnProbabilities(
            of: vectors, dimension: bank.dimension, rows: rows, rowColumns: rowColumns,
            columns: bank.columnCount, kept: bank.idColumnCount,
            temperature: bank.scoring.temperature!)
        }
      }
    }
    var anomaly = [Float](repeating: 0, count: height * width)
    var column = [Int32](repeating: 0, count: height * width)
    var anomalySpan = anomaly.mutableSpan
    var columnSpan = column.mutableSpan
    var computed = 0.0
    let time = try outputs.withFloats(of: logits) { values in
      seconds {
        computed =
          scoreMasks(
            logits: values, queries: logits.shape[0], maskHeight: logits.shape[1],
            maskWidth: logits.shape[2], probabilities: probabilities.span,
            columns: bank.idColumnCount, shares: shares, bound: bound, height: height, width: width,
            anomaly: &anomalySpan, column: &columnSpan
          ).computed
      }
    }
    return [time, computed]
  }
}
