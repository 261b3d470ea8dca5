/// The user's text for use inside a message: in backquotes, on one line, with characters that would
/// disturb a terminal or hide (controls, bidirectional marks, line breaks) written as `\u{…}`, and
/// shortened in the middle past 80 scalars.
package func quoted(_ text: String) -> String {
  var cleaned: [String] = text.unicodeScalars.map { scalar in
    isDisturbing(scalar)
      ? "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}" : String(scalar)
  }
  if cleaned.count > 80 { cleaned.replaceSubrange(40..<(cleaned.count - 30), with: ["…"]) }
  return "`" + cleaned.joined() + "`"
}

/// Whether a scalar would disturb a terminal or be invisible in a quotation.
package func isDisturbing(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
  default: false
  }
}
