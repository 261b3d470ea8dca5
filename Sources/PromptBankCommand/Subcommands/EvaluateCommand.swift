import ArgumentParser
import PromptEvaluation
import PromptJSON
import TensorFiles

/// `promptbank evaluate`: anomaly maps against labels.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure anomaly maps against labels: AP, FPR95, AUROC, and thresholds to deploy.",
    discussion: """
      Maps are `STEM.npy` or `STEM.safetensors` with a tensor `anomaly`, [height, width], higher is more \
      anomalous, as `score` writes them. Labels are 8-bit grey PNG pictures of the same size: 0 normal, \
      1 anomalous, 255 ignored; `STEM.png`, or a folder of Fishyscapes, RoadAnomaly or \
      SegmentMeIfYouCan as it is.

        promptbank evaluate --scores maps --labels labels
        promptbank evaluate --scores maps --labels dataset_AnomalyTrack \\
          --format json --output result.json

      Exits with 1 where label pictures have no map, or labels lack one of the two kinds of pixels.
      """)

  @Option(
    help: ArgumentHelp("The anomaly maps.", valueName: "folder"), completion: .directory)
  var scores: String

  @Option(
    help: ArgumentHelp("The label pictures.", valueName: "folder"), completion: .directory)
  var labels: String

  @Option(help: "How it is written: full, json or csv.")
  var format: Format = .full

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where it is written instead of standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case full, json, csv
  }

  func run() throws {
    let files: FilePairs
    let evaluation: Evaluation
    do {
      files = try pairFiles(scores: scores, labels: labels)
      var bar = ProgressBar("", unit: "maps")
      defer { bar.finish() }
      evaluation = try evaluate(files) { activity, done, total in
        bar.update(activity, done: done, total: total)
      }
    } catch {
      throw CommandFailure(error.reasons.joined(separator: "\npromptbank: "))
    }
    try write(report(evaluation, of: files))
    try closeWithNotes(evaluation, of: files)
  }

  private func report(_ evaluation: Evaluation, of files: FilePairs) -> String {
    switch format {
    case .full: evaluationTable(evaluation, of: files)
    case .json: evaluationJSON(evaluation, of: files).text(.indented) + "\n"
    case .csv: evaluationCSV(evaluation)
    }
  }

  private func write(_ text: String) throws {
    guard let output else { return try printResult(text) }
    let file = try AtomicFile(path: output)
    try file.write(Array(text.utf8))
    try file.commit()
  }

  /// Says what the numbers leave out.
  ///
  /// - Throws: `ExitCode` 1 where that makes them another thing than was asked for.
  private func closeWithNotes(_ evaluation: Evaluation, of files: FilePairs) throws {
    let notes = evaluationNotes(evaluation, of: files)
    for note in notes { printMessage("promptbank: \(note.text)") }
    if notes.contains(where: \.isFinding) { throw ExitCode(ExitStatus.findings.rawValue) }
  }
}
