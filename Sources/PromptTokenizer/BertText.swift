/// How BERT's tokenizer normalises a text.
struct BertText: Hashable, Sendable {
  var lowersCase: Bool
  /// Nil follows ``lowersCase``.
  var stripsAccents: Bool?
  var separatesIdeographs: Bool

  /// Drops controls, sets Chinese characters apart, strips accents and lower-cases, in this order.
  func normalized(_ codes: ArraySlice<UInt32>) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(codes.count)
    for code in codes {
      let traits = ScalarTraits.of(code)
      if traits.contains(.removed) { continue }
      if separatesIdeographs, traits.contains(.ideograph) {
        result += [0x20, code, 0x20]
      } else {
        result.append(traits.contains(.space) ? 0x20 : code)
      }
    }
    if stripsAccents ?? lowersCase { result = withoutAccents(result) }
    return lowersCase ? loweredEach(result) : result
  }

  /// Splits at white space; each punctuation character is a word of its own.
  static func forEachWord(of codes: [UInt32], _ body: (ArraySlice<UInt32>) -> Void) {
    var start = 0
    for (index, code) in codes.enumerated() {
      let traits = ScalarTraits.of(code)
      guard !traits.isDisjoint(with: [.space, .punctuation]) else { continue }
      if start < index { body(codes[start..<index]) }
      if traits.contains(.punctuation) { body(codes[index...index]) }
      start = index + 1
    }
    if start < codes.count { body(codes[start...]) }
  }
}

/// Decomposes canonically and drops the accents.
private func withoutAccents(_ codes: [UInt32]) -> [UInt32] {
  if codes.allSatisfy({ $0 < 0xC0 }) { return codes }
  var result: [UInt32] = []
  result.reserveCapacity(codes.count)
  var known: [UInt32: [UInt32]] = [:]
  for code in codes {
    // Nothing below U+00C0 and no ideograph of the basic blocks decomposes.
    if code < 0xC0 || (0x3400...0x9FFF).contains(code) {
      result.append(code)
    } else if let parts = known[code] {
      result += parts
    } else {
      let parts = decomposed([code]).filter { !ScalarTraits.of($0).contains(.mark) }
      known[code] = parts
      result += parts
    }
  }
  // Left over combining characters have a canonical order among themselves.
  if result.allSatisfy({ combiningClass($0) == 0 }) { return result }
  return decomposed(codes).filter { !ScalarTraits.of($0).contains(.mark) }
}
