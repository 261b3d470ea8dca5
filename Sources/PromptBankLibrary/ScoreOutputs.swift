public import CPromptBank
internal import PromptBank
internal import PromptScoring

/// Scores the outputs of a model with masks.
@c @implementation
public func promptbank_score_masks(
  _ bank: promptbank_bank, _ options: UnsafePointer<promptbank_options>?,
  _ masks: UnsafePointer<promptbank_masks>?, _ map: UnsafePointer<promptbank_map>?
) -> promptbank_status {
  answer { () throws(LibraryError) in
    let masks = try unsafe structure(masks, "masks") { unsafe $0.size }
    let embeddings = try unsafe Numbers(
      masks.embeddings, count: masks.embeddings_count, "embeddings")
    let second = try unsafe Numbers(
      masks.second_embeddings, count: masks.second_embeddings_count, "second_embeddings")
    let logits = try unsafe Numbers(masks.logits, count: masks.logits_count, "logits")
    let shape = unsafe [Int(masks.queries), Int(masks.dimension)]
    let logitsShape = unsafe [shape[0], Int(masks.mask_height), Int(masks.mask_width)]
    let map = try unsafe MapRoom(map)
    try map.checkApart(from: embeddings)
    try map.checkApart(from: second)
    try map.checkApart(from: logits)
    let scorer = try unsafe scorer(for: bank, options)
    try scored { () throws(ScoringError) in
      try embeddings.read { (embeddings) throws(ScoringError) in
        try second.read { (second) throws(ScoringError) in
          try logits.read { (logits) throws(ScoringError) in
            try map.write { (anomaly, column) throws(ScoringError) in
              try scorer.score(
                maskEmbeddings: embeddings, shape: shape, secondEmbeddings: second,
                maskLogits: logits, shape: logitsShape, height: map.height, width: map.width,
                anomaly: &anomaly, column: &column)
            }
          }
        }
      }
    }
  }
}

/// Scores the outputs of a model with one embedding a pixel.
@c @implementation
public func promptbank_score_pixels(
  _ bank: promptbank_bank, _ options: UnsafePointer<promptbank_options>?,
  _ pixels: UnsafePointer<promptbank_pixels>?, _ map: UnsafePointer<promptbank_map>?
) -> promptbank_status {
  answer { () throws(LibraryError) in
    let pixels = try unsafe structure(pixels, "pixels") { unsafe $0.size }
    let embeddings = try unsafe Numbers(
      pixels.embeddings, count: pixels.embeddings_count, "embeddings")
    let shape = unsafe [Int(pixels.height), Int(pixels.width), Int(pixels.dimension)]
    let map = try unsafe MapRoom(map)
    try map.checkApart(from: embeddings)
    let scorer = try unsafe scorer(for: bank, options)
    try scored { () throws(ScoringError) in
      try embeddings.read { (embeddings) throws(ScoringError) in
        try map.write { (anomaly, column) throws(ScoringError) in
          try scorer.score(
            pixelEmbeddings: embeddings, shape: shape, height: map.height, width: map.width,
            anomaly: &anomaly, column: &column)
        }
      }
    }
  }
}

private func scored(_ work: () throws(ScoringError) -> Void) throws(LibraryError) {
  do throws(ScoringError) {
    try work()
  } catch {
    throw LibraryError(PROMPTBANK_INVALID_OUTPUTS, error.description)
  }
}

/// A scorer of an open bank with the model's options.
private func scorer(
  for number: promptbank_bank, _ pointer: UnsafePointer<promptbank_options>?
) throws(LibraryError) -> Scorer {
  var options = unsafe promptbank_options()
  if unsafe pointer != nil {
    unsafe options = try unsafe structure(pointer, "options") { unsafe $0.size }
  }
  let bank = try OpenBanks.all.bank(number)
  if let space = unsafe options.space {
    guard let space = unsafe String(validatingCString: space) else {
      throw .argument("`options->space` is not UTF-8")
    }
    guard space == bank.space.id else {
      throw LibraryError(
        PROMPTBANK_WRONG_SPACE,
        "the bank is in the space \(bank.space.id) and the model in \(space): compile the prompt set "
          + "with the text encoder that belongs to the model")
    }
  }
  let forms: [MaskForm] = [.sigmoid, .softmax, .normalised]
  let (form, threads) = unsafe (Int(options.mask_form), Int(options.threads))
  guard forms.indices.contains(form) else { throw .argument("there is no mask form \(form)") }
  guard threads >= 0 else { throw .argument("`options->threads` is \(threads)") }
  do throws(ScoringError) {
    return try Scorer(
      bank: bank, temperature: temperature(unsafe options.temperature),
      secondTemperature: temperature(unsafe options.second_temperature), maskForm: forms[form],
      threads: threads == 0 ? nil : threads)
  } catch {
    throw LibraryError(PROMPTBANK_NOT_SCORABLE, error.description)
  }
}

/// 0 is none; what is wrong otherwise, the scorer says.
private func temperature(_ stated: Double) -> Double? { stated == 0 ? nil : stated }
