/// One token of the concise spelling. Offsets are 32 bits wide, so that the tokens of a large file
/// take little more memory than the file.
struct Token {
  var kind: Kind
  var offset: UInt32
  var endOffset: UInt32

  var start: Int { Int(offset) }
  var end: Int { Int(endOffset) }

  enum Kind: UInt8 {
    case word
    /// `"…"`, quotes included.
    case string
    /// A string that runs to the end of its line.
    case unclosedString
    /// `+=` and `-=`: at the end of a word, too.
    case plusEquals, minusEquals
    case equals, comma, openBrace, closeBrace, openParenthesis, closeParenthesis, exclamation
    /// One or more line breaks, with what stands between them.
    case lineEnd
    /// The end of the text; always the last token, and no other is of this kind.
    case end
  }

  var isText: Bool { kind == .word || isString }
  /// `=`, `+=` or `-=`
  var isAssignment: Bool { kind == .equals || kind == .plusEquals || kind == .minusEquals }
  var isString: Bool { kind == .string || kind == .unclosedString }
  /// Whether nothing more of the same line or block can follow.
  var endsDeclaration: Bool { kind == .lineEnd || kind == .end || kind == .closeBrace }
}
