/// Applies the fixes of findings to their file.
///
/// In source order; of two fixes whose changes meet, the first is applied and the other left for
/// another pass, so that the result never depends on chance.
///
/// - Parameters:
///   - diagnostics: findings of any file; those of others are left alone.
///   - unsafe: whether fixes that a person should look at are applied, too.
/// - Returns: the new text, and the findings whose fix is in it.
package func applyFixes(
  _ diagnostics: [Diagnostic], to file: SourceFile, unsafe: Bool
) -> (utf8: [UInt8], applied: [Diagnostic]) {
  var edits: [Fix.Edit] = []
  var applied: [Diagnostic] = []
  var end = -1
  let fixable = diagnostics.filter { diagnostic in
    guard diagnostic.place.file === file, let fix = diagnostic.fix else { return false }
    return !fix.edits.isEmpty && (fix.isSafe || unsafe)
  }
  func start(_ diagnostic: Diagnostic) -> Int { diagnostic.fix?.edits.first?.range.start ?? 0 }
  for diagnostic in fixable.sorted(by: { (start($0), $0.rule.code) < (start($1), $1.rule.code) }) {
    guard let fix = diagnostic.fix, start(diagnostic) > end else { continue }
    let isOrdered = zip(fix.edits, fix.edits.dropFirst()).allSatisfy {
      $0.range.end <= $1.range.start
    }
    guard isOrdered, let last = fix.edits.last, last.range.end <= file.utf8.count else { continue }
    edits += fix.edits
    applied.append(diagnostic)
    end = last.range.end
  }
  var utf8: [UInt8] = []
  utf8.reserveCapacity(file.utf8.count)
  var offset = 0
  for edit in edits {
    utf8 += file.utf8[offset..<edit.range.start]
    utf8 += Array(edit.replacement.utf8)
    offset = edit.range.end
  }
  return (utf8 + file.utf8[offset...], applied)
}
