import PromptSource

/// What other readers of YAML (1.1 or 1.2) make of a plain scalar that is text here.
enum OtherReading {
  case boolean
  case null
  /// A number that is written back in another way, as `1.20` and `010` are.
  case number
  case date

  /// The other reading, or nil where every reader keeps the letters.
  init?(_ text: String) {
    switch text.lowercased() {
    case "y", "yes", "true", "on", "n", "no", "false", "off": self = .boolean
    case "~", "null": self = .null
    default:
      guard let first = text.utf8.first, text.utf8.count <= 40,
        (0x30...0x39).contains(first) || [0x2B, 0x2D, 0x2E].contains(first)
      else { return nil }
      if isDate(text) {
        self = .date
      } else if isAlteredNumber(text) {
        self = .number
      } else {
        return nil
      }
    }
  }

  var rule: Rule {
    switch self {
    case .boolean: .ambiguousBoolean
    case .null: .ambiguousNull
    case .number: .ambiguousNumber
    case .date: .ambiguousDate
    }
  }

  var name: String {
    switch self {
    case .boolean: "a boolean"
    case .null: "no value"
    case .number: "a number"
    case .date: "a date"
    }
  }
}

private func isDigits(_ text: some StringProtocol) -> Bool {
  !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
}

/// `2026-03-01`, with or without a time behind it.
private func isDate(_ text: String) -> Bool {
  let parts = text.prefix { $0 != "T" && $0 != "t" && $0 != " " }
    .split(separator: "-", omittingEmptySubsequences: false)
  return parts.count == 3 && parts[0].count == 4 && (1...2).contains(parts[1].count)
    && (1...2).contains(parts[2].count) && parts.allSatisfy(isDigits)
}

/// Whether text is a number of YAML 1.1 or 1.2 that would not be written back as it stands: with a sign
/// `+`, leading zeros, `_`, a base, an exponent, `:` (base 60), or zeros behind the point.
private func isAlteredNumber(_ text: String) -> Bool {
  let isSigned = text.hasPrefix("-") || text.hasPrefix("+")
  let body = isSigned ? text.dropFirst() : text[...]
  if [".inf", ".nan"].contains(body.lowercased()) { return true }
  for (prefix, digits) in [("0x", "0123456789abcdef_"), ("0o", "01234567"), ("0b", "01_")]
  where body.hasPrefix(prefix) && body.count > 2 {
    return body.dropFirst(2).lowercased().allSatisfy(digits.contains)
  }
  let sixties = body.split(separator: ":", omittingEmptySubsequences: false)
  if sixties.count > 1 {
    return sixties[0].count <= 9 && sixties.allSatisfy { isDigits($0.prefix { $0 != "." }) }
      && sixties.dropFirst().allSatisfy { $0.prefix { $0 != "." }.count <= 2 }
  }
  let halves = body.split(whereSeparator: { $0 == "e" || $0 == "E" })
  guard let mantissa = halves.first, halves.count <= 2 else { return false }
  let isExponential = halves.count == 2
  if isExponential {
    let exponent =
      halves[1].first.map { "+-".contains($0) } == true ? halves[1].dropFirst() : halves[1]
    guard isDigits(exponent) else { return false }
  }
  let point = mantissa.split(separator: ".", omittingEmptySubsequences: false)
  guard point.count <= 2, mantissa.contains(where: \.isNumber), mantissa.first != "_" else {
    return false
  }
  guard point.allSatisfy({ $0.isEmpty || isDigits($0.filter { $0 != "_" }) }) else { return false }
  let whole = point[0]
  let hasFraction = point.count == 2
  return text.hasPrefix("+") || isExponential || mantissa.contains("_") || whole.isEmpty
    || (whole.count > 1 && whole.hasPrefix("0")) || (hasFraction && point[1].last ?? "0" == "0")
}
