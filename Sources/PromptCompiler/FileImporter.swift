internal import FoundationEssentials
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
    if let scheme = path.firstRange(of: "://"), !path[..<scheme.lowerBound].contains("/") {
      return .notFound(
        reason: "it is an address, and only files are read",
        help: "put a copy of it beside this file, and name that")
    }
    let target = normalised(folder.isEmpty ? path : folder + "/" + path)
    if let known = loaded.withLock({ $0[target] }) { return known }
    guard roots.contain(target) else { return .outside }
    do {
      let (document, diagnostics) = parseSource(try readSource(target))
      return remember(.document(document, diagnostics), as: target)
    } catch {
      return remember(
        .notFound(reason: error.reason, help: Self.help(for: path, at: target)), as: target)
    }
  }

  /// The path that was likely meant by one that leads nowhere, by what lies in its folder.
  private static func help(for path: String, at target: String) -> String? {
    if path.contains("\\") {
      return "folders are parted by `/`: "
        + quoted(path.split(separator: "\\").joined(separator: "/"))
    }
    if let kind = try? FileManager.default.attributesOfItem(atPath: target)[.type]
      as? FileAttributeType
    {
      return kind == .typeDirectory ? "name a file in it" : nil
    }
    let folder = target.deletingLastComponent
    let place = folder.isEmpty ? (target.hasPrefix("/") ? "/" : ".") : folder
    guard let name = target.split(separator: "/").last.map(String.init),
      let all = try? FileManager.default.contentsOfDirectory(atPath: place)
    else { return nil }
    let sets = all.filter { $0.hasSuffix(".prompts") || $0.hasSuffix(".prompts.yaml") }.sorted()
    guard sets.count <= 10_000,
      let near = sets.first(where: { $0.hasPrefix(name + ".") })
        ?? nearestSet(to: name, among: sets)
    else { return nil }
    let written = path.deletingLastComponent
    return "did you mean \(quoted((written.isEmpty ? "" : written + "/") + near))?"
  }

  /// The ending, which all have in common, makes no two names near.
  private static func nearestSet(to name: String, among sets: [String]) -> String? {
    func stem(_ name: String) -> String {
      let end = name.hasSuffix(".yaml") ? name.dropLast(5) : name[...]
      return String(end.hasSuffix(".prompts") ? end.dropLast(8) : end)
    }
    guard let near = nearestName(to: stem(name), among: sets.map(stem)) else { return nil }
    return sets.first { stem($0) == near }
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
  let name = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  return name.isEmpty ? "." : name
}

extension String {
  /// Everything before the last slash; empty where there is none.
  var deletingLastComponent: String {
    lastIndex(of: "/").map { String(self[..<$0]) } ?? ""
  }
}
