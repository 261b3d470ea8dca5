package import PromptSource

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
  /// For each of `files`, what first brought it in; nil for the set's own.
  package var arrivals: [Arrival?]
  /// Every scoring key in force and where it was written, in the order of first mention.
  package var scoringOrigins: [ScoringOrigin]
  /// In source order; those whose names are known.
  package var expectations: [Expectation]

  package init(
    name: String, version: String?, license: String?, source: String?, classes: [IDClass],
    ood: [OODEntry], scoring: Scoring, files: [SourceFile], arrivals: [Arrival?] = [],
    scoringOrigins: [ScoringOrigin] = [], expectations: [Expectation] = []
  ) {
    self.name = name
    self.version = version
    self.license = license
    self.source = source
    self.classes = classes
    self.ood = ood
    self.scoring = scoring
    self.files = files
    self.arrivals = arrivals
    self.scoringOrigins = scoringOrigins
    self.expectations = expectations
  }
}

/// One in-distribution class with its concept set.
package struct IDClass: Sendable {
  package var id: Int
  /// Where the id is written: in the declaration, or in the last renumbering. A class without an id
  /// has its name's place.
  package var idPlace: SourcePlace
  package var name: String
  package var superclass: String?
  /// Where the superclass is named; nil without one.
  package var superclassPlace: SourcePlace?
  package var templates: TemplateList
  package var concepts: [ConceptEntry]
  /// The class name.
  package var place: SourcePlace

  package init(
    id: Int, idPlace: SourcePlace? = nil, name: String, superclass: String?,
    superclassPlace: SourcePlace? = nil, templates: TemplateList, concepts: [ConceptEntry],
    place: SourcePlace
  ) {
    self.superclassPlace = superclassPlace
    self.id = id
    self.idPlace = idPlace ?? place
    self.name = name
    self.superclass = superclass
    self.templates = templates
    self.concepts = concepts
    self.place = place
  }
}

extension IDClass {
  /// Whether an extending set has given the id: that is another file than the class is declared in.
  package var isRenumbered: Bool { idPlace.file !== place.file }

  /// Where to look for the class when its id is in question: at its name, or at the line that gave it
  /// another id.
  package var numberedPlace: SourcePlace { isRenumbered ? idPlace : place }
}

/// One named outlier concept set.
package struct OODEntry: Sendable {
  package var name: String
  /// Names of the ID classes it resembles, in source order; empty for a far-OOD entry.
  package var near: [String]
  /// Where each of `near` was written.
  package var nearPlaces: [SourcePlace]
  package var templates: TemplateList
  package var concepts: [ConceptEntry]
  /// The entry's name.
  package var place: SourcePlace

  package init(
    name: String, near: [String], nearPlaces: [SourcePlace], templates: TemplateList,
    concepts: [ConceptEntry], place: SourcePlace
  ) {
    self.nearPlaces = nearPlaces
    self.name = name
    self.near = near
    self.templates = templates
    self.concepts = concepts
    self.place = place
  }
}
