package import PromptSource

/// What a file must declare, checked alike for both spellings.
///
/// A set needs `edition`, `set`, and a class or a set that it extends. A file of template lists (and imports) alone is meant to
/// be imported and needs `edition` only.
///
/// - Parameters:
///   - declared: what was declared, even where it could not be read and is absent from the document.
///   - start: where the first declaration stands.
package func checkRequired(
  _ document: Document, declared: DeclaredParts, start: TextRange, spelling: Spelling
) -> [Diagnostic] {
  let file = document.file
  let first = SourcePlace(file, start)
  guard !declared.isEmpty else {
    return [
      Diagnostic(
        .emptyFile, "the file declares nothing", at: first,
        help: spelling.say(
          "start with `edition 1`, then `set NAME` and a line `class 0 road = road, street`",
          "start with `edition: 1`, then `set: {name: NAME}` and `classes:`"))
    ]
  }
  var found: [Diagnostic] = []
  if !declared.contains(.edition) {
    found.append(
      Diagnostic(
        .missingEdition, "the file does not say its edition", at: first,
        help: "put `\(spelling.say("edition 1", "edition: 1"))` on the first line"))
  }
  if declared.contains(.templates), declared.isSubset(of: .library) { return found }
  if !declared.contains(.set) {
    found.append(
      Diagnostic(
        .missingSet, "the prompt set has no name", at: first,
        help: "add `\(spelling.say("set NAME \"1.0.0\"", "set: {name: NAME, version: \"1.0.0\"}"))`"
      ))
  }
  if !declared.contains(.classes), !declared.contains(.extends) {
    let place = document.set.map { SourcePlace(file, $0.name.range) } ?? first
    found.append(
      Diagnostic(
        .missingClasses, "the prompt set has no classes", at: place,
        help: spelling.say(
          "add a line such as `class 0 road = road, street`",
          "add `classes:` with entries such as `road: {id: 0, concepts: [road, street]}`")))
  }
  return found
}

/// The parts that a file declares, well or badly.
package struct DeclaredParts: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let edition = DeclaredParts(rawValue: 1)
  package static let set = DeclaredParts(rawValue: 2)
  package static let classes = DeclaredParts(rawValue: 4)
  package static let templates = DeclaredParts(rawValue: 8)
  package static let imports = DeclaredParts(rawValue: 16)
  /// License and source: they may stand in any file.
  package static let credits = DeclaredParts(rawValue: 32)
  /// What only a set has: ood entries, removals, scoring, expectations.
  package static let otherSetParts = DeclaredParts(rawValue: 64)
  package static let extends = DeclaredParts(rawValue: 128)

  /// What a file may hold that is only imported. Without templates it is a set begun.
  static let library: DeclaredParts = [.edition, .templates, .imports, .credits]
}

/// How the file is spelt, for the words of a help.
package enum Spelling: Sendable {
  case concise, yaml

  package func say(_ concise: String, _ yaml: String) -> String {
    self == .concise ? concise : yaml
  }
}
