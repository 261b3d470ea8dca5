import PromptSource

/// "Did you mean" over many names, with a bound on the whole work.
///
/// Each suggestion looks at every name; a file in which thousands of names are wrong has one cause,
/// which the first suggestions show.
struct NameSuggestions {
  private let names: [String]
  private var comparisonsLeft = 100_000

  init(_ names: [String]) { self.names = names }

  mutating func nearest(to name: String) -> String? {
    guard comparisonsLeft > 0 else { return nil }
    comparisonsLeft -= names.count
    return nearestName(to: name, among: names)
  }
}
