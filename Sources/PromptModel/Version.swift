/// Dotted numbers with an optional pre-release: `1.2.0`, `2.0-rc.1`.
struct Version: Hashable {
  private(set) var numbers: [Int]
  private(set) var preRelease: [String]

  /// nil for any other text.
  init?(_ text: Substring) {
    guard text.utf8.count <= 100 else { return nil }
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let core = parts.first else { return nil }
    var numbers: [Int] = []
    for part in core.split(separator: ".", omittingEmptySubsequences: false) {
      guard let number = Self.number(part) else { return nil }
      numbers.append(number)
    }
    // 1.2 and 1.2.0 are one version.
    while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
    self.numbers = numbers
    preRelease =
      parts.count == 2
      ? parts[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init) : []
    let isWord = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == 0x2D
    }
    guard preRelease.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isWord) }) else { return nil }
  }

  init?(_ text: String) { self.init(text[...]) }

  init(numbers: [Int]) {
    self.numbers = numbers
    preRelease = []
  }

  private static func number(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 9,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }
}

extension Version: Comparable {
  /// By the numbers, a missing one being 0; a pre-release comes before its release, and pre-releases
  /// are ordered as Semantic Versioning 2.0.0 (§11) says.
  static func < (left: Version, right: Version) -> Bool {
    if left.numbers != right.numbers {
      return left.numbers.lexicographicallyPrecedes(right.numbers)
    }
    if left.preRelease.isEmpty || right.preRelease.isEmpty {
      return !left.preRelease.isEmpty && right.preRelease.isEmpty
    }
    for (one, other) in zip(left.preRelease, right.preRelease) where one != other {
      switch (number(one), number(other)) {
      case (let one?, let other?) where one != other: return one < other
      case (_?, nil): return true
      case (nil, _?): return false
      default: return one < other
      }
    }
    return left.preRelease.count < right.preRelease.count
  }
}

/// What a version has to be: all of some comparisons parted by blanks.
///
/// `>=1.2`, `>1.2`, `<2`, `<=2`, `=1.2`, `1.2` (the same as `=1.2`); `^1.2` (`>=1.2 <2`; `^0.2` is
/// `>=0.2 <0.3`: up to the next change of the first number that is not 0) and `~1.2.3` (`>=1.2.3 <1.3`:
/// up to the next change of the second number; `~1` is `>=1 <2`). An upper bound without a pre-release
/// leaves its pre-releases out: `2.0-rc.1` is not `<2`.
struct VersionRange {
  private var comparisons: [(isSatisfied: (Version) -> Bool, written: String)] = []

  /// nil for a text that is no range.
  init?(_ text: String) {
    guard text.utf8.count <= 1_000 else { return nil }
    for part in text.split(separator: " ") {
      let sign = part.prefix { "<>=^~".contains($0) }
      guard let version = Version(part.dropFirst(sign.count)),
        let isSatisfied = Self.comparison(
          String(sign), version,
          precision: part.prefix { $0 != "-" }.count { $0 == "." } + 1)
      else { return nil }
      comparisons.append((isSatisfied, String(part)))
    }
    if comparisons.isEmpty { return nil }
  }

  func contains(_ version: Version) -> Bool {
    comparisons.allSatisfy { $0.isSatisfied(version) }
  }

  /// - Parameter precision: how many numbers were written.
  private static func comparison(
    _ sign: String, _ bound: Version, precision: Int
  ) -> ((Version) -> Bool)? {
    func isBelow(_ version: Version, _ bound: Version) -> Bool {
      bound.preRelease.isEmpty
        ? version.numbers.lexicographicallyPrecedes(bound.numbers) : version < bound
    }
    func upTo(_ index: Int) -> Version {
      let padded =
        bound.numbers + Array(repeating: 0, count: max(0, index + 1 - bound.numbers.count))
      return Version(numbers: Array(padded[..<index]) + [padded[index] + 1])
    }
    switch sign {
    case "", "=": return { $0 == bound }
    case ">": return { $0 > bound }
    case ">=": return { $0 >= bound }
    case "<": return { isBelow($0, bound) }
    case "<=": return { $0 <= bound }
    case "^":
      let first = bound.numbers.firstIndex { $0 != 0 } ?? precision - 1
      let end = upTo(first)
      return { $0 >= bound && isBelow($0, end) }
    case "~":
      let end = upTo(min(1, precision - 1))
      return { $0 >= bound && isBelow($0, end) }
    default: return nil
    }
  }
}
