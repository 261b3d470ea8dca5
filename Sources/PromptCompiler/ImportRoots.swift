internal import FoundationEssentials

/// The folders that imports may be read from.
package struct ImportRoots: Sendable {
  /// Absolute, symbolic links resolved, each ending in a slash; nil for any folder.
  private let folders: [String]?

  /// Imports from anywhere: `--allow-outside`.
  package static let anywhere = ImportRoots(folders: nil)

  private init(folders: [String]?) { self.folders = folders }

  /// The working directory and the folders of the files named on the command line.
  package init(files: [String]) {
    var folders = [resolved(".")]
    for file in files where file != "-" && file != "<stdin>" {
      // The folder that the name stands in, not that of a linked file: imports are relative to it.
      let folder = file.deletingLastComponent
      folders.append(resolved(folder.isEmpty ? (file.hasPrefix("/") ? "/" : ".") : folder))
    }
    self.init(folders: folders.map { $0.hasSuffix("/") ? $0 : $0 + "/" })
  }

  /// Whether a path, with its symbolic links resolved, lies in one of the folders. A path that leads
  /// nowhere is judged by the part of it that does.
  func contain(_ path: String) -> Bool {
    guard let folders else { return true }
    let target = resolved(path)
    // A folder itself is in it, so that the reader can say what is wrong with it.
    return folders.contains { target.hasPrefix($0) || target + "/" == $0 }
  }
}

/// The absolute path without symbolic links, `.` and `..`.
private func resolved(_ path: String) -> String {
  URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
}
