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
  if bank.precision != "float32" { text += "precision    \(bank.precision)\n" }
  text += "temperature  \(temperatureLine(bank.scoring))\n"
  text += "columns      \(bank.idColumnCount) ID (\(bank.scoring.columns.rawValue)), "
  text += "\(bank.columnCount - bank.idColumnCount) ood (\(bank.scoring.ood.rawValue))\n"
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

/// A line a column: its name and its concepts.
private func columnLines(_ bank: Bank) -> String {
  var concepts = [[String]](repeating: [], count: bank.columnCount)
  for row in 0..<bank.conceptCount {
    bank.withConceptColumns { concepts[Int($0[row])].append(bank.conceptText(row)) }
  }
  let width = (0..<bank.columnCount).map { bank.columnName($0).count }.max() ?? 0
  return (0..<bank.columnCount).map { index in
    let column = bank.column(index)
    let kind = column.kind == .class ? "class" : column.kind.rawValue
    return "  \(padded(kind, 10))  \(padded(column.name, width))  "
      + concepts[index].joined(separator: ", ") + "\n"
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
