import PromptSource
import PromptSyntax

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

/// The change of a name to the one that was likely meant, where both can stand as written.
func replacement(_ name: String, for written: Located<String>, in file: SourceFile) -> Fix? {
  let isPlain = name.utf8.allSatisfy {
    (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
  }
  guard isPlain, file.text(written.range) == written.value else { return nil }
  return Fix("write \(quoted(name))", [.init(written.range, name)], isSafe: false)
}
