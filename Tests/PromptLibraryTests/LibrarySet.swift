import Foundation
import PromptCompiler
import PromptExpansion
import PromptModel
import PromptSource
import PromptSyntax
import TestSupport
import Testing

/// A file below `prompts/`, checked, with what its comments state.
struct LibrarySet {
  /// Relative to the package.
  var path: String
  var file: SourceFile
  var checked: CheckedSet
  var expansion: Expansion

  var set: PromptSet { expansion.set }

  init(path: String) throws {
    self.path = path
    file = try readSource(packageRoot.appendingPathComponent(path).path)
    let roots = ImportRoots(files: [packageRoot.appendingPathComponent("prompts/any").path])
    checked = check(file, roots: roots)
    expansion = try #require(checked.expansion, "\(path) cannot be expanded")
  }

  /// The files of the sets that a practitioner starts from, by name.
  static let paths = sets(in: "prompts")

  /// The files of the sets that those extend.
  static let basePaths = sets(in: "prompts/base")

  private static func sets(in folder: String) -> [String] {
    let names =
      (try? FileManager.default.contentsOfDirectory(
        atPath: packageRoot.appendingPathComponent(folder).path)) ?? []
    return names.filter { $0.hasSuffix(".prompts") }.sorted().map { folder + "/" + $0 }
  }

  /// The labels that the file states as left out: comments `# left out: NAME, NAME. Why.`
  var leftOut: [String] {
    comments.filter { $0.hasPrefix("left out: ") }.flatMap { comment in
      comment.dropFirst("left out: ".count).prefix { $0 != "." }.split(separator: ",")
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// The labels that an ood entry stands for without saying them: comments `# labels of ENTRY: NAME, NAME. Why.`
  var labelsOfOutliers: [(entry: String, labels: [String])] {
    comments.filter { $0.hasPrefix("labels of ") }.compactMap { comment in
      guard let colon = comment.firstIndex(of: ":") else { return nil }
      let labels = comment[comment.index(after: colon)...].prefix { $0 != "." }
      return (
        String(comment[..<colon].dropFirst("labels of ".count)),
        labels.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      )
    }
  }

  /// What the set is for: the first comment up to its full stop, `The … of DATA SET, for DOMAIN.`
  var domain: String? {
    // Its text is fixed: the final scenes of examples/streets were drawn by a digest of it.
    if set.name == "streets" { return "drawn streets" }

    let text = comments.joined(separator: " ")
    guard let end = text.range(of: ". ") ?? text.range(of: ".") else { return nil }
    let sentence = text[..<end.lowerBound]
    return sentence.range(of: ", for ").map { String(sentence[$0.upperBound...]) }
  }

  /// The texts of the file's comments, without `#`.
  private var comments: [String] {
    parseSource(file).document.comments.map {
      $0.text.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces)
    }
  }

  var concepts: Int { expansion.classConcepts.reduce(0) { $0 + $1.count } }
}
