import ArgumentParser
import FoundationEssentials
import PromptCompiler
import PromptEncoder
import PromptExpansion
import PromptJSON
import PromptSource
import PromptSuggestions

/// `promptbank suggest`: words an author did not think of.
struct SuggestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest",
    abstract: "Propose near-OOD entries and words for classes, as lines to paste.",
    discussion: """
      Three sources are asked: related prompt sets (those that come with the program, or yours with \
      --against), WordNet, and a text encoder. Each proposal says which of them it comes from and which class \
      it is near. Nothing is added to the file: paste what your cameras may meet.

        promptbank suggest yard.prompts
        promptbank suggest yard.prompts --against rail.prompts --outliers 20
        promptbank suggest yard.prompts --from wordnet --format json
      """)

  @Argument(
    help: "The prompt set; `-` reads standard input.", completion: promptSetCompletion)
  var file: String

  @Option(
    help: ArgumentHelp(
      "A prompt set to compare with instead of those that come with the program; repeatable.",
      valueName: "set"), completion: promptSetCompletion)
  var against: [String] = []

  @Option(help: "Ask this source only: sets, wordnet or embedding; repeatable.")
  var from: [SuggestionSource] = []

  @Option(help: ArgumentHelp("At most so many ood entries.", valueName: "n"))
  var outliers = 10

  @Option(help: ArgumentHelp("At most so many words for each class.", valueName: "n"))
  var concepts = 3

  @Option(
    help: ArgumentHelp(
      """
      The folder of WordNet's nouns. Without it: WNSEARCHDIR, then where Debian's wordnet-base puts it.
      """, valueName: "dir"), completion: .directory)
  var wordnet: String?

  @OptionGroup var encoder: EncoderOption

  @OptionGroup var encoding: EncodingOptions

  @OptionGroup var imports: ImportOptions

  @Option(help: "full (lines to paste, each below where it comes from) or json.")
  var format: Format = .full

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case full, json
  }

  func validate() throws {
    if !(1...1000).contains(outliers) || !(0...100).contains(concepts) {
      throw ValidationError("--outliers takes a number from 1 to 1000, --concepts from 0 to 100")
    }
  }

  func run() throws {
    let source = try readSource(file)
    let checked = check(source, roots: imports.roots([file]))
    if checked.hasErrors {
      printFindings(checked.diagnostics)
      printMessage("nothing was proposed: mend the errors first")
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    try imports.requireSet(checked, file, to: "compare")
    guard let expansion = checked.expansion else { return }
    let sources = SuggestionSources(
      sets: asks(.sets) ? try relatedSets() : [],
      witnesses: asks(.sets) && !against.isEmpty ? expandLibrary() : [],
      wordNet: try openWordNet(), encode: try openEncoder())
    let suggestions = try suggest(
      for: expansion, from: sources, outliers: outliers, concepts: concepts)
    if !against.isEmpty, suggestions.relatedSets.isEmpty {
      printMessage(
        "no set named with --against shares two classes with this one: nothing of them is proposed")
    }
    switch format {
    case .full:
      try printResult(
        suggestionListing(
          suggestions, for: parseSource(source).document, asYAML: isYAML(source)))
    case .json: try printResult(suggestionJSON(suggestions).text(.indented) + "\n")
    }
  }

  private func asks(_ source: SuggestionSource) -> Bool { from.isEmpty || from.contains(source) }

  private func relatedSets() throws -> [Expansion] {
    guard !against.isEmpty else { return expandLibrary() }
    return try against.map { path in
      let checked = check(try readSource(path), roots: imports.roots([file] + against))
      guard !checked.hasErrors, let expansion = checked.expansion else {
        printFindings(checked.diagnostics)
        throw CommandFailure("--against \(path): it is no prompt set without errors", .findings)
      }
      return expansion
    }
  }

  private func openWordNet() throws -> WordNet? {
    guard asks(.wordnet) else { return nil }
    if let wordnet { return try WordNet(folder: wordnet) }
    let named = ProcessInfo.processInfo.environment["WNSEARCHDIR"] ?? ""
    let folder = named.isEmpty ? "/usr/share/wordnet" : named
    guard FileManager.default.fileExists(atPath: folder + "/data.noun") else {
      let message = """
        WordNet was not asked: there is no \(folder)/data.noun
          run `sudo apt-get install wordnet-base`, or name WordNet's folder with --wordnet
        """
      if !from.isEmpty { throw CommandFailure(message) }
      printMessage(message)
      return nil
    }
    return try WordNet(folder: folder)
  }

  private func openEncoder() throws -> PhraseEncoder? {
    guard asks(.embedding) else { return nil }
    if from.isEmpty, let reason = encoder.reasonForNone() {
      printMessage("no encoder was asked, so likeness is judged by words alone: \(reason)")
      return nil
    }
    let loaded = try encoder.load(encoding)
    let threads = encoding.jobs
    return { phrases in
      var progress = ProgressBar("encoding", unit: "phrases")
      let rows = try embedPhrases(phrases, encoder: loaded, threads: threads) {
        progress.update(done: $0, total: $1)
      }
      progress.finish()
      return rows
    }
  }
}

extension SuggestionSource: ExpressibleByArgument {}
