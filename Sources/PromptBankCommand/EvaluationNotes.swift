import PromptEvaluation

/// What a person must know beside the numbers of an evaluation.
struct EvaluationNote: Hashable {
  var text: String
  /// Whether the numbers are another thing than was asked for.
  var isFinding: Bool
}

/// What an evaluation leaves out.
func evaluationNotes(_ evaluation: Evaluation, of files: FilePairs) -> [EvaluationNote] {
  var notes: [EvaluationNote] = []
  let pooled = evaluation.pooled
  for (count, name, label) in [(pooled.anomalous, "anomalous", 1), (pooled.normal, "normal", 0)]
  where count == 0 {
    let undefined = label == 1 ? "AP, FPR95 and AUROC are" : "FPR95 and AUROC are"
    notes.append(
      EvaluationNote(
        text: "no pixel of \(evaluation.images.count) images is labelled \(label) (\(name)): "
          + "\(undefined) not defined", isFinding: true))
  }
  if !files.labelsAlone.isEmpty {
    notes.append(
      EvaluationNote(
        text: "\(files.labelsAlone.count) label pictures have no map and are left out: "
          + listed(files.labelsAlone), isFinding: true))
  }
  if !files.mapsAlone.isEmpty {
    notes.append(
      EvaluationNote(
        text: "\(files.mapsAlone.count) maps have no label picture and are left out: "
          + listed(files.mapsAlone), isFinding: false))
  }
  if evaluation.roundedMaps > 0 {
    notes.append(
      EvaluationNote(
        text: "\(evaluation.roundedMaps) maps are of 64-bit floats; scores are compared in 32 bits",
        isFinding: false))
  }
  return notes
}

private func listed(_ paths: [String]) -> String {
  let shown = paths.prefix(5).joined(separator: ", ")
  return paths.count > 5 ? "\(shown), and \(paths.count - 5) more" : shown
}
