import PromptSource
import PromptSyntax

/// The first thing wrong with the characters of a concept or a template, or nil.
///
/// - Parameters:
///   - text: as read; its range may hold quotes.
///   - range: the whole entry in the file.
func findTextProblem(
  _ text: Located<String>, within range: TextRange, in file: SourceFile, _ cleaning: TextCleaning
) -> Diagnostic? {
  let value = text.value
  let isPlain = value.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "&") }
  if !isPlain || !file.utf8[range.start..<range.end].allSatisfy({ $0 < 0x80 }) {
    if cleaning.isMisdecoded(value) {
      return Diagnostic(
        .misdecodedText, "\(quoted(value)) looks decoded with the wrong encoding",
        at: SourcePlace(file, text.range),
        help: "take the text from its source again, and read it as UTF-8")
    }
    if let finding = findConfusable(text, in: file) { return finding }
    if let finding = findUnusualSpace(value, range, in: file) { return finding }
  } else if !value.utf8.contains(0x20) && !value.utf8.contains(0x09) {
    return nil
  }
  let cleaned = cleaning.cleaned(value)
  guard cleaned != value || !cleaned.utf8.elementsEqual(value.utf8) else { return nil }
  // What cleaning empties is found by expansion.
  if cleaned.isEmpty { return nil }
  let (rule, message, help) = cleaningRule(value)
  return Diagnostic(
    rule, "\(quoted(value)) \(message)", at: SourcePlace(file, text.range),
    help: "\(help) \(quoted(cleaned))",
    fix: writtenPart(text, in: file).map { Fix("write it cleaned", [.init($0, cleaned)]) })
}

private func cleaningRule(_ value: String) -> (Rule, message: String, help: String) {
  let scalars = value.unicodeScalars
  if value.utf8.contains(UInt8(ascii: "&")), value.utf8.contains(UInt8(ascii: ";")) {
    return (.htmlEntity, "holds an HTML entity, which some tokenizers spell out", "write")
  }
  if scalars.contains(where: { "‘’‚‛“”„‟".unicodeScalars.contains($0) }) {
    return (
      .curlyQuote, "holds a typographic quotation mark, which captions rarely have", "write"
    )
  }
  if value.utf8.allSatisfy({ $0 < 0x80 }) {
    return (.paddedText, "has a blank too many", "write")
  }
  return (
    .uncleanedText, "holds characters that cleaning tokenizers replace",
    "letters without parts of their own read"
  )
}

/// Where the file holds a text letter by letter, without its quotes; nil where escapes moved bytes.
func writtenPart(_ text: Located<String>, in file: SourceFile) -> TextRange? {
  let value = Array(text.value.utf8)
  let extra = text.range.end - text.range.start - value.count
  guard extra == 0 || extra == 2, text.range.end <= file.utf8.count else { return nil }
  let range = TextRange(text.range.start + extra / 2, text.range.end - extra / 2)
  return file.utf8[range.start..<range.end].elementsEqual(value) ? range : nil
}

private func findUnusualSpace(
  _ value: String, _ range: TextRange, in file: SourceFile
) -> Diagnostic? {
  var edits: [Fix.Edit] = []
  var offset = range.start
  for scalar in file.text(range).unicodeScalars {
    let width = UTF8.width(scalar)
    if scalar.value != 0x20, scalar.properties.generalCategory == .spaceSeparator {
      edits.append(.init(TextRange(offset, offset + width), " "))
    }
    offset += width
  }
  guard let first = edits.first, offset == range.end else { return nil }
  return Diagnostic(
    .unusualSpace, "\(quoted(value)) holds a special space that looks like a plain one",
    at: SourcePlace(file, first.range), help: "write a plain space",
    fix: Fix("write a plain space", edits))
}
