import PromptCompiler
import PromptSource
import PromptSyntax
import Testing

/// What a list makes: the set as it is read back, its text, and each finding as `file:line:column name`.
func imported(
  _ text: String, _ form: ListForm, columns: [ListColumn]? = nil, path: String = "lists/small.txt"
) -> (document: Document, text: String, findings: [String]) {
  let (printed, diagnostics) = importList(
    SourceFile(path: path, text: text), form: form, columns: columns)
  let findings = diagnostics.map { item in
    let start = item.place.start
    return "\(item.place.file.path):\(start.line):\(start.column) \(item.rule.name)"
  }
  let file = SourceFile(path: "small.prompts", text: printed)
  if printed.isEmpty { return (Document(file: file), printed, findings) }
  let (document, found) = parseSource(file)
  #expect(found.map(\.message) == [], "\(printed)")
  #expect(formatSource(file).text == printed)
  return (document, printed, findings)
}
