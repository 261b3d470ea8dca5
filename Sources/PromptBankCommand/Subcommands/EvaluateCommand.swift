import ArgumentParser
import FoundationEssentials
import PromptBank
import PromptEvaluation
import PromptJSON
import PromptKernels
import TensorFiles

/// `promptbank evaluate`: anomaly maps against labels.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure anomaly maps against labels: AP, FPR95, AUROC, components, thresholds.",
    discussion: """
      Maps are `STEM.npy` or `STEM.safetensors` with a tensor `anomaly`, [height, width], higher is more \
      anomalous, as `score` writes them. Labels are 8-bit grey PNG pictures of the same size: 0 normal, \
      1 anomalous, 255 ignored; `STEM.png`, or a folder of Fishyscapes, RoadAnomaly or \
      SegmentMeIfYouCan as it is.

        promptbank evaluate --scores maps --labels labels
        promptbank evaluate --scores maps --labels dataset_ObstacleTrack \\
          --track obstacle --format json --output result.json --curves curves
        promptbank evaluate --compare maps-before maps-after --labels labels
        promptbank evaluate --compare old.bank.safetensors new.bank.safetensors \\
          --model fcclip --images images --labels labels

      AP is the step sum, FPR95 the false positive rate at the first threshold with TPR >= 95 %; both \
      are of all pixels of all images together, exact with equal scores. Components are those of \
      SegmentMeIfYouCan: 8-connected, above the threshold with the best F1 unless another is given. \
      Intervals come from images drawn with replacement.

      Exits with 1 where label pictures have no map, or labels lack one of the two kinds of pixels.
      """)

  @Option(
    help: ArgumentHelp("The anomaly maps.", valueName: "folder"), completion: .directory)
  var scores: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Two folders of maps of the same images, A and B: by how much B differs from A. With --model, two \
      banks.
      """, valueName: "folders"), completion: .file())
  var compare: [String] = []

  @Option(
    help: ArgumentHelp(
      "The model that scores the images with each bank of --compare.", valueName: "folder"),
    completion: .directory)
  var model: String?

  @Option(
    help: ArgumentHelp("With --model, the images.", valueName: "folder"), completion: .directory)
  var images: String?

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

  @Option(
    help: ArgumentHelp(
      "Where roc.svg and precision-recall.svg are drawn.", valueName: "folder"),
    completion: .directory)
  var curves: String?

  @OptionGroup(title: "Components")
  var components: ComponentOptions

  @OptionGroup(title: "Intervals")
  var intervals: IntervalOptions

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case full, json, csv
  }

  func validate() throws {
    guard (scores == nil) != compare.isEmpty else {
      throw ValidationError("give either --scores with a folder, or --compare with two")
    }
    if !compare.isEmpty, compare.count != 2 {
      throw ValidationError("--compare needs two folders, A and B; \(compare.count) are given")
    }
    guard (model == nil) == (images == nil) else {
      throw ValidationError("--model and --images go together")
    }
    if model != nil, compare.isEmpty {
      throw ValidationError("--model is for the banks of --compare; maps are what --scores takes")
    }
  }

  func run() throws {
    let names = scores.map { [$0] } ?? compare
    let work = FileManager.default.temporaryDirectory.appendingPathComponent(
      "promptbank-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: work) }
    let folders = try model.map { try scoreBanks($0, into: work.path) } ?? names
    do {
      let all = try pairAll(folders)
      let evaluations = try zip(folders, all).map {
        try measure($1, label: all.count > 1 ? $0 : nil)
      }
      let report = report(evaluations, of: all, names)
      try drawCurves(zip(names, evaluations).map { ($0, $1) })
      try write(report)
      try closeWithNotes(evaluations, of: all)
    } catch let error as EvaluationError {
      throw CommandFailure(error.reasons.joined(separator: "\npromptbank: "))
    }
  }

  /// Scores the images with each bank of `--compare`; where the maps are.
  private func scoreBanks(_ model: String, into work: String) throws -> [String] {
    try compare.enumerated().map { index, bank in
      let folder = "\(work)/\(index)"
      try scoreImages(
        images.map { [$0] } ?? [], model: model, bank: Bank(path: bank), statedForm: nil,
        pictures: PictureOptions.parse([]), format: .npy, outputDirectory: folder, heatMaps: false)
      return folder
    }
  }

  /// The pairs of each folder; of two folders, of the images that both have.
  private func pairAll(_ folders: [String]) throws(EvaluationError) -> [FilePairs] {
    var all: [FilePairs] = []
    for folder in folders { all.append(try pairFiles(scores: folder, labels: labels)) }
    guard all.count == 2 else { return all }
    let shared = Set(all[0].pairs.map(\.stem)).intersection(all[1].pairs.map(\.stem))
    guard !shared.isEmpty else {
      throw EvaluationError("\(folders[0]) and \(folders[1]) have no image in common")
    }
    for index in all.indices {
      let alone = all[index].pairs.filter { !shared.contains($0.stem) }
      all[index].pairs.removeAll { !shared.contains($0.stem) }
      all[1 - index].labelsAlone += alone.map(\.labels)
    }
    return all.map { files in
      var files = files
      files.labelsAlone = Set(files.labelsAlone).sorted()
      return files
    }
  }

  private func measure(
    _ files: FilePairs, label: String?
  ) throws(EvaluationError) -> Evaluation {
    var options = EvaluationOptions()
    options.track = components.chosenTrack(labels: labels)
    options.componentThreshold = components.componentThreshold
    var bar = ProgressBar("", unit: "maps")
    defer { bar.finish() }
    return try evaluate(files, options: options) { activity, done, total in
      bar.update(label.map { "\(activity) \($0)" } ?? activity, done: done, total: total)
    }
  }

  private func report(
    _ evaluations: [Evaluation], of all: [FilePairs], _ folders: [String]
  ) -> String {
    var bar = ProgressBar("drawing images", unit: "replicates")
    defer { bar.finish() }
    let bootstrap = intervals.bootstrap
    if evaluations.count == 2 {
      let comparison = PromptEvaluation.compare(
        evaluations[0], evaluations[1], options: bootstrap, threads: availableProcessors
      ) { bar.update(done: $0, total: $1) }
      let named = NamedComparison(folders, comparison, bootstrap: bootstrap)
      return switch format {
      case .full: named.table
      case .json: named.json.text(.indented) + "\n"
      case .csv: named.csv
      }
    }
    let found = PromptEvaluation.intervals(
      of: evaluations[0], options: bootstrap, threads: availableProcessors
    ) { bar.update(done: $0, total: $1) }
    return switch format {
    case .full:
      evaluationTable(evaluations[0], of: all[0], intervals: found, bootstrap: bootstrap)
    case .json:
      evaluationJSON(evaluations[0], of: all[0], intervals: found, bootstrap: bootstrap)
        .text(.indented) + "\n"
    case .csv: evaluationCSV(evaluations[0])
    }
  }

  private func drawCurves(_ named: [(name: String, evaluation: Evaluation)]) throws {
    guard let curves else { return }
    try makeFolder(curves)
    for kind in CurveKind.allCases {
      try write(PromptEvaluation.drawCurves(kind, named), to: "\(curves)/\(kind.rawValue).svg")
    }
  }

  private func write(_ text: String) throws {
    guard let output else { return try printResult(text) }
    try write(text, to: output)
  }

  private func write(_ text: String, to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(Array(text.utf8))
    try file.commit()
  }

  /// Says what the numbers leave out.
  ///
  /// - Throws: `ExitCode` 1 where that makes them another thing than was asked for.
  private func closeWithNotes(_ evaluations: [Evaluation], of all: [FilePairs]) throws {
    var notes: [EvaluationNote] = []
    for (evaluation, files) in zip(evaluations, all) {
      for note in evaluationNotes(evaluation, of: files) where !notes.contains(note) {
        notes.append(note)
      }
    }
    for note in notes { printMessage("promptbank: \(note.text)") }
    if notes.contains(where: \.isFinding) { throw ExitCode(ExitStatus.findings.rawValue) }
  }
}
