import PromptSource

/// The keyword or key that an author most likely meant by a word that is none: the word of plain
/// English or of another tool for the same thing, else the nearest in letters; nil where nothing is near.
package func meantKeyword(_ word: String, among keywords: [String]) -> String? {
  let meant: String? =
    switch word.lowercased() {
    case "outlier", "outliers", "anomaly", "anomalies": "ood"
    case "label", "labels", "category", "categories": keywords.first { $0.hasPrefix("class") }
    case "group", "supercategory": "superclass"
    case "prompts": "templates"
    case "name": "set"
    case "include", "use": "import"
    case "inherit", "inherits", "base": "extends"
    case "delete", "drop": "remove"
    case "remap", "ids", "map": "renumber"
    case "assert": "expect"
    default: nil
    }
  if let meant, keywords.contains(meant) { return meant }
  return nearestName(to: word, among: keywords)
}
