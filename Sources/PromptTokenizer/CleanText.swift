/// Cleans a text as open_clip does before it lower-cases: `ftfy.fix_text` without its repair of wrongly
/// decoded text, `html.unescape` twice, then white space trimmed and each run of it made one space.
package func cleanText(_ text: String) -> String {
  PromptTokenizer.text(cleaned(codePoints(text)))
}

/// The equality of concepts: cleaned and lower-cased, the text that open_clip's tokenizer splits.
package func canonicalConcept(_ text: String) -> String {
  if isCanonical(text) { return text }
  return PromptTokenizer.text(lowered(cleaned(codePoints(text))))
}

/// Whether a text is small ASCII letters and digits, parted by single spaces or hyphens: then nothing
/// of it changes. Most concepts are.
private func isCanonical(_ text: String) -> Bool {
  var previous = UInt8(ascii: " ")
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"):
      break
    case UInt8(ascii: " ") where previous != byte: break
    default: return false
    }
    previous = byte
  }
  return previous != UInt8(ascii: " ")
}

/// ``cleanText(_:)`` on code points.
func cleaned(_ codes: [UInt32]) -> [UInt32] {
  let isPlain = codes.allSatisfy {
    $0 >= 0x20 && $0 < 0x7F && $0 != UInt32(ascii: "&") || $0 == 0x0A || $0 == 0x09
  }
  return collapsed(isPlain ? codes : unescapedHTML(unescapedHTML(fixedText(codes))))
}

/// Python's `" ".join(text.split())`.
private func collapsed(_ codes: [UInt32]) -> [UInt32] {
  var result: [UInt32] = []
  result.reserveCapacity(codes.count)
  var separates = false
  for code in codes {
    if code.isPythonSpace {
      separates = !result.isEmpty
    } else {
      if separates { result.append(0x20) }
      separates = false
      result.append(code)
    }
  }
  return result
}
