import PromptSource
import PromptSyntax

/// A text as a YAML scalar: plain where every reader of YAML 1.1 and 1.2 sees the same text in it, else
/// between double quotes; between single quotes where it holds `"` or `\` and can be seen whole.
///
/// A text that starts with anything but a letter, and one that holds a sign YAML knows, is quoted.
package func printScalar(_ text: String) -> String {
  isPlain(text) ? text : printQuoted(text)
}

/// A scalar as the author wrote it, with as few quotes as it needs.
///
/// - Parameter mayBeNumber: whether it is meant to be a number for other readers, too.
func printScalar(_ scalar: YAMLScalar, source: [UInt8], mayBeNumber: Bool) -> String {
  let text = scalar.value
  if scalar.isPlain {
    if text.isEmpty { return "" }
    let isAsWritten = source[scalar.range.start..<scalar.range.end].elementsEqual(text.utf8)
    if isAsWritten, mayBeNumber || OtherReading(text) == nil { return text }
  }
  return printScalar(text)
}

private func isPlain(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, text.last != " ",
    OtherReading(text) == nil
  else { return false }
  return text.unicodeScalars.allSatisfy { scalar in
    if scalar.value < 0x80 {
      return (0x20..<0x7F).contains(scalar.value)
        && !":,[]{}#\"\\<>`|".unicodeScalars.contains(scalar)
    }
    return !mustBeEscaped(scalar)
  }
}

private func printQuoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  if scalars.contains(where: { $0 == "\"" || $0 == "\\" }), !scalars.contains(where: mustBeEscaped)
  {
    // By scalars: a quote with a combining mark is one character.
    var printed = "'"
    for scalar in scalars {
      if scalar == "'" { printed += "'" }
      printed.unicodeScalars.append(scalar)
    }
    return printed + "'"
  }
  var printed = "\""
  for scalar in scalars {
    switch scalar {
    case "\"": printed += "\\\""
    case "\\": printed += "\\\\"
    case "\n": printed += "\\n"
    case "\t": printed += "\\t"
    default:
      if mustBeEscaped(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value > 0xFFFF ? 8 : 4
        printed +=
          (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count)
        printed += digits
      } else {
        printed.unicodeScalars.append(scalar)
      }
    }
  }
  return printed + "\""
}

/// Whether a character cannot be seen, or is none that YAML prints.
private func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x80 { return scalar.value < 0x20 || scalar.value == 0x7F }
  return isInvisible(scalar.value) || scalar.properties.generalCategory == .spaceSeparator
    || scalar.value & 0xFFFE == 0xFFFE
}
