package import PromptSource

/// The newest edition of the language that is read.
package let newestEdition = 1

/// The finding that refuses a file of a newer edition.
package func unsupportedEdition(_ number: Int, at place: SourcePlace) -> Diagnostic {
  Diagnostic(
    .unsupportedEdition,
    "the file is of edition \(number), and this version reads editions up to \(newestEdition)",
    at: place, help: "use a newer promptbank, or write the file for edition \(newestEdition)")
}
