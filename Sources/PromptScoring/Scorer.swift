public import PromptBank
internal import PromptKernels
internal import TensorFiles

/// Scores model outputs against a bank.
public struct Scorer: Sendable {
  /// What class probabilities are computed against.
  public let bank: Bank
  /// The softmax temperature in use.
  public let temperature: Double
  /// What a mask contributes to a pixel.
  public let maskForm: MaskForm
  /// The softmax temperature of a second classifier head; nil where the set does not ask for two.
  public var secondTemperature: Double? { fusion?.secondTemperature }
  /// The most threads that one call computes with, at least 1. The map does not depend on it.
  public let threads: Int
  private let fusion: HeadFusion?

  /// Settles the choices that a map depends on.
  ///
  /// - Parameters:
  ///   - bank: what outputs are compared with, in the space of the model.
  ///   - temperature: the model's, from its manifest; used where the prompt set states none, and
  ///     before the encoder's.
  ///   - secondTemperature: the same for a second head; read where the set asks for two.
  ///   - maskForm: as the model or its outputs state it.
  ///   - threads: the most that one call computes with; nil takes one for each processor.
  /// - Throws: ``ScoringError`` with the line to add if no temperature is stated anywhere.
  public init(
    bank: Bank, temperature: Double? = nil, secondTemperature: Double? = nil,
    maskForm: MaskForm = .sigmoid, threads: Int? = nil
  ) throws(ScoringError) {
    self.bank = bank
    self.maskForm = maskForm
    self.threads = max(1, threads ?? availableProcessors)
    self.temperature = try chooseTemperature(
      set: bank.scoring.temperature, model: temperature,
      encoder: bank.scoring.encoderTemperature)
    guard let heads = bank.scoring.heads else {
      fusion = nil
      return
    }
    fusion = HeadFusion(
      heads, bank: bank,
      secondTemperature: try chooseTemperature(
        set: bank.scoring.temperature, model: secondTemperature ?? temperature,
        encoder: bank.scoring.encoderTemperature))
  }

  /// Scores outputs; u of every pixel of a map [H, W].
  ///
  /// - Parameters:
  ///   - outputs: what a model gave for one picture.
  ///   - height: H, pixels of the map from top to bottom.
  ///   - width: W, pixels from left to right.
  /// - Throws: ``ScoringError`` if the outputs do not fit the bank or each other, have an extent of 0
  ///   or a value that is not finite, or the map would have more than 2^28 pixels.
  public func score(
    _ outputs: ModelOutputs, height: Int, width: Int
  ) throws(ScoringError) -> AnomalyMap {
    switch outputs {
    case .masks(let embeddings, let logits):
      return try score(
        maskEmbeddings: embeddings.values.span, shape: embeddings.shape,
        maskLogits: logits.values.span, shape: logits.shape, height: height, width: width)
    case .twoHeads(let embeddings, let second, let logits):
      guard second.shape == embeddings.shape else {
        throw unequal(second.shape, embeddings.shape)
      }
      return try score(
        maskEmbeddings: embeddings.values.span, shape: embeddings.shape,
        secondEmbeddings: second.values.span, maskLogits: logits.values.span, shape: logits.shape,
        height: height, width: width)
    case .dense(let embeddings):
      return try score(
        pixelEmbeddings: embeddings.values.span, shape: embeddings.shape, height: height,
        width: width)
    }
  }

  /// Scores mask embeddings [N, D] and mask logits [N, h, w] where they lie, into a new map.
  ///
  /// The parameters are those of
  /// ``score(maskEmbeddings:shape:secondEmbeddings:maskLogits:shape:height:width:anomaly:column:)``.
  ///
  /// - Throws: ``ScoringError``, as there.
  public func score(
    maskEmbeddings: Span<Float>, shape embeddingsShape: [Int],
    secondEmbeddings: Span<Float> = Span(), maskLogits: Span<Float>,
    shape logitsShape: [Int], height: Int, width: Int
  ) throws(ScoringError) -> AnomalyMap {
    try AnomalyMap(height: height, width: width) { (anomaly, column) throws(ScoringError) in
      try score(
        maskEmbeddings: maskEmbeddings, shape: embeddingsShape, secondEmbeddings: secondEmbeddings,
        maskLogits: maskLogits, shape: logitsShape, height: height, width: width,
        anomaly: &anomaly, column: &column)
    }
  }

