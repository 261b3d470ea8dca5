package import PromptSource

/// A named list of templates, in source order.
package struct TemplateList: Sendable {
  /// The list's own name, after references are followed: `vild14` for `templates default = vild14`.
  package var name: String
  package var templates: [Template]
  /// The list's name where it is declared; nil only for the built-in list.
  package var place: SourcePlace?

  package init(name: String, templates: [Template], place: SourcePlace? = nil) {
    self.name = name
    self.templates = templates
    self.place = place
  }

  /// The concept alone: what a set without templates gets.
  package static let bare = TemplateList(
    name: "bare", templates: [Template(text: "{}", pieces: [.concept], place: nil)])
}

/// A sentence with a hole, parsed.
package struct Template: Sendable {
  /// As written.
  package var text: String
  package var pieces: [Piece]
  /// nil only for the built-in bare template.
  package var place: SourcePlace?

  package init(text: String, pieces: [Piece], place: SourcePlace?) {
    self.text = text
    self.pieces = pieces
    self.place = place
  }

  package enum Piece: Hashable, Sendable {
    case literal(String)
    /// `{}`: the concept verbatim.
    case concept
    /// `{a}`: the concept with the article its number and sound need.
    case article
    /// `{there}`: "There is a …", "There are …".
    case there
  }
}
