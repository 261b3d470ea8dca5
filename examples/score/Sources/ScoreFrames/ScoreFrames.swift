import PromptScoring

/// Scores the frames of two cameras at once with one bank, in memory that is allocated once.
///
///     swift run -c release ScoreFrames city.bank.safetensors
///
/// There is no camera and no model here: a frame is made up of vertical stripes, one for each column of the
/// bank, and the model's embedding of a stripe is the column's first concept itself. So a stripe of an
/// in-distribution class must be found normal, and one of an ood entry anomalous.
@main struct ScoreFrames {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: ScoreFrames BANK")
      return
    }
    let bank = try Bank(path: CommandLine.arguments[1])
    // One thread a camera. The temperature is the model's, for sets that leave it to the model.
    let scorer = try Scorer(bank: bank, temperature: 0.01, threads: 1)
    let cameras = try await withThrowingTaskGroup(of: Camera.self) { group in
      for name in ["front", "rear"] {
        group.addTask {
          var camera = Camera(name: name, height: 32, stripes: bank.columnCount)
          for frame in 0..<3 { try camera.see(Frame(of: bank, number: frame), with: scorer) }
          return camera
        }
      }
      var cameras: [Camera] = []
      for try await camera in group { cameras.append(camera) }
      return cameras
    }
    for camera in cameras.sorted(by: { $0.name < $1.name }) { camera.report(bank) }
  }
}

/// What a model would give for a picture: memory that scoring reads and never copies.
struct Frame {
  /// [N, D]: one query a column, its embedding the column's first concept, of some length.
  var embeddings: [Float] = []
  /// [N, 1, N]: query i claims stripe i.
  var logits: [Float]

  init(of bank: Bank, number: Int) {
    let count = bank.columnCount
    logits = [Float](repeating: -30, count: count * count)
    for query in 0..<count { logits[query * count + query] = 30 }
    embeddings.reserveCapacity(count * bank.dimension)
    bank.withConceptColumns { columns in
      bank.withEmbeddings { rows in
        for row in columns.indices where row == 0 || columns[row] != columns[row - 1] {
          for index in row * bank.dimension..<(row + 1) * bank.dimension {
            embeddings.append(rows[index] * Float(number + 1))
          }
        }
      }
    }
  }
}

/// A camera's map, allocated once and overwritten by each frame.
struct Camera: Sendable {
  let name: String
  let height: Int
  let width: Int
  private var anomaly: [Float]
  private var column: [Int32]

  /// - Parameter stripes: how many a frame has; each becomes eight pixels wide.
  init(name: String, height: Int, stripes: Int) {
    self.name = name
    self.height = height
    width = 8 * stripes
    anomaly = [Float](repeating: 0, count: height * width)
    column = [Int32](repeating: 0, count: height * width)
  }

  mutating func see(_ frame: Frame, with scorer: Scorer) throws {
    try Self.score(frame, scorer, height, width, &anomaly, &column)
  }

  /// Both arrays are lent at once: as parameters they are known to be two.
  private static func score(
    _ frame: Frame, _ scorer: Scorer, _ height: Int, _ width: Int, _ anomaly: inout [Float],
    _ column: inout [Int32]
  ) throws {
    let queries = frame.embeddings.count / scorer.bank.dimension
    var u = anomaly.mutableSpan
    var k = column.mutableSpan
    try scorer.score(
      maskEmbeddings: frame.embeddings.span, shape: [queries, scorer.bank.dimension],
      maskLogits: frame.logits.span, shape: [queries, 1, queries], height: height, width: width,
      anomaly: &u, column: &k)
  }

  /// One line a stripe: what it is, u in its middle, and the class that u was judged by.
  func report(_ bank: Bank) {
    for stripe in 0..<bank.columnCount {
      let pixel = height / 2 * width + 8 * stripe + 4
      let (kind, name) = (bank.column(stripe).kind, bank.columnName(stripe))
      let thousandths = Int((anomaly[pixel] * 1000).rounded())
      print(
        "\(self.name) \(kind) \(name): u \(thousandths)/1000, \(bank.columnName(Int(column[pixel])))"
      )
    }
  }
}
