package import PromptSource

/// One file as written, whichever spelling it was written in. Nothing is resolved yet.
///
/// Both parsers produce this tree; after them nothing asks which spelling was used. A part that was
/// missing or could not be read is nil or absent, and a diagnostic says so.
package struct Document: Sendable {
  package var file: SourceFile
  package var edition: Located<Int>?
  package var set: SetDeclaration?
  package var license: Located<String>?
  package var source: Located<String>?
  package var imports: [ImportDeclaration] = []
  package var extends: ExtendsDeclaration?
  package var templateLists: [TemplateListDeclaration] = []
  package var classes: [ClassDeclaration] = []
  package var ood: [OODDeclaration] = []
  package var removals: [RemoveDeclaration] = []
  package var renumberings: [RenumberDeclaration] = []
  package var scoring: ScoringDeclaration?
  package var expectations: [ExpectDeclaration] = []
  /// In source order, wherever they stand.
  package var comments: [CommentDeclaration] = []

  package init(file: SourceFile) { self.file = file }
}

/// `set cityscapes "1.0.0"`
package struct SetDeclaration: Sendable {
  package var name: Located<String>
  package var version: Located<String>?

  package init(name: Located<String>, version: Located<String>?) {
    self.name = name
    self.version = version
  }
}

/// `templates people { "…" "…" }` or `templates default = vild14`.
package struct TemplateListDeclaration: Sendable {
  package var name: Located<String>
  package var body: Body

  package init(name: Located<String>, body: Body) {
    self.name = name
    self.body = body
  }

  package enum Body: Sendable {
    case templates([Located<String>])
    case reference(Located<String>)
  }
}

/// `class 8 vegetation = vegetation!mass, tree(s), palm tree with people`
package struct ClassDeclaration: Sendable {
  package var id: Located<Int>?
  package var name: Located<String>
  /// The superclass block around the class, or its `superclass` key.
  package var superclass: Located<String>?
  /// The template list named by `with`, or the `templates` key.
  package var templates: Located<String>?
  package var concepts: [ConceptDeclaration]
  /// Whether the concepts make a class, or change an inherited one.
  package var change: Change
  /// The whole declaration.
  package var range: TextRange

  package init(
    id: Located<Int>?, name: Located<String>, superclass: Located<String>?,
    templates: Located<String>?, concepts: [ConceptDeclaration], change: Change = .define,
    range: TextRange
  ) {
    self.id = id
    self.name = name
    self.superclass = superclass
    self.templates = templates
    self.concepts = concepts
    self.change = change
    self.range = range
  }
}

/// `ood caravan near truck, bus = caravan(s), camper van`
package struct OODDeclaration: Sendable {
  package var name: Located<String>
  package var near: [Located<String>]
  package var templates: Located<String>?
  package var concepts: [ConceptDeclaration]
  /// Whether the concepts make an entry, or change an inherited one.
  package var change: Change
  package var range: TextRange

  package init(
    name: Located<String>, near: [Located<String>], templates: Located<String>?,
    concepts: [ConceptDeclaration], change: Change = .define, range: TextRange
  ) {
    self.name = name
    self.near = near
    self.templates = templates
    self.concepts = concepts
    self.change = change
    self.range = range
  }
}

/// One entry of a concept set as written: `tree(s)`, `person(people)`, `sky!mass`, `palm tree`.
package struct ConceptDeclaration: Sendable {
  /// The concept without its marks.
  package var text: Located<String>
  package var plural: Plural
  package var number: Located<NumberMark>?
  /// The whole entry, marks included.
  package var range: TextRange

  package init(
    text: Located<String>, plural: Plural, number: Located<NumberMark>?, range: TextRange
  ) {
    self.text = text
    self.plural = plural
    self.number = number
    self.range = range
  }

  package enum Plural: Sendable {
    /// A bare concept is exactly itself.
    case none
    /// `(s)`: the concept and its English plural; the range covers `(s)`.
    case regular(TextRange)
    /// `(people)`: the concept and this plural.
    case named(Located<String>)
  }

  /// States the number where the lexicon would guess wrong.
  package enum NumberMark: String, Sendable, CaseIterable {
    case mass, pl, sg
  }
}

/// `scoring { temperature 0.01  columns superclass }`, keys and values as written, in source order.
package struct ScoringDeclaration: Sendable {
  /// Every key there is.
  package static let keys = [
    "temperature", "columns", "ood", "score", "void", "alpha", "beta", "unseen",
  ]

  package var entries: [Entry]
  package var range: TextRange

  package init(entries: [Entry], range: TextRange) {
    self.entries = entries
    self.range = range
  }

  package struct Entry: Sendable {
    package var key: Located<String>
    package var value: Located<String>

    package init(key: Located<String>, value: Located<String>) {
      self.key = key
      self.value = value
    }
  }
}
