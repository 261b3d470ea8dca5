internal import PromptExpansion
internal import PromptModel
internal import PromptSource
internal import PromptSyntax

/// Findings without those that go away when the errors of syntax are mended.
///
/// - What an error of syntax stands in is not judged further: nobody knows what it would say.
/// - Nothing is said to be unused, empty or alone in a file of which a part could not be read.
/// - A list of templates that could not be found may be the end of a concept, which is not judged either.
func withoutConsequences(_ found: [Diagnostic], in document: Document) -> [Diagnostic] {
  let broken = found.filter { $0.rule.level == .error && $0.rule.code < "PB200" }.map(\.place)
  let files = Set(broken.map { ObjectIdentifier($0.file) })
  let (inErrors, inHalves) = (Places(broken), Places(halves(found, of: document)))
  return found.filter { finding in
    if finding.rule.code < "PB200" || finding.rule.code >= "PB900" { return true }
    if Rule.ofAbsence.contains(finding.rule), files.contains(ObjectIdentifier(finding.place.file)) {
      return false
    }
    if Rule.ofConcepts.contains(finding.rule), inHalves.touch(finding.place) { return false }
    return !inErrors.touch(finding.place)
  }
}

/// Concepts that end before a `with` which names no list: `leaf` of `leaf with spots`.
private func halves(_ found: [Diagnostic], of document: Document) -> [SourcePlace] {
  let unknown = Set(
    found.filter {
      $0.rule == .unknownTemplateList && $0.fix == nil && $0.place.file === document.file
    }.map(\.place.range))
  let lists =
    document.classes.map { ($0.templates?.range, $0.concepts.last) }
    + document.ood.map { ($0.templates?.range, $0.concepts.last) }
  return lists.compactMap { templates, concept in
    guard let templates, unknown.contains(templates), let concept else { return nil }
    return SourcePlace(document.file, concept.range)
  }
}

/// Ranges of files, searched by their starts.
private struct Places {
  private let ranges: [ObjectIdentifier: [TextRange]]

  init(_ places: [SourcePlace]) {
    ranges = Dictionary(grouping: places) { ObjectIdentifier($0.file) }
      .mapValues { $0.map(\.range).sorted { $0.start < $1.start } }
  }

  /// Whether a place has a character in common with one of them.
  func touch(_ place: SourcePlace) -> Bool {
    guard let ranges = ranges[ObjectIdentifier(place.file)] else { return false }
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].start < place.range.end { low = middle + 1 } else { high = middle }
    }
    // Errors of one file hardly overlap, so that the neighbours of a place tell.
    return ranges[max(0, low - 4)..<low].contains { $0.end > place.range.start }
  }
}

extension Rule {
  /// What is said of something that is missing, and may stand in what could not be read.
  fileprivate static let ofAbsence: Set<Rule> = [
    .unusedTemplateList, .unusedImport, .singletonSuperclass, .columnsWithoutSuperclass,
    .emptyTemplateList,
  ]
  /// What is said of one concept beside others.
  fileprivate static let ofConcepts: Set<Rule> = [
    .classNameElsewhere, .duplicateConcept, .oodConceptInClass,
  ]
}
