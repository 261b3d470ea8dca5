import PromptBank

/// A bank for people: its set, space and choices, its columns with their concepts, and for each ood
/// entry the ID class it resembles most.
func bankOutline(_ bank: Bank) -> String {
  var text = bank.set.name + (bank.set.version.map { " \($0)" } ?? "")
  if let license = bank.set.license { text += ", \(license)" }
  text += "\n"
  if let source = bank.set.source { text += "  \(source)\n" }
  text += "space        \(bank.space.id)\n"
  text += "  encoder    \(bank.space.encoderDigest)\n"
  text += "  tokenizer  \(bank.space.tokenizerMode), vocabulary \(bank.space.vocabularyDigest)\n"
  text += "  dimension  \(bank.dimension)\n"
  if let arithmetic = bank.arithmetic { text += "  arithmetic \(arithmetic)\n" }
  if bank.precision != "float32" { text += "precision    \(bank.precision)\n" }
  text += "temperature  \(temperatureLine(bank.scoring))\n"
  text += "columns      \(bank.idColumnCount) ID (\(bank.scoring.columns.rawValue)), "
  text += "\(bank.columnCount - bank.idColumnCount) ood (\(bank.scoring.ood.rawValue))\n"
  if bank.scoring.score != .vl4ad { text += "score        \(bank.scoring.score.rawValue)\n" }
  if let void = bank.scoring.void { text += "void         \(void)\n" }
  if let heads = bank.scoring.heads {
    text += "heads        alpha \(heads.alpha), beta \(heads.beta)"
    if !heads.unseen.isEmpty {
      text += "; unseen: " + heads.unseen.map(bank.className).joined(separator: ", ")
    }
    text += "\n"
  }
  text += "concepts     \(bank.conceptCount)\n\n"
  text += columnLines(bank)
  let nearest = bank.nearestClasses()
  if !nearest.isEmpty { text += "\nood entry, its nearest ID class, and the cosine between them\n" }
  let names = (0..<bank.oodCount).map(bank.oodName)
  let width = names.map(\.count).max() ?? 0
  for (name, nearest) in zip(names, nearest) {
    text += "  \(padded(name, width))  \(bank.className(nearest.idClass)) "
    text += "\(threeDecimals(nearest.cosine))\n"
  }
  return text
}

private func temperatureLine(_ scoring: BankScoring) -> String {
  if let temperature = scoring.temperature { return "\(temperature), from the set" }
  if let temperature = scoring.encoderTemperature { return "\(temperature), from the encoder" }
  return "none: scoring asks for one"
}

/// A line for each ID column and each ood entry: its name and its concepts.
private func columnLines(_ bank: Bank) -> String {
  var lines: [(kind: String, name: String, concepts: [String])] = []
  for index in 0..<bank.idColumnCount {
    let column = bank.column(index)
    lines.append((column.kind.rawValue, column.name, []))
  }
  for index in 0..<bank.oodCount { lines.append(("ood", bank.oodName(index), [])) }
  for row in 0..<bank.conceptCount {
    let column = bank.column(bank.withConceptColumns { Int($0[row]) })
    let line =
      column.kind == .ood
      ? bank.idColumnCount + column.owner : bank.withConceptColumns { Int($0[row]) }
    lines[line].concepts.append(bank.conceptText(row))
  }
  let width = lines.map(\.name.count).max() ?? 0
  return lines.map { line in
    "  \(padded(line.kind, 10))  \(padded(line.name, width))  "
      + line.concepts.joined(separator: ", ") + "\n"
  }.joined()
}

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

private func threeDecimals(_ value: Float) -> String {
  let thousandths = Int((value * 1000).rounded())
  let digits = String(abs(thousandths) % 1000)
  return (thousandths < 0 ? "-" : "") + "\(abs(thousandths) / 1000)."
    + String(repeating: "0", count: 3 - digits.count) + digits
}
