import PromptModel
import PromptSource
import PromptSyntax

/// Files by path, resolved as if they stood in one folder: the first is the set.
///
/// Each import is read anew, as a loader without a cache would.
func resolve(files: [(path: String, text: String)]) -> (PromptSet?, [Diagnostic]) {
  guard let root = files.first else { return (nil, []) }
  let texts = Dictionary(files.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
  return resolve(parse(SourceFile(path: root.path, text: root.text)).document) { path, _ in
    if path == "outside.prompts" { return .outside }
    guard let text = texts[path] else { return .notFound(reason: "no such file") }
    let (document, diagnostics) = parse(SourceFile(path: path, text: text))
    return .document(document, diagnostics)
  }
}

/// One file without imports.
func resolve(_ text: String) -> (PromptSet?, [Diagnostic]) {
  resolve(files: [("set.prompts", text)])
}

/// The codes of the findings, in order.
func codes(_ diagnostics: [Diagnostic]) -> [String] { diagnostics.map(\.rule.code) }
