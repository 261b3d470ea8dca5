package import PromptSource

/// What fixing made of a file.
package struct FixedFile: Sendable {
  /// The text, as given where nothing was changed.
  package var file: SourceFile
  /// The findings that were mended, in the order of the passes.
  package var applied: [Diagnostic]
  package var isChanged: Bool { !applied.isEmpty }
}

/// Applies the fixes of a file's own findings until none is left to apply.
///
/// A change that would bring up a finding of any rule which was not there before is left out; so the
/// text always parses at least as well as it did. At most ``mostPasses`` passes.
///
/// - Parameters:
///   - unsafe: whether fixes that a person should look at are applied, too.
///   - roots: the folders that imports may be read from, as ``check(_:roots:levels:)`` takes them.
///   - levels: what a project makes of the rules; what is off or suppressed is not touched.
package func fix(
  _ file: SourceFile, unsafe: Bool, roots: ImportRoots? = nil, levels: RuleLevels = RuleLevels()
) -> FixedFile {
  func findings(_ file: SourceFile) -> [Diagnostic] {
    // A fix of syntax brings up nothing new if what it uncovers was counted before.
    check(
      file, levels: levels,
      importing: FileImporter(roots: roots ?? ImportRoots(files: [file.path])),
      keepsConsequences: true
    ).diagnostics
  }
  var current = file
  var applied: [Diagnostic] = []
  var left = findings(current)
  var refused = Set<String>()
  for _ in 0..<mostPasses {
    let candidates = left.filter { !refused.contains($0.rule.code) }
    let (utf8, chosen) = applyFixes(candidates, to: current, unsafe: unsafe)
    if chosen.isEmpty || utf8 == current.utf8 { break }
    if let (next, after) = accepted(utf8, instead: current, left, findings) {
      (current, left) = (next, after)
      applied += chosen
      continue
    }
    // One kind of change does harm: the kinds are tried one by one.
    for code in Set(chosen.map(\.rule.code)).sorted() {
      let own = left.filter { $0.rule.code == code }
      let (utf8, chosen) = applyFixes(own, to: current, unsafe: unsafe)
      if chosen.isEmpty { continue }
      if let (next, after) = accepted(utf8, instead: current, left, findings) {
        (current, left) = (next, after)
        applied += chosen
      } else {
        refused.insert(code)
      }
    }
  }
  return FixedFile(file: current, applied: applied)
}

/// Fixes bring up each other's successors (`tree, trees, trees`); more rounds than these would be a
/// fault of the fixes.
let mostPasses = 10

/// A new text with its findings, unless it has more of any rule than the old one.
private func accepted(
  _ utf8: [UInt8], instead old: SourceFile, _ found: [Diagnostic],
  _ findings: (SourceFile) -> [Diagnostic]
) -> (SourceFile, [Diagnostic])? {
  let file = SourceFile(path: old.path, bytes: utf8)
  let new = findings(file)
  func counts(_ diagnostics: [Diagnostic]) -> [String: Int] {
    Dictionary(diagnostics.map { ($0.rule.code, 1) }, uniquingKeysWith: +)
  }
  let before = counts(found)
  guard counts(new).allSatisfy({ $1 <= before[$0, default: 0] }) else { return nil }
  return (file, new)
}
