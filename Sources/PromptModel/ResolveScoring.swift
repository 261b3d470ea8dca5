import PromptSource
import PromptSyntax

/// The scoring keys in force while the files of a set are merged; what is missing or wrong keeps its
/// default.
struct ResolvedScoring {
  private(set) var scoring = Scoring()
  private(set) var origins: [ScoringOrigin] = []
  private(set) var findings: [Diagnostic] = []
  /// α and β where they were given well.
  private var weights: [String: Double] = [:]
  private var unseen: [(name: String, place: SourcePlace)] = []

  /// Reads the keys of one file, each of which holds instead of an inherited one.
  mutating func apply(_ declaration: ScoringDeclaration?, in file: SourceFile) {
    var first: [String: TextRange] = [:]
    for entry in declaration?.entries ?? [] {
      let (key, value) = (entry.key.value, entry.value)
      if let earlier = first[key], key != "unseen" {
        findings.append(
          Diagnostic(
            .duplicateScoringKey, "scoring gives \(quoted(key)) twice",
            at: SourcePlace(file, entry.key.range), label: "again here",
            related: [.init("first here", at: SourcePlace(file, earlier))],
            help: "keep one of them"))
        continue
      }
      guard ScoringDeclaration.keys.contains(key) else {
        first[key] = entry.key.range
        let near = nearestName(to: key, among: ScoringDeclaration.keys)
        findings.append(
          Diagnostic(
            .unknownScoringKey, "scoring has no key \(quoted(key))",
            at: SourcePlace(file, entry.key.range),
            help: near.map { "did you mean `\($0)`?" }
              ?? "the keys are "
              + ScoringDeclaration.keys.map { "`\($0)`" }.joined(separator: ", "),
            fix: near.flatMap { replacement($0, for: entry.key, in: file) }))
        continue
      }
      if first[key] == nil {
        // The file's own list of unseen classes holds instead of the inherited one.
        if key == "unseen" { unseen = [] }
        origins.removeAll { $0.key == key }
      }
      first[key] = entry.key.range
      origins.append(
        ScoringOrigin(
          key: key, value: value.value, place: SourcePlace(file, entry.key.range),
          valuePlace: SourcePlace(file, value.range)))
      read(key, value, in: file)
    }
  }

  private mutating func read(_ key: String, _ value: Located<String>, in file: SourceFile) {
    let place = SourcePlace(file, value.range)
    switch key {
    case "temperature": scoring.temperature = temperature(value, in: file, &findings)
    case "columns":
      scoring.columns = choice(value, of: key, in: file, &findings) ?? scoring.columns
    case "ood": scoring.ood = choice(value, of: key, in: file, &findings) ?? scoring.ood
    case "score": scoring.score = choice(value, of: key, in: file, &findings) ?? scoring.score
    case "void":
      if value.value.allSatisfy(\.isWhitespace) {
        findings.append(
          Diagnostic(
            .emptyVoid, "the text of `void` is empty", at: place,
            help: "write a text that stands for no class, or leave `void` out"))
      } else {
        scoring.void = value.value
      }
    case "unseen": unseen.append((value.value, place))
    default:
      guard let number = decimal(value.value), (0...1).contains(number) else {
        findings.append(
          Diagnostic(
            .headWeightOutOfRange, "`\(key)` is not a number from 0 to 1: \(quoted(value.value))",
            at: place,
            help: "it is the weight of the out-of-vocabulary head; FC-CLIP takes `0.4` and `0.8`"))
        return
      }
      weights[key] = number
    }
  }

  /// Checks what only the whole set can tell.
  mutating func finish(_ merged: MergedSet) {
    func place(_ key: String) -> SourcePlace? { origins.first { $0.key == key }?.place }
    if scoring.columns == .superclass, !merged.classes.contains(where: { $0.superclass != nil }),
      let place = origins.first(where: { $0.key == "columns" })?.valuePlace
    {
      findings.append(
        Diagnostic(
          .columnsWithoutSuperclass,
          "columns are superclasses, but no class stands in a superclass", at: place,
          help: "group classes by "
            + place.file.say("`superclass NAME { … }`", "`superclass: NAME`")
            + ", or leave `columns` out"))
    }
    var names = NameSuggestions(merged.classes.map(\.name))
    var seen = Set<String>()
    let known = unseen.filter { item in
      if merged.classIndex[item.name] != nil { return seen.insert(item.name).inserted }
      findings.append(
        Diagnostic(
          .unknownUnseenClass, "no class \(quoted(item.name))", at: item.place,
          help: names.nearest(to: item.name).map { "did you mean \(quoted($0))?" }
            ?? "`unseen` names classes of this set; ood entries are unseen anyway"))
      return false
    }
    if let alpha = weights["alpha"], let beta = weights["beta"] {
      scoring.heads = .init(alpha: alpha, beta: beta, unseen: known.map(\.name))
    } else if let given = place("alpha") ?? place("beta") {
      if place("alpha") == nil || place("beta") == nil {
        findings.append(
          Diagnostic(
            .incompleteHeads,
            place("alpha") == nil
              ? "scoring gives `beta` without `alpha`" : "scoring gives `alpha` without `beta`",
            at: given,
            help: "two heads are joined by both: `alpha` for seen classes, `beta` for others"))
      }
    } else if let place = place("unseen") {
      findings.append(
        Diagnostic(
          .unseenWithoutHeads, "`unseen` does nothing without `alpha` and `beta`", at: place,
          help: "add the weights of the two heads, or leave `unseen` out"))
    }
  }
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
func decimal(_ text: String) -> Double? {
  guard !text.isEmpty, text.utf8.count <= 100,
    text.utf8.allSatisfy({ (0x30...0x39).contains($0) || Array("+-.eE".utf8).contains($0) })
  else { return nil }
  return Double(text)
}
