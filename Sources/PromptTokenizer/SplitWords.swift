/// A part of a prompt that is encoded by itself.
enum Piece {
  case word(ArraySlice<UInt32>)
  /// A special token, spelt in the text.
  case special(Int32, spelling: String)
}

/// CLIP's pattern, as each reference applies it to a lower-cased text.
struct WordPattern: Sendable {
  /// The spellings and ids that the pattern matches before all else.
  var specials: [(spelling: [UInt32], id: Int32)]
  /// Whether the pattern ignores case, as `regex` does for open_clip and OpenAI. In a lower-cased text this
  /// leaves two traces: a long s is an `s`, and U+0345, whose capital is a letter, matches nothing.
  var ignoresCase: Bool

  /// Splits by `special|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`.
  func forEachPiece(of codes: [UInt32], _ body: (Piece) -> Void) {
    var index = 0
    while index < codes.count {
      let code = codes[index]
      if code == UInt32(ascii: "<"), let special = special(codes, at: index) {
        let end = index + special.spelling.count
        let word = codes[index..<end]
        if !ignoresCase {
          // Hugging Face's tokenizer splits what its pattern matched once more.
          body(.word(word.prefix(2)))
          body(.word(word.dropFirst(2).dropLast(2)))
          body(.word(word.suffix(2)))
        } else if word.elementsEqual(special.spelling) {
          body(.special(special.id, spelling: text(special.spelling)))
        } else {
          body(.word(word))
        }
        index = end
      } else if code == UInt32(ascii: "'"), let length = contraction(codes, at: index) {
        body(.word(codes[index..<index + length]))
        index += length
      } else {
        let kind = kind(code)
        var end = index + 1
        if kind == .letter || kind == .other {
          while end < codes.count, self.kind(codes[end]) == kind { end += 1 }
        }
        if kind != .none { body(.word(codes[index..<end])) }
        index = end
      }
    }
  }

  private enum Kind { case letter, number, other, none }

  private func kind(_ code: UInt32) -> Kind {
    let traits = ScalarTraits.of(code)
    if traits.isDisjoint(with: [.letter, .number, .space]) {
      return ignoresCase && code == 0x345 ? .none : .other
    }
    if !ignoresCase, traits.contains(.newer) { return .other }
    return traits.contains(.letter) ? .letter : traits.contains(.number) ? .number : .none
  }

  private func special(_ codes: [UInt32], at index: Int) -> (spelling: [UInt32], id: Int32)? {
    specials.first { special in
      index + special.spelling.count <= codes.count
        && zip(special.spelling, codes[index...]).allSatisfy {
          $0 == $1 || ignoresCase && $0 == UInt32(ascii: "s") && $1 == longS
        }
    }
  }

  /// The length of a contraction at an apostrophe.
  private func contraction(_ codes: [UInt32], at index: Int) -> Int? {
    guard index + 1 < codes.count else { return nil }
    let next = index + 2 < codes.count ? codes[index + 2] : 0
    switch codes[index + 1] {
    case UInt32(ascii: "s"), UInt32(ascii: "t"), UInt32(ascii: "m"), UInt32(ascii: "d"): return 2
    case longS: return ignoresCase ? 2 : nil
    case UInt32(ascii: "r"), UInt32(ascii: "v"): return next == UInt32(ascii: "e") ? 3 : nil
    case UInt32(ascii: "l"): return next == UInt32(ascii: "l") ? 3 : nil
    default: return nil
    }
  }
}

private let longS: UInt32 = 0x17F
