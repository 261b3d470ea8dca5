internal import Foundation
internal import PromptModel
internal import PromptSource
internal import PromptSyntax

/// Reads imported prompt sets from the file system, each once.
final class FileImporter {
  private var loaded: [String: LoadedImport] = [:]
  private let roots: ImportRoots

  init(roots: ImportRoots) { self.roots = roots }

  /// The import written as `path` in `importer`, relative to the importer's folder.
  func load(_ path: String, from importer: SourceFile) -> LoadedImport {
    if path.hasPrefix("/") {
      return .notFound(reason: "an import is written relative to the importing file")
    }
    let folder = importer.path == "<stdin>" ? "" : importer.path.deletingLastComponent
    let target = normalised(folder.isEmpty ? path : folder + "/" + path)
    if let known = loaded[target] { return known }
    guard roots.contain(target) else { return .outside }
    let result: LoadedImport
    do {
      let (document, diagnostics) = parseSource(try readSource(target))
      result = .document(document, diagnostics)
    } catch {
      result = .notFound(reason: error.reason)
    }
    loaded[target] = result
    return result
  }
}

/// A path without `.` and, where they can be resolved, without `..` components.
private func normalised(_ path: String) -> String {
  var parts: [Substring] = []
  for part in path.split(separator: "/") where part != "." {
    if part == "..", let last = parts.last, last != ".." {
      parts.removeLast()
    } else {
      parts.append(part)
    }
  }
  return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
}

extension String {
  /// Everything before the last slash; empty where there is none.
  var deletingLastComponent: String {
    lastIndex(of: "/").map { String(self[..<$0]) } ?? ""
  }
}
