/// A grammar in the notation of `grammar/promptbank.ebnf`.
struct Grammar {
  /// In the order of the file; the first is where a sentence starts.
  private(set) var names: [String] = []
  private(set) var productions: [String: Expression] = [:]

  indirect enum Expression {
    case terminal(String)
    case reference(String)
    /// Described in words.
    case special(String)
    /// Parts in order; `isGlued` says that no blank stands before a part.
    case sequence([(part: Expression, isGlued: Bool)])
    /// Parts in any order, those of a repetition mixed with the others.
    case interleave([Expression])
    case choice([Expression])
    case optional(Expression)
    case repetition(Expression)
  }

  struct ReadError: Error, CustomStringConvertible {
    var line: Int
    var reason: String
    var description: String { "line \(line): \(reason)" }
  }

  init(_ text: String) throws {
    var reader = GrammarReader(text)
    while let (name, expression) = try reader.production() {
      guard productions[name] == nil else { throw reader.error("`\(name)` is defined twice") }
      names.append(name)
      productions[name] = expression
    }
    for name in names {
      for other in references(of: name) where productions[other] == nil {
        throw reader.error("`\(name)` names `\(other)`, which is not defined")
      }
    }
  }

  /// The productions that a production names.
  func references(of name: String) -> Set<String> {
    productions[name].map(Self.references) ?? []
  }

  static func references(_ expression: Expression) -> Set<String> {
    switch expression {
    case .terminal, .special: []
    case .reference(let name): [name]
    case .sequence(let parts): parts.reduce(into: []) { $0.formUnion(references($1.part)) }
    case .interleave(let parts), .choice(let parts):
      parts.reduce(into: []) { $0.formUnion(references($1)) }
    case .optional(let part), .repetition(let part): references(part)
    }
  }

  /// Every production that a sentence from `name` may use, itself included.
  func reachable(from name: String) -> Set<String> {
    var found: Set<String> = [name]
    var waiting = [name]
    while let next = waiting.popLast() {
      waiting += references(of: next).filter { found.insert($0).inserted }
    }
    return found
  }
}

/// Reads `name = expression ;` one after another.
private struct GrammarReader {
  private let text: [Character]
  private var position = 0

  init(_ text: String) { self.text = Array(text) }

  func error(_ reason: String) -> Grammar.ReadError {
    .init(line: text[..<position].count { $0.isNewline } + 1, reason: reason)
  }

  mutating func production() throws -> (String, Grammar.Expression)? {
    try skipBlanks()
    guard position < text.count else { return nil }
    guard let name = name() else { throw error("a production starts with its name") }
    try expect("=")
    let expression = try choice()
    try expect(";")
    return (name, expression)
  }

  private mutating func choice() throws -> Grammar.Expression {
    var parts = [try interleave()]
    while try take("|") { parts.append(try interleave()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func interleave() throws -> Grammar.Expression {
    var parts = [try sequence()]
    while try take("&") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .interleave(parts)
  }

  private mutating func sequence() throws -> Grammar.Expression {
    var parts = [(part: try item(), isGlued: false)]
    while true {
      if try take(",") {
        parts.append((try item(), false))
      } else if try take("~") {
        parts.append((try item(), true))
      } else {
        return parts.count == 1 ? parts[0].part : .sequence(parts)
      }
    }
  }

  private mutating func item() throws -> Grammar.Expression {
    if try take("[") { return .optional(try enclosed("]")) }
    if try take("{") { return .repetition(try enclosed("}")) }
    if try take("(") { return try enclosed(")") }
    if let name = name() { return .reference(name) }
    for (mark, isSpecial) in [("?", true), ("\"", false), ("'", false)] {
      guard position < text.count, String(text[position]) == mark else { continue }
      position += 1
      guard let end = text[position...].firstIndex(of: Character(mark)), end > position else {
        throw error("\(mark) is never closed")
      }
      defer { position = end + 1 }
      let inside = String(text[position..<end])
      return isSpecial ? .special(inside.trimmingBlanks) : .terminal(inside)
    }
    throw error("a part of a production is missing")
  }

  private mutating func enclosed(_ close: Character) throws -> Grammar.Expression {
    let inside = try choice()
    try expect(close)
    return inside
  }

  private mutating func name() -> String? {
    guard position < text.count, text[position].isLetter else { return nil }
    let start = position
    while position < text.count, text[position].isLetter || text[position] == "-" { position += 1 }
    return String(text[start..<position])
  }

  private mutating func expect(_ character: Character) throws {
    guard try take(character) else { throw error("`\(character)` is missing") }
  }

  private mutating func take(_ character: Character) throws -> Bool {
    try skipBlanks()
    guard position < text.count, text[position] == character else { return false }
    position += 1
    try skipBlanks()
    return true
  }

  /// Blanks and comments.
  private mutating func skipBlanks() throws {
    while position < text.count {
      if text[position].isWhitespace {
        position += 1
      } else if text[position...].starts(with: "(*") {
        position += 2
        while !text[position...].starts(with: "*)") {
          guard position < text.count else { throw error("a comment is never closed") }
          position += 1
        }
        position += 2
      } else {
        return
      }
    }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
