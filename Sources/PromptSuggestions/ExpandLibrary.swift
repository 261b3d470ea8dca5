package import PromptExpansion
package import PromptSource
internal import PromptModel
internal import PromptSyntax
internal import PromptTokenizer

/// The sets among some files that import each other, expanded; what holds no class is passed over.
///
/// - Parameter files: named by the paths that imports resolve to.
package func expandLibrary(_ files: [SourceFile] = PromptLibrary.files) -> [Expansion] {
  let documents = Dictionary(
    files.map { ($0.path, parse($0).document) }, uniquingKeysWith: { first, _ in first })
  return files.compactMap { file in
    guard let document = documents[file.path], document.set != nil else { return nil }
    let (set, _) = resolve(document, cleaned: canonicalConcept) { path, importer in
      let target = resolved(path, from: importer.path)
      return documents[target].map { .document($0, []) } ?? .notFound(reason: "no such file")
    }
    guard let set, !set.classes.isEmpty else { return nil }
    return expand(set, cleaned: canonicalConcept).expansion
  }
}

/// A path beside a file, without `.` and `..`.
private func resolved(_ path: String, from importer: String) -> String {
  var parts = importer.split(separator: "/").dropLast()
  for part in path.split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
  }
  return parts.joined(separator: "/")
}
