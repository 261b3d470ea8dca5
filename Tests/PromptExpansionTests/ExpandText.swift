import PromptExpansion
import PromptModel
import PromptSource
import PromptSyntax

/// A set without imports, expanded. Equality of concepts is lower case with single blanks and without
/// `&nbsp;`: what the real cleaning does to plain English.
func expand(_ text: String) throws -> (Expansion, [Diagnostic]) {
  let document = parse(SourceFile(path: "set.prompts", text: text)).document
  let resolved = resolve(document, importing: { _, _ in .notFound(reason: "no such file") })
  guard let set = resolved.set else { throw NoSet() }
  let (expansion, findings) = expand(set, cleaned: cleaned)
  return (expansion, findings)
}

/// The texts of a class's concepts, from a set of one class.
func concepts(_ entries: String) throws -> [String] {
  try expand("edition 1\nset s\nclass 0 x = \(entries)\n").0.classConcepts[0].map(\.text)
}

func cleaned(_ text: String) -> String {
  text.lowercased().replacing("&nbsp;", with: " ").split { $0 == " " || $0 == "\t" || $0 == "\n" }
    .joined(separator: " ")
}

struct NoSet: Error {}
