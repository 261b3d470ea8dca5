import PromptSource
import PromptSyntax

/// Reads the scoring keys; what is missing or wrong keeps its default.
func resolveScoring(
  _ declaration: ScoringDeclaration?, in file: SourceFile, hasSuperclass: Bool
) -> (Scoring, [Diagnostic]) {
  var scoring = Scoring()
  var findings: [Diagnostic] = []
  var first: [String: TextRange] = [:]
  for entry in declaration?.entries ?? [] {
    let (key, value) = (entry.key.value, entry.value)
    if let earlier = first[key] {
      findings.append(
        Diagnostic(
          .duplicateScoringKey, "scoring gives \(quoted(key)) twice",
          at: SourcePlace(file, entry.key.range), label: "again here",
          related: [.init("first here", at: SourcePlace(file, earlier))],
          help: "keep one of them"))
      continue
    }
    first[key] = entry.key.range
    switch key {
    case "temperature":
      scoring.temperature = temperature(value, in: file, &findings)
    case "columns":
      scoring.columns = choice(value, of: key, in: file, &findings) ?? scoring.columns
      if scoring.columns == .superclass, !hasSuperclass {
        findings.append(
          Diagnostic(
            .columnsWithoutSuperclass,
            "columns are superclasses, but no class stands in a superclass",
            at: SourcePlace(file, value.range),
            help: "group classes by `superclass NAME { … }`, or leave `columns` out"))
      }
    case "ood":
      scoring.ood = choice(value, of: key, in: file, &findings) ?? scoring.ood
    default:
      let known = ["temperature", "columns", "ood"]
      findings.append(
        Diagnostic(
          .unknownScoringKey, "scoring has no key \(quoted(key))",
          at: SourcePlace(file, entry.key.range),
          help: nearestName(to: key, among: known).map { "did you mean `\($0)`?" }
            ?? "the keys are `temperature`, `columns` and `ood`",
          fix: nearestName(to: key, among: known).flatMap {
            replacement($0, for: entry.key, in: file)
          }))
    }
  }
  return (scoring, findings)
}

private func choice<Choice: RawRepresentable<String> & CaseIterable>(
  _ value: Located<String>, of key: String, in file: SourceFile, _ findings: inout [Diagnostic]
) -> Choice? {
  if let choice = Choice(rawValue: value.value) { return choice }
  let known = Choice.allCases.map(\.rawValue)
  findings.append(
    Diagnostic(
      .unknownScoringValue, "\(quoted(key)) cannot be \(quoted(value.value))",
      at: SourcePlace(file, value.range),
      help: nearestName(to: value.value, among: known).map { "did you mean `\($0)`?" }
        ?? "write " + known.map { "`\($0)`" }.joined(separator: " or "),
      fix: nearestName(to: value.value, among: known).flatMap {
        replacement($0, for: value, in: file)
      }))
  return nil
}

private func temperature(
  _ value: Located<String>, in file: SourceFile, _ findings: inout [Diagnostic]
) -> Double? {
  let place = SourcePlace(file, value.range)
  guard let number = decimal(value.value) else {
    findings.append(
      Diagnostic(
        .unknownScoringValue, "`temperature` is not a number: \(quoted(value.value))", at: place,
        help: "write a decimal number, such as `0.01`"))
    return nil
  }
  guard number.isFinite, number > 0 else {
    findings.append(
      Diagnostic(
        .temperatureOutOfRange,
        "temperature \(quoted(value.value)) is not a finite number above 0", at: place,
        help: "similarities are divided by it; CLIP was trained with about `0.01`"))
    return nil
  }
  // Text encoders are trained with 1/100 (CLIP) to 1/10 (the start of training): a tenth of the
  // lower and ten times the upper end still make sense.
  if !(0.001...1).contains(number) {
    findings.append(
      Diagnostic(
        .unusualTemperature, "temperature \(quoted(value.value)) is unusual", at: place,
        help: number > 1
          ? "at this size all columns get nearly the same probability; `0.01` is usual"
          : "at this size the best column gets all the probability; `0.01` is usual"))
  }
  return number
}

/// The value of `12`, `0.01`, `.5` or `1e-2`; nil for anything else, such as `nan` or `0x1p3`.
private func decimal(_ text: String) -> Double? {
  guard !text.isEmpty, text.utf8.count <= 100,
    text.utf8.allSatisfy({ (0x30...0x39).contains($0) || Array("+-.eE".utf8).contains($0) })
  else { return nil }
  return Double(text)
}
