package import PromptSource
package import PromptSyntax

/// Where imports come from: passed in, so that resolving never touches the file system.
///
/// `path` is as written. The same file must come back with the same `SourceFile.path` however it was
/// reached; each path is asked for once for each file that imports it.
package typealias ImportLoader = (_ path: String, _ importer: SourceFile) -> LoadedImport

/// What a loader found.
package enum LoadedImport: Sendable {
  /// The parsed file and the findings of its parser.
  case document(Document, [Diagnostic])
  /// Nothing to parse; the reason reads after a colon: `no such file`. The help is nil where the loader has
  /// nothing better to say than what a path is.
  case notFound(reason: String, help: String? = nil)
  /// A file that may not be read, for it lies outside the folders that may.
  case outside
}
