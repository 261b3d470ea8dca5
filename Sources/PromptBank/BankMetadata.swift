/// The metadata keys of format version 1; `grammar/bank.md` says what each means.
enum MetadataKey {
  static let prefix = "promptbank."
  static let version = "promptbank.bank"
  static let set = "promptbank.set"
  static let setVersion = "promptbank.set_version"
  static let license = "promptbank.license"
  static let source = "promptbank.source"
  static let columns = "promptbank.columns"
  static let ood = "promptbank.ood"
  static let temperature = "promptbank.temperature"
  static let encoderTemperature = "promptbank.encoder_temperature"
  static let score = "promptbank.score"
  static let void = "promptbank.void"
  static let alpha = "promptbank.alpha"
  static let beta = "promptbank.beta"
  static let unseen = "promptbank.unseen"
  static let space = "promptbank.space"
  static let encoder = "promptbank.encoder"
  static let tokenizer = "promptbank.tokenizer"
  static let vocabulary = "promptbank.vocabulary"
  static let dimension = "promptbank.dimension"
  static let precision = "promptbank.precision"
  static let arithmetic = "promptbank.arithmetic"
  static let digest = "promptbank.digest"
  static func digest(ofTensor name: String) -> String { "promptbank.sha256." + name }
}

/// The bytes whose SHA-256 identifies a bank: every other key and value of ours.
func identityBytes(of metadata: [String: String]) -> [UInt8] {
  let keys = metadata.keys.filter {
    $0.utf8.starts(with: MetadataKey.prefix.utf8) && $0 != MetadataKey.digest
  }
  var bytes: [UInt8] = []
  for key in keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
    bytes += Array(key.utf8) + [0]
    bytes += Array((metadata[key] ?? "").utf8) + [0]
  }
  return bytes
}

/// What the metadata of a bank says, checked.
struct BankMetadata {
  let set: SetDescription
  let space: EmbeddingSpace
  let scoring: BankScoring
  let precision: String?
  let arithmetic: String?

  init(_ metadata: [String: String], path: String) throws(BankError) {
    func wrong(_ reason: String) -> BankError { BankError(path: path, reason: reason) }
    func required(_ key: String) throws(BankError) -> String {
      guard let value = metadata[key] else { throw wrong("the metadata lacks `\(key)`") }
      return value
    }
    func digest(_ key: String) throws(BankError) -> String {
      let value = try required(key)
      if !isDigest(value) { throw wrong("`\(key)` is `\(value)`, not a SHA-256 digest") }
      return value
    }
    func temperature(_ key: String) throws(BankError) -> Double? {
      guard let text = metadata[key] else { return nil }
      // Swift would also read words and hexadecimal numbers.
      let isDecimal = text.utf8.allSatisfy { "0123456789.e+-".utf8.contains($0) }
      guard isDecimal, let value = Double(text), value.isFinite, value > 0 else {
        throw wrong("`\(key)` is `\(text)`, not a finite number above 0")
      }
      return value
    }
    guard let version = metadata[MetadataKey.version] else {
      throw wrong("is a safetensors file, but not a bank: its metadata lacks `promptbank.bank`")
    }
    guard version == "1" else {
      throw wrong(
        Int(version).map { $0 > 1 } == true
          ? "is a bank of format version \(version), and this program reads version 1: "
            + "use a newer one"
          : "`promptbank.bank` is `\(version)`, not a format version")
    }
    let (columns, ood) = (try required(MetadataKey.columns), try required(MetadataKey.ood))
    guard let columnChoice = BankScoring.Columns(rawValue: columns) else {
      throw wrong("`promptbank.columns` is `\(columns)`, not `class` or `superclass`")
    }
    guard let oodChoice = BankScoring.OOD(rawValue: ood) else {
      throw wrong("`promptbank.ood` is `\(ood)`, not `separate` or `grouped`")
    }
    let score = metadata[MetadataKey.score] ?? BankScoring.Score.vl4ad.rawValue
    guard let scoreChoice = BankScoring.Score(rawValue: score) else {
      throw wrong(
        "`promptbank.score` is `\(score)`, which this program does not know: use a newer one")
    }
    let dimension = try required(MetadataKey.dimension)
    guard let length = Int(dimension), length > 0, String(length) == dimension else {
      throw wrong("`promptbank.dimension` is `\(dimension)`, not a dimension")
    }
    set = SetDescription(
      name: try required(MetadataKey.set), version: metadata[MetadataKey.setVersion],
      license: metadata[MetadataKey.license], source: metadata[MetadataKey.source])
    scoring = BankScoring(
      temperature: try temperature(MetadataKey.temperature),
      encoderTemperature: try temperature(MetadataKey.encoderTemperature),
      columns: columnChoice, ood: oodChoice, score: scoreChoice, void: metadata[MetadataKey.void],
      heads: try headChoice(metadata, path: path))
    precision = metadata[MetadataKey.precision]
    arithmetic = metadata[MetadataKey.arithmetic]
    space = EmbeddingSpace(
      id: try digest(MetadataKey.space), encoderDigest: try digest(MetadataKey.encoder),
      tokenizerMode: try required(MetadataKey.tokenizer),
      vocabularyDigest: try digest(MetadataKey.vocabulary), dimension: length)
  }
}

/// The two heads' weights; nil where the bank is of one head.
private func headChoice(
  _ metadata: [String: String], path: String
) throws(BankError) -> BankScoring.Heads? {
  func weight(_ key: String) throws(BankError) -> Double? {
    guard let text = metadata[key] else { return nil }
    let isDecimal = text.utf8.allSatisfy { "0123456789.e+-".utf8.contains($0) }
    guard isDecimal, let value = Double(text), (0...1).contains(value) else {
      throw BankError(path: path, reason: "`\(key)` is `\(text)`, not a number from 0 to 1")
    }
    return value
  }
  let (alpha, beta) = (try weight(MetadataKey.alpha), try weight(MetadataKey.beta))
  guard let alpha, let beta else {
    if alpha == nil, beta == nil {
      guard metadata[MetadataKey.unseen] == nil else {
        throw BankError(
          path: path, reason: "the metadata holds `promptbank.unseen` and lacks `promptbank.alpha`")
      }
      return nil
    }
    throw BankError(
      path: path, reason: "the metadata holds one of `promptbank.alpha` and `promptbank.beta` only")
  }
  guard let list = metadata[MetadataKey.unseen] else {
    return BankScoring.Heads(alpha: alpha, beta: beta)
  }
  var unseen: [Int] = []
  for part in list.split(separator: " ", omittingEmptySubsequences: false) {
    guard let index = Int(part), index >= 0, String(index) == part, index > unseen.last ?? -1 else {
      throw BankError(
        path: path, reason: "`promptbank.unseen` is not a list of ascending class indices")
    }
    unseen.append(index)
  }
  return BankScoring.Heads(alpha: alpha, beta: beta, unseen: unseen)
}
