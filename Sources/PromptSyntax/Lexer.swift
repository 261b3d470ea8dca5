import PromptSource

/// Cuts text into tokens, in one pass over its bytes; it never fails.
///
/// A word is any run of characters other than white space and `" = , { } ( ) ! #`. `#` starts a
/// comment wherever it stands outside a string. A string ends on its own line.
struct Lexer {
  /// Where the text stands: a whole file, or a scalar of another format, in which line breaks are
  /// blanks, `# = , { }` are letters like any other, and so is `"` inside a phrase.
  enum Mode { case file, scalar }

  private(set) var tokens: [Token] = []
  /// From `#` to the end of the line, in source order.
  private(set) var comments: [TextRange] = []
  private let utf8: [UInt8]
  private let mode: Mode
  private var offset = 0

  /// Grammar: byte-order-mark
  init(_ utf8: [UInt8], mode: Mode = .file) {
    self.utf8 = utf8
    self.mode = mode
    if utf8.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while offset < utf8.count { next() }
    add(.end, from: offset)
  }

  private mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(
      Token(
        kind: kind, offset: UInt32(truncatingIfNeeded: start),
        endOffset: UInt32(truncatingIfNeeded: offset)))
  }

  /// Grammar: word, comment, line-end, line-break
  private mutating func next() {
    let start = offset
    let byte = utf8[offset]
    if byte == 0x0A || byte == 0x0D {
      offset += 1
      if mode == .file, let last = tokens.last, last.kind != .lineEnd { add(.lineEnd, from: start) }
      return
    }
    let blank = blankWidth(at: offset)
    if blank > 0 {
      offset += blank
    } else if byte == UInt8(ascii: "\""), mode == .file || opensScalarString {
      string()
    } else if let kind = punctuation(byte) {
      offset += 1
      add(kind, from: start)
    } else if isPatch(at: offset) {
      offset += 2
      add(byte == UInt8(ascii: "+") ? .plusEquals : .minusEquals, from: start)
    } else if byte == UInt8(ascii: "#"), mode == .file {
      while offset < utf8.count, utf8[offset] != 0x0A, utf8[offset] != 0x0D { offset += 1 }
      comments.append(TextRange(start, offset))
    } else {
      while offset < utf8.count, isWordByte(at: offset) { offset += 1 }
      add(.word, from: start)
    }
  }

  /// Whether `"` opens a string in a scalar: only where a concept or a plural starts. Elsewhere it is a
  /// letter, as in `5" nail`.
  private var opensScalarString: Bool {
    tokens.last.map { $0.kind == .openParenthesis } ?? true
  }

  /// Grammar: string, filled-string
  private mutating func string() {
    let start = offset
    offset += 1
    while offset < utf8.count {
      let byte = utf8[offset]
      if byte == UInt8(ascii: "\"") {
        offset += 1
        return add(.string, from: start)
      }
      if mode == .file, byte == 0x0A || byte == 0x0D { break }
      let escapes =
        byte == UInt8(ascii: "\\") && offset + 1 < utf8.count && utf8[offset + 1] != 0x0A
        && utf8[offset + 1] != 0x0D
      offset += escapes ? 2 : 1
    }
    add(.unclosedString, from: start)
  }

  private func punctuation(_ byte: UInt8) -> Token.Kind? {
    switch byte {
    case UInt8(ascii: "("): .openParenthesis
    case UInt8(ascii: ")"): .closeParenthesis
    case UInt8(ascii: "!"): .exclamation
    case UInt8(ascii: "=") where mode == .file: .equals
    case UInt8(ascii: ",") where mode == .file: .comma
    case UInt8(ascii: "{") where mode == .file: .openBrace
    case UInt8(ascii: "}") where mode == .file: .closeBrace
    default: nil
    }
  }

  private func isWordByte(at offset: Int) -> Bool {
    switch utf8[offset] {
    case 0x0A, 0x0D: false
    case UInt8(ascii: "\"") where mode == .file: false
    case UInt8(ascii: "#") where mode == .file: false
    case UInt8(ascii: "+"), UInt8(ascii: "-"): !isPatch(at: offset)
    case let byte: punctuation(byte) == nil && blankWidth(at: offset) == 0
    }
  }

  /// Whether `+=` or `-=` stands at an offset.
  private func isPatch(at offset: Int) -> Bool {
    mode == .file && (utf8[offset] == UInt8(ascii: "+") || utf8[offset] == UInt8(ascii: "-"))
      && offset + 1 < utf8.count && utf8[offset + 1] == UInt8(ascii: "=")
  }

  /// The bytes of the blank at an offset: ASCII blanks and Unicode's space separators (Zs); 0 for
  /// anything else.
  private func blankWidth(at offset: Int) -> Int {
    let byte = utf8[offset]
    if byte == 0x20 || byte == 0x09 || byte == 0x0B || byte == 0x0C { return 1 }
    if mode == .scalar, byte == 0x0A || byte == 0x0D { return 1 }
    if byte < 0xC2 { return 0 }
    let second = offset + 1 < utf8.count ? utf8[offset + 1] : 0
    let third = offset + 2 < utf8.count ? utf8[offset + 2] : 0
    switch (byte, second, third) {
    case (0xC2, 0xA0, _): return 2
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F),
      (0xE3, 0x80, 0x80):
      return 3
    default: return 0
    }
  }
}
