package import PromptExpansion
internal import PromptKernels
internal import PromptModel
package import PromptSource
internal import PromptTokenizer

/// A prompt set after every stage that needs no encoder, with all that was found on the way.
package struct CheckedSet: Sendable {
  /// What would be encoded; nil where the set could not be resolved at all.
  package var expansion: Expansion?
  /// At the project's levels and without what comments allow. In source order: the set's own file
  /// first, then the imported ones.
  package var diagnostics: [Diagnostic]
  /// The levels the findings were given.
  package var levels: RuleLevels

  /// How many expectations `promptbank test` would run.
  package var expectationCount: Int { expansion?.set.expectations.count ?? 0 }

  package var hasErrors: Bool { diagnostics.contains { $0.rule.level == .error } }
}

/// Parses, resolves, expands and lints a prompt set, reading its imports from beside it.
///
/// Never throws: an import that cannot be read is a finding like every other.
///
/// - Parameters:
///   - roots: the folders that imports may be read from; nil for those of the file and the working
///     directory.
///   - levels: what a project makes of the rules.
package func check(
  _ file: SourceFile, roots: ImportRoots? = nil, levels: RuleLevels = RuleLevels()
) -> CheckedSet {
  check(
    file, levels: levels, importing: FileImporter(roots: roots ?? ImportRoots(files: [file.path])))
}

/// As ``check(_:roots:levels:)``, with files that may have been read already.
///
/// - Parameters:
///   - threads: how many may work on this set.
///   - keepsConsequences: whether findings stay that go away with others.
func check(
  _ file: SourceFile, levels: RuleLevels, importing importer: FileImporter,
  threads: Int = availableProcessors, keepsConsequences: Bool = false
) -> CheckedSet {
  let (document, syntaxProblems) = importer.parse(file)
  let (set, modelProblems) = resolve(document, cleaned: canonicalConcept) {
    importer.load($0, from: $1)
  }
  let examined = set.map { examine($0, threads: threads) }
  var found = syntaxProblems + modelProblems + (examined?.diagnostics ?? [])
  if !keepsConsequences { found = withoutConsequences(found, in: document) }
  let files = set?.files ?? [file]
  return CheckedSet(
    expansion: examined?.expansion,
    diagnostics: judged(found, levels: levels, files: files), levels: levels)
}

/// Findings at a project's levels, without what comments allow, in source order.
func judged(
  _ diagnostics: [Diagnostic], levels: RuleLevels, files: [SourceFile]
) -> [Diagnostic] {
  var suppressions = Suppressions(files)
  return levels.apply(to: suppressions.apply(to: diagnostics, levels: levels))
    .inSourceOrder(files: files)
}

extension TextCleaning {
  /// The cleaning of open_clip's tokenizer, whatever the encoder.
  static var canonical: TextCleaning {
    TextCleaning(
      cleaned: cleanText, canonical: canonicalConcept, isMisdecoded: looksMisdecoded)
  }
}
