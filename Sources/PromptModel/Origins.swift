package import PromptSource
package import PromptSyntax

/// An entry of a concept set and the file it was written in: an extending file adds to inherited sets.
package struct ConceptEntry: Sendable {
  package var declaration: ConceptDeclaration
  package var file: SourceFile

  package init(_ declaration: ConceptDeclaration, in file: SourceFile) {
    self.declaration = declaration
    self.file = file
  }
}

/// The declaration that first brought a file into a set.
package struct Arrival: Sendable {
  /// The path as written in the importing file.
  package var place: SourcePlace
  package var isExtends: Bool
}

/// A scoring key that holds.
package struct ScoringOrigin: Sendable {
  package var key: String
  /// As written.
  package var value: String
  /// The key.
  package var place: SourcePlace
  package var valuePlace: SourcePlace
}

extension PromptSet {
  /// How a place's file came into the set: the set's own `import` or `extends` first; empty for the
  /// set's own file.
  package func chain(to place: SourcePlace) -> [Arrival] {
    var indices: [ObjectIdentifier: Int] = [:]
    for (index, file) in files.enumerated() { indices[ObjectIdentifier(file)] = index }
    var chain: [Arrival] = []
    var file = place.file
    while let index = indices[ObjectIdentifier(file)], arrivals.indices.contains(index),
      let arrival = arrivals[index], chain.count < files.count
    {
      chain.append(arrival)
      file = arrival.place.file
    }
    return chain.reversed()
  }
}
