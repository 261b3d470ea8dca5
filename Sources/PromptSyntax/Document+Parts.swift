package import PromptSource

extension Document {
  /// The ranges of everything a comment can stand at, without overlaps.
  package var partRanges: [TextRange] {
    var ranges: [TextRange] = []
    if let edition { ranges.append(edition.range) }
    if let set { ranges.append(set.range) }
    if let license { ranges.append(license.range) }
    if let source { ranges.append(source.range) }
    if let extends { ranges.append(extends.range) }
    ranges += imports.map(\.range)
    for list in templateLists {
      ranges.append(list.name.range)
      switch list.body {
      case .templates(let templates): ranges += templates.map(\.range)
      case .reference(let name): ranges.append(name.range)
      }
    }
    ranges += classes.map(\.range) + ood.map(\.range)
    ranges += removals.map(\.range) + renumberings.map(\.range) + expectations.map(\.range)
    if let scoring { ranges.append(scoring.range) }
    return ranges
  }
}

extension SetDeclaration {
  package var range: TextRange { version.map { name.range.union($0.range) } ?? name.range }
}

extension ExtendsDeclaration {
  package var range: TextRange { version.map { path.range.union($0.range) } ?? path.range }
}

extension ImportDeclaration {
  package var range: TextRange {
    [version, alias].compactMap { $0?.range }.reduce(path.range) { $0.union($1) }
  }
}
