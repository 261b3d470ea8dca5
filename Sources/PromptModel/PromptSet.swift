package import PromptSource
package import PromptSyntax

/// A prompt set as meant: imports merged, names resolved, every template list at hand.
///
/// Concept sets are still as written (`tree(s)`); `PromptExpansion` turns them into concepts.
package struct PromptSet: Sendable {
  package var name: String
  /// The set's own version, as written; nil where the set gives none.
  package var version: String?
  package var license: String?
  package var source: String?
  /// In source order.
  package var classes: [IDClass]
  /// In source order.
  package var ood: [OODEntry]
  package var scoring: Scoring
  /// The set's own file first, then every imported file in the order of first import.
  package var files: [SourceFile]

  package init(
    name: String, version: String?, license: String?, source: String?, classes: [IDClass],
    ood: [OODEntry], scoring: Scoring, files: [SourceFile]
  ) {
    self.name = name
    self.version = version
    self.license = license
    self.source = source
    self.classes = classes
    self.ood = ood
    self.scoring = scoring
    self.files = files
  }
}

/// One in-distribution class with its concept set.
package struct IDClass: Sendable {
  package var id: Int
  package var name: String
  package var superclass: String?
  package var templates: TemplateList
  package var concepts: [ConceptDeclaration]
  /// The class name.
  package var place: SourcePlace

  package init(
    id: Int, name: String, superclass: String?, templates: TemplateList,
    concepts: [ConceptDeclaration], place: SourcePlace
  ) {
    self.id = id
    self.name = name
    self.superclass = superclass
    self.templates = templates
    self.concepts = concepts
    self.place = place
  }
}

/// One named outlier concept set.
package struct OODEntry: Sendable {
  package var name: String
  /// Names of the ID classes it resembles, in source order; empty for a far-OOD entry.
  package var near: [String]
  package var templates: TemplateList
  package var concepts: [ConceptDeclaration]
  /// The entry's name.
  package var place: SourcePlace

  package init(
    name: String, near: [String], templates: TemplateList, concepts: [ConceptDeclaration],
    place: SourcePlace
  ) {
    self.name = name
    self.near = near
    self.templates = templates
    self.concepts = concepts
    self.place = place
  }
}
