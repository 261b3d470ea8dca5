import ArgumentParser
import PromptCompiler
import PromptSource
import TensorFiles

/// `--fix` and `--unsafe-fixes`.
struct FixOption: ParsableArguments {
  @Flag(help: "Apply the fixes that surely keep what was meant, and report what is left.")
  var fix = false

  @Flag(help: "Apply the fixes that need a look afterwards, too.")
  var unsafeFixes = false

  func validate() throws {}

  /// The file with its fixes applied and written, or as given where none was asked for or is due.
  ///
  /// Says on stderr what was mended.
  ///
  /// - Throws: ``CommandFailure`` for standard input, `TensorFileError` where the file cannot be written.
  func apply(to file: SourceFile, roots: ImportRoots, levels: RuleLevels) throws -> SourceFile {
    guard fix || unsafeFixes else { return file }
    guard file.path != "<stdin>" else {
      throw CommandFailure("fixes are written to files, and standard input is none", .usage)
    }
    guard file.firstInvalidByte == nil else { return file }
    let fixed = PromptCompiler.fix(file, unsafe: unsafeFixes, roots: roots, levels: levels)
    guard fixed.isChanged else { return file }
    let output = try AtomicFile(path: file.path)
    try output.write(fixed.file.utf8)
    try output.commit()
    for diagnostic in fixed.applied {
      let place = diagnostic.place
      printMessage(
        "\(file.path):\(place.start.line): fixed `\(diagnostic.rule.code) \(diagnostic.rule.name)`: "
          + (diagnostic.fix?.title ?? ""))
    }
    return fixed.file
  }
}
