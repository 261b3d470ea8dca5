package import PromptExpansion
internal import PromptModel
package import PromptSource
internal import PromptTokenizer

/// A prompt set after every stage that needs no encoder, with all that was found on the way.
package struct CheckedSet: Sendable {
  /// What would be encoded; nil where the set could not be resolved at all.
  package var expansion: Expansion?
  /// In source order: the set's own file first, then the imported ones.
  package var diagnostics: [Diagnostic]

  /// How many expectations `promptbank test` would run.
  package var expectationCount: Int { expansion?.set.expectations.count ?? 0 }

  package var hasErrors: Bool { diagnostics.contains { $0.rule.level == .error } }
}

/// Parses, resolves and expands a prompt set, reading its imports from beside it.
///
/// Never throws: an import that cannot be read is a finding like every other.
///
/// - Parameter roots: the folders that imports may be read from; nil for those of the file and the
///   working directory.
package func check(_ file: SourceFile, roots: ImportRoots? = nil) -> CheckedSet {
  let importer = FileImporter(roots: roots ?? ImportRoots(files: [file.path]))
  let (document, syntaxProblems) = parseSource(file)
  let (set, modelProblems) = resolve(document, cleaned: canonicalConcept) {
    importer.load($0, from: $1)
  }
  let expanded = set.map { expand($0, cleaned: canonicalConcept) }
  return CheckedSet(
    expansion: expanded?.expansion,
    diagnostics: (syntaxProblems + modelProblems + (expanded?.diagnostics ?? []))
      .inSourceOrder(files: set?.files ?? [file]))
}
