import ArgumentParser
import PromptCompiler
import PromptSource

/// `--allow-outside`: which files imports may read.
struct ImportOptions: ParsableArguments {
  @Flag(
    help: """
      Read imported files from anywhere, not only from the folders of the files named here and the \
      working folder.
      """)
  var allowOutside = false

  /// The folders that imports of these files may be read from.
  func roots(_ files: [String]) -> ImportRoots {
    allowOutside ? .anywhere : ImportRoots(files: files)
  }

  /// Refuses a file that holds template lists and no class, which is fine to `check`.
  func requireSet(_ checked: CheckedSet, _ path: String, to verb: String) throws {
    guard checked.expansion == nil, !checked.hasErrors else { return }
    printMessage(
      "\(path): there is nothing to \(verb): the file declares no class; it is made to be imported")
    throw ExitCode(ExitStatus.findings.rawValue)
  }
}