  /// Scores mask embeddings [N, D] and mask logits [N, h, w] where they lie, into memory of the caller's.
  ///
  /// Nothing of the inputs or of the map is copied. May be called from several threads at once, as long as
  /// each has a map of its own.
  ///
  /// - Parameters:
  ///   - maskEmbeddings: one embedding a query, row-major; of any length above 0, they are normalised here.
  ///   - embeddingsShape: [N, D].
  ///   - secondEmbeddings: those of a second head, of the same shape, for a set that asks for two
  ///     heads; otherwise they are not read.
  ///   - maskLogits: one mask a query, row-major, before the sigmoid.
  ///   - logitsShape: [N, h, w], any h and w that cover the whole picture.
  ///   - height: H, pixels of the map from top to bottom.
  ///   - width: W, pixels from left to right; at most 2^28 pixels in all.
  ///   - anomaly: [H, W], row-major; overwritten with u: higher is more anomalous.
  ///   - column: [H, W]; overwritten with the index of the bank's ID column that u was judged by, the lowest
  ///     where several have it.
  /// - Throws: ``ScoringError`` if the outputs do not fit the bank or each other, have an extent of 0 or a
  ///   value that is not finite, the map would have more than 2^28 pixels, or a buffer has not H · W
  ///   elements. What a buffer holds then is not defined.
  public func score(
    maskEmbeddings: Span<Float>, shape embeddingsShape: [Int],
    secondEmbeddings: Span<Float> = Span(), maskLogits: Span<Float>,
    shape logitsShape: [Int], height: Int, width: Int,
    anomaly: inout MutableSpan<Float>, column: inout MutableSpan<Int32>
  ) throws(ScoringError) {
    if fusion != nil, secondEmbeddings.isEmpty {
      throw ScoringError(
        tensor: ModelOutputs.Name.secondEmbeddings,
        reason: "is missing, and the set asks for two classifier heads: name the second one in the "
          + "model's outputs, or take `alpha` and `beta` out of the set's `scoring`")
    }
    try bank.withEmbeddings { (rows) throws(ScoringError) in
      try bank.withConceptColumns { (rowColumns) throws(ScoringError) in
        try scoreMaskOutputs(
          embeddings: maskEmbeddings, embeddingsShape: embeddingsShape,
          secondEmbeddings: secondEmbeddings, logits: maskLogits, logitsShape: logitsShape,
          rows: rows, rowColumns: rowColumns, layout: layout,
          options: options(height, width), anomaly: &anomaly, column: &column)
      }
    }
  }

  /// Scores one embedding a pixel, [h, w, D], where they lie, into a new map.
  ///
  /// The parameters are those of ``score(pixelEmbeddings:shape:height:width:anomaly:column:)``.
  ///
  /// - Throws: ``ScoringError``, as there.
  public func score(
    pixelEmbeddings: Span<Float>, shape: [Int], height: Int, width: Int
  ) throws(ScoringError) -> AnomalyMap {
    try AnomalyMap(height: height, width: width) { (anomaly, column) throws(ScoringError) in
      try score(
        pixelEmbeddings: pixelEmbeddings, shape: shape, height: height, width: width,
        anomaly: &anomaly, column: &column)
    }
  }

  /// Scores one embedding a pixel, [h, w, D], where they lie, into memory of the caller's.
  ///
  /// - Parameters:
  ///   - pixelEmbeddings: row-major, channels last; of any length above 0, they are normalised here.
  ///   - shape: [h, w, D]. The map is computed at h × w and then resized.
  ///   - height: H, pixels of the map from top to bottom.
  ///   - width: W, pixels from left to right; at most 2^28 pixels in all.
  ///   - anomaly: [H, W], row-major; overwritten with u: higher is more anomalous.
  ///   - column: [H, W]; overwritten with the index of the bank's ID column of the nearest embedding, the
  ///     lowest where several have its score.
  /// - Throws: ``ScoringError`` if the embeddings do not fit the bank or their shape, have an extent of 0 or
  ///   a value that is not finite, the map would have more than 2^28 pixels, or a buffer has not H · W
  ///   elements. What a buffer holds then is not defined.
  public func score(
    pixelEmbeddings: Span<Float>, shape: [Int], height: Int, width: Int,
    anomaly: inout MutableSpan<Float>, column: inout MutableSpan<Int32>
  ) throws(ScoringError) {
    try bank.withEmbeddings { (rows) throws(ScoringError) in
      try bank.withConceptColumns { (rowColumns) throws(ScoringError) in
        try scoreDenseOutputs(
          embeddings: pixelEmbeddings, shape: shape, rows: rows, rowColumns: rowColumns,
          layout: layout, options: options(height, width), anomaly: &anomaly, column: &column)
      }
    }
  }

  private var layout: ColumnLayout {
    ColumnLayout(
      dimension: bank.dimension, idColumns: bank.idColumnCount,
      oodColumns: bank.columnCount - bank.idColumnCount)
  }

  /// Why embeddings of two heads cannot be fused.
  func unequal(_ second: [Int], _ first: [Int]) -> ScoringError {
    ScoringError(
      tensor: ModelOutputs.Name.secondEmbeddings,
      reason: "has the shape \(second), and the first head's is \(first)")
  }

  private func options(_ height: Int, _ width: Int) -> ScoringOptions {
    ScoringOptions(
      temperature: temperature, maskForm: maskForm, height: height, width: width,
      void: bank.voidEmbedding ?? [], fusion: fusion, score: bank.scoring.score,
      threads: threads)
  }
}
