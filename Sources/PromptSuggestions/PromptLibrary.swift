package import PromptSource

/// The prompt sets that come with the program, by the path that imports them: `cityscapes.prompts`.
///
/// They are compiled in, so that a program without a checkout beside it can compare with them.
package enum PromptLibrary {
  /// Every file, in order of their paths.
  package static let files: [SourceFile] = promptLibraryText.map {
    SourceFile(path: $0.path, bytes: Array($0.text.utf8))
  }
}
