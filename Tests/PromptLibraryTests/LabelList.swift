import Foundation
import TestSupport

/// A data set's labels, as `Labels/NAME.txt` restates them: facts, each with its source.
struct LabelList {
  struct Label {
    /// As the data set spells it.
    var name: String
    /// nil where evaluation ignores the label.
    var id: Int?
    /// Of a kind of defect, the classes that show it.
    var near: [String]
  }

  var labels: [Label]

  /// Reads the list of the set of that name; nil where the set is of no data set.
  init?(ofSet name: String) throws {
    let url = packageRoot.appendingPathComponent("Tests/PromptLibraryTests/Labels/\(name).txt")
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    labels = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { line in
        let fields = line.split(separator: "\t")
        let near = fields.count > 2 ? fields[2].split(separator: ",").map(String.init) : []
        return Label(name: String(fields[0]), id: Int(fields[1]), near: near)
      }
  }

  /// Data sets part the words of a label by blanks, hyphens, underscores or nothing, as it pleases them.
  static func key(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
