/// What may stand at a place of the YAML spelling.
///
/// The parser takes the keys it knows from these tables, and the JSON Schema is made from them.
package indirect enum YAMLShape: Sendable {
  /// Any scalar that is written.
  case text
  /// A scalar that is not empty.
  case filledText
  /// A scalar of more than blanks.
  case name
  /// Any scalar, even none.
  case template
  /// A scalar without a template's hole.
  case reference
  case edition
  case classID
  /// A number above 0.
  case positive
  /// A number within bounds.
  case number(ClosedRange<Int>)
  case choice([String])
  case list(YAMLShape, least: Int, most: Int?)
  /// A mapping from names of the author's.
  case names(YAMLShape, least: Int)
  case mapping(YAMLMapping)
  case either([YAMLShape])

  static func list(_ item: YAMLShape) -> YAMLShape { .list(item, least: 0, most: nil) }
}

/// The keys of one kind of mapping.
package struct YAMLMapping: Sendable {
  /// What an author is told about the mapping.
  package var description: String
  package var keys: [Key]

  init(_ description: String, _ keys: [Key]) {
    self.description = description
    self.keys = keys
  }

  /// In the order in which a help lists them.
  var names: [String] { keys.map(\.name) }

  package struct Key: Sendable {
    package var name: String
    package var shape: YAMLShape
    package var isRequired: Bool
    package var description: String
    /// What holds where the key is left out.
    package var `default`: String?
    package var examples: [String]

    init(
      _ name: String, _ shape: YAMLShape, isRequired: Bool = false, _ description: String,
      default: String? = nil, examples: [String] = []
    ) {
      self.name = name
      self.shape = shape
      self.isRequired = isRequired
      self.description = description
      self.default = `default`
      self.examples = examples
    }
  }
}
