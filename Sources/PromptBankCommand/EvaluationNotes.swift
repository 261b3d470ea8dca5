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
        text: leftOut(
          files.labelsAlone, one: "label picture has no map", several: "label pictures have no map"),
        isFinding: true))
  }
  if !files.mapsAlone.isEmpty {
    notes.append(
      EvaluationNote(
        text: leftOut(
          files.mapsAlone, one: "map has no label picture", several: "maps have no label picture"),
        isFinding: false))
  }
  if evaluation.roundedMaps > 0 {
    notes.append(
      EvaluationNote(
        text: "maps of 64-bit floats: \(evaluation.roundedMaps); scores are compared in 32 bits",
        isFinding: false))
  }
  return notes
}

private func leftOut(_ paths: [String], one: String, several: String) -> String {
  let shown = paths.prefix(5).joined(separator: ", ")
  let more = paths.count > 5 ? ", and \(paths.count - 5) more" : ""
  return paths.count == 1
    ? "1 \(one) and is left out: \(shown)"
    : "\(paths.count) \(several) and are left out: \(shown)\(more)"
}
