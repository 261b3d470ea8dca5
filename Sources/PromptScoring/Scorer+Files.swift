public import TensorFiles

extension Scorer {
  /// Scores recorded outputs in place: `mask_embeddings` [N, D] and `mask_logits` [N, h, w], or
  /// `pixel_embeddings` [h, w, D]. A set that asks for two heads also needs `mask_embeddings_out` [N, D].
  ///
  /// - Throws: ``TensorFileError`` if a tensor does not hold floats, ``ScoringError`` if tensors are
  ///   missing, and as ``score(_:height:width:)``.
  public func score(
    _ outputs: NamedTensors, height: Int, width: Int
  ) throws -> AnomalyMap {
    typealias Name = ModelOutputs.Name
    if let embeddings = outputs.tensor(named: Name.embeddings),
      let logits = outputs.tensor(named: Name.logits)
    {
      func score(_ second: Span<Float>) throws -> AnomalyMap {
        try outputs.withFloats(of: embeddings) { embeddingValues in
          Result {
            try outputs.withFloats(of: logits) { logitValues in
              Result {
                try self.score(
                  maskEmbeddings: embeddingValues, shape: embeddings.shape,
                  secondEmbeddings: second, maskLogits: logitValues, shape: logits.shape,
                  height: height, width: width)
              }
            }
          }
        }.get().get()
      }
      if secondTemperature != nil, let second = outputs.tensor(named: Name.secondEmbeddings) {
        guard second.shape == embeddings.shape else {
          throw unequal(second.shape, embeddings.shape)
        }
        return try outputs.withFloats(of: second) { values in Result { try score(values) } }.get()
      }
      return try score(Span())
    }
    if let embeddings = outputs.tensor(named: Name.pixelEmbeddings) {
      let map = try outputs.withFloats(of: embeddings) { values in
        Result {
          try score(
            pixelEmbeddings: values, shape: embeddings.shape, height: height, width: width)
        }
      }
      return try map.get()
    }
    let found = outputs.tensors.map { "`\($0.name)`" }.joined(separator: ", ")
    throw ScoringError(
      reason: "\(outputs.path) holds neither `\(Name.embeddings)` and `\(Name.logits)` nor "
        + "`\(Name.pixelEmbeddings)`, but \(found.isEmpty ? "no tensor" : found)")
  }

  /// The mask form that recorded outputs state in their metadata, as `mask_form`; nil where they do not.
  ///
  /// - Throws: ``ScoringError`` if it is none of the forms.
  public static func maskForm(of outputs: NamedTensors) throws(ScoringError) -> MaskForm? {
    guard let stated = outputs.metadata["mask_form"] else { return nil }
    guard let form = MaskForm(rawValue: stated) else {
      let forms = MaskForm.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw ScoringError(
        reason: "\(outputs.path): the mask form `\(stated)` of the metadata is none of \(forms)")
    }
    return form
  }
}
