internal import PromptModel
internal import PromptSource
internal import PromptSyntax
internal import Synchronization

/// Reads imported prompt sets from the file system, each once, for any number of threads.
final class FileImporter: Sendable {
  private let loaded = Mutex<[String: LoadedImport]>([:])
  private let roots: ImportRoots

  init(roots: ImportRoots) { self.roots = roots }

  /// Parses a file that was read already, once; an import of it gives the same document.
  func parse(_ file: SourceFile) -> (document: Document, diagnostics: [Diagnostic]) {
    let target = normalised(file.path)
    if case .document(let document, let found) = loaded.withLock({ $0[target] }),
      document.file === file
    {
      return (document, found)
    }
    let parsed = parseSource(file)
    _ = remember(.document(parsed.document, parsed.diagnostics), as: target)
    return parsed
  }

  /// The import written as `path` in `importer`, relative to the importer's folder.
  func load(_ path: String, from importer: SourceFile) -> LoadedImport {
    if path.hasPrefix("/") {
      return .notFound(reason: "an import is written relative to the importing file")
    }
    let folder = importer.path == "<stdin>" ? "" : importer.path.deletingLastComponent
    let target = normalised(folder.isEmpty ? path : folder + "/" + path)
    if let known = loaded.withLock({ $0[target] }) { return known }
    guard roots.contain(target) else { return .outside }
    do {
      let (document, diagnostics) = parseSource(try readSource(target))
      return remember(.document(document, diagnostics), as: target)
    } catch {
      return remember(.notFound(reason: error.reason), as: target)
    }
  }

  /// Keeps what a path gave; of two threads that read it at once the first one's counts for both.
  private func remember(_ result: LoadedImport, as target: String) -> LoadedImport {
    loaded.withLock { loaded in
      if let known = loaded[target] { return known }
      loaded[target] = result
      return result
    }
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
