import PromptEvaluation
import PromptJSON

/// An evaluation, `version` 1.
func evaluationJSON(
  _ evaluation: Evaluation, of files: FilePairs, intervals: [Metric: Interval],
  bootstrap: BootstrapOptions
) -> JSONValue {
  var members: [JSONValue.Member] = [
    .init("version", 1), .init("kind", "evaluation"),
    .init("layout", .string(files.layout.rawValue)),
  ]
  members += evaluationMembers(evaluation)
  members.append(
    .init(
      "intervals",
      .object(Metric.allCases.map { .init($0.rawValue, intervalJSON(intervals[$0])) })))
  members += [
    .init("bootstrap", bootstrapJSON(bootstrap, [evaluation])),
    .init("variants", .object(Metric.allCases.map { .init($0.rawValue, .string($0.variant)) })),
    .init("per_image", .array(evaluation.images.map(imageJSON))),
    .init("labels_without_scores", .array(files.labelsAlone.map { .string($0) })),
    .init("scores_without_labels", .array(files.mapsAlone.map { .string($0) })),
  ]
  return .object(members)
}

/// What stands in an evaluation alone and in each of two that are compared.
func evaluationMembers(_ evaluation: Evaluation) -> [JSONValue.Member] {
  let pooled = evaluation.pooled
  return [
    .init("images", .int(evaluation.images.count)),
    .init(
      "pixels",
      [
        "anomalous": .int(pooled.anomalous),
        "normal": .int(pooled.normal),
        "ignored": .int(evaluation.images.reduce(0) { $0 + $1.ignored }),
      ]),
    .init("pooled", metricsJSON(pooled)),
    .init(
      "thresholds",
      [
        "TPR95": operatingPointJSON(pooled.at95), "best_F1": operatingPointJSON(pooled.bestF1),
      ]),
    .init("components", componentsJSON(evaluation.components)),
  ]
}

/// How intervals were made.
func bootstrapJSON(_ options: BootstrapOptions, _ evaluations: [Evaluation]) -> JSONValue {
  [
    "unit": "image",
    "replicates": .int(options.replicates),
    "seed": .int(options.seed),
    "confidence": .double(options.confidence),
    "bins": .array(evaluations.map { .int($0.binCount) }),
    "largest_bin_error": .array(evaluations.map { .double($0.binError) }),
  ]
}

/// `[lower, upper]`, or `null`.
func intervalJSON(_ interval: Interval?) -> JSONValue {
  interval.map { .array([.double($0.lower), .double($0.upper)]) } ?? .null
}

/// The metrics by name, as fractions; `null` where one is not defined.
func metricsJSON(_ metrics: PixelMetrics) -> JSONValue {
  [
    "AP": .fraction(metrics.averagePrecision),
    "FPR95": .fraction(metrics.falsePositiveRateAt95),
    "AUROC": .fraction(metrics.areaUnderROC),
  ]
}

private func imageJSON(_ image: ImageEvaluation) -> JSONValue {
  [
    "stem": .string(image.stem),
    "anomalous": .int(image.metrics.anomalous),
    "normal": .int(image.metrics.normal),
    "ignored": .int(image.ignored),
    "metrics": metricsJSON(image.metrics),
    "components": image.components.map(tallyJSON) ?? .null,
  ]
}

private func componentsJSON(_ components: ComponentEvaluation?) -> JSONValue {
  guard let components, case .object(let members) = tallyJSON(components.tally) else {
    return .null
  }
  return .object(
    [
      .init("threshold", .double(Double(components.threshold))),
      .init("track", .string(components.track.rawValue)),
      .init("least_predicted_pixels", .int(components.track.predictedSize)),
      .init("least_labelled_pixels", .int(components.track.labelledSize)),
    ] + members)
}

private func tallyJSON(_ tally: ComponentTally) -> JSONValue {
  [
    "labelled": .int(tally.labelled),
    "predicted": .int(tally.predicted),
    "sIoU": .fraction(tally.sIoU),
    "PPV": .fraction(tally.ppv),
    "F1": .fraction(tally.f1),
    "F1_by_level": tally.f1ByLevel.map { .array($0.map(JSONValue.double)) } ?? .null,
  ]
}

private func operatingPointJSON(_ point: OperatingPoint?) -> JSONValue {
  guard let point else { return .null }
  return [
    // The double of the same value as the map's 32-bit score.
    "score": .double(Double(point.score)),
    "TPR": .double(point.truePositiveRate),
    "FPR": .fraction(point.falsePositiveRate),
    "precision": .double(point.precision),
    "F1": .double(point.f1),
  ]
}

extension JSONValue {
  /// A number, or `null`.
  static func fraction(_ value: Double?) -> JSONValue { value.map(JSONValue.double) ?? .null }
}
