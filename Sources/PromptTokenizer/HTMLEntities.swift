/// The character references of HTML 5 by name.
enum HTMLEntities {
  struct Entity: Sendable {
    var codes: [UInt32]
    /// Whether the name is known without its semicolon too.
    var isKnownBare: Bool
  }

  /// The characters of `name;`.
  static func codes(named name: some Collection<UInt32>) -> [UInt32]? {
    spelling(name).flatMap { table[$0]?.codes }
  }

  /// The characters of a name without a semicolon.
  static func codes(named name: some Collection<UInt32>, bare: Bool) -> [UInt32]? {
    guard let entity = spelling(name).flatMap({ table[$0] }), !bare || entity.isKnownBare else {
      return nil
    }
    return entity.codes
  }

  /// The longest prefix of at least two characters that is known without a semicolon.
  static func longestBarePrefix(
    of name: ArraySlice<UInt32>, below limit: Int
  ) -> (length: Int, codes: [UInt32])? {
    var length = min(limit - 1, name.count, longestBareName)
    while length > 1 {
      if let codes = codes(named: name.prefix(length), bare: true) { return (length, codes) }
      length -= 1
    }
    return nil
  }

  private static func spelling(_ name: some Collection<UInt32>) -> String? {
    guard name.count <= longestName else { return nil }
    var text = ""
    for code in name {
      guard code < 0x80, let scalar = Unicode.Scalar(code) else { return nil }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  private static let table: [String: Entity] = {
    var table: [String: Entity] = [:]
    for word in HTMLEntityTable.words.split(whereSeparator: \.isWhitespace) {
      guard let sign = word.firstIndex(where: { $0 == "=" || $0 == "*" }) else { continue }
      let codes = word[word.index(after: sign)...].split(separator: "+")
        .compactMap { UInt32($0, radix: 16) }
      table[String(word[..<sign])] = Entity(codes: codes, isKnownBare: word[sign] == "*")
    }
    return table
  }()

  private static let longestName = table.keys.map(\.utf8.count).max() ?? 0
  private static let longestBareName =
    table.filter(\.value.isKnownBare).keys.map(\.utf8.count).max() ?? 0
}
