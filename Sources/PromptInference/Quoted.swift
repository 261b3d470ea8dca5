/// A name from a file for use inside a message: in backquotes, controls and invisible characters
/// written as `\u{…}`, shortened past 80 scalars.
func quoted(_ text: String) -> String {
  var cleaned = ""
  for (index, scalar) in text.unicodeScalars.enumerated() {
    if index == 80 {
      cleaned += "…"
      break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
      cleaned += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    default: cleaned.unicodeScalars.append(scalar)
    }
  }
  return "`" + cleaned + "`"
}

/// Names as a list in prose: "`a`, `b`".
func quotedList(_ names: some Sequence<String>) -> String {
  names.map(quoted).joined(separator: ", ")
}
