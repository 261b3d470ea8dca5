import PromptSource

extension Document {
  /// The document's meaning as lines of text, for comparing spellings and for tests; with places, each
  /// value is followed by where it starts and ends.
  package func outline(withPlaces: Bool) -> String {
    var outline = Outline(file: withPlaces ? file : nil)
    if let edition { outline.line("edition", outline.value(edition)) }
    if let set {
      outline.line("set", outline.value(set.name), set.version.map(outline.value) ?? "no version")
    }
    if let license { outline.line("license", outline.value(license)) }
    if let source { outline.line("source", outline.value(source)) }
    for item in imports {
      outline.line(
        "import", outline.value(item.path), item.version.map { "version " + outline.value($0) },
        item.alias.map { "as " + outline.value($0) })
    }
    if let extends {
      outline.line(
        "extends", outline.value(extends.path),
        extends.version.map { "version " + outline.value($0) })
    }
    for list in templateLists {
      switch list.body {
      case .reference(let other):
        outline.line("templates", outline.value(list.name), "=", outline.value(other))
      case .templates(let templates):
        outline.line("templates", outline.value(list.name))
        for template in templates { outline.line(" ", outline.value(template)) }
      }
    }
    for item in classes {
      outline.line(
        "class", item.change == .define ? item.id.map(outline.value) ?? "no id" : nil,
        outline.value(item.name), item.change == .define ? nil : item.change.rawValue,
        item.superclass.map { "superclass " + outline.value($0) },
        item.templates.map { "with " + outline.value($0) }, outline.place(item.range))
      for concept in item.concepts { outline.line(" ", outline.concept(concept)) }
    }
    for item in ood {
      let near = item.near.map(outline.value).joined(separator: ", ")
      outline.line(
        "ood", outline.value(item.name), item.change == .define ? nil : item.change.rawValue,
        near.isEmpty ? nil : "near " + near,
        item.templates.map { "with " + outline.value($0) }, outline.place(item.range))
      for concept in item.concepts { outline.line(" ", outline.concept(concept)) }
    }
    // Their order means nothing, and YAML has each kind in a list of its own.
    for item in removals.filter({ $0.kind == .class }) + removals.filter({ $0.kind == .ood }) {
      outline.line(
        "remove", item.kind.rawValue, outline.value(item.name), outline.place(item.range))
    }
    for item in renumberings {
      outline.line(
        "renumber", outline.value(item.name), outline.value(item.id), outline.place(item.range))
    }
    if let scoring {
      outline.line("scoring", outline.place(scoring.range))
      for entry in scoring.entries {
        outline.line(" ", outline.value(entry.key), outline.value(entry.value))
      }
    }
    for item in expectations { outline.line("expect", outline.expectation(item)) }
    return outline.text
  }
}

private struct Outline {
  /// nil where places are left out.
  var file: SourceFile?
  var text = ""

  mutating func line(_ parts: String?...) {
    text += parts.compactMap { $0 }.joined(separator: " ") + "\n"
  }

  func value(_ value: Located<String>) -> String {
    "\""
      + value.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n") + "\"" + suffix(value.range)
  }

  func value(_ value: Located<Int>) -> String { String(value.value) + suffix(value.range) }

  func concept(_ concept: ConceptDeclaration) -> String {
    var parts = [value(concept.text)]
    switch concept.plural {
    case .none: break
    case .regular(let range): parts.append("plural" + suffix(range))
    case .named(let plural): parts.append("plural " + value(plural))
    }
    if let number = concept.number { parts.append(number.value.rawValue + suffix(number.range)) }
    if let place = place(concept.range) { parts.append(place) }
    return parts.joined(separator: " ")
  }

  func expectation(_ item: ExpectDeclaration) -> String {
    func operand(_ operand: ExpectDeclaration.Operand) -> String {
      (operand.isText ? "text " : "") + value(operand.value)
    }
    let parts =
      switch item.claim {
      case .nearest(let text, let target):
        [value(text), "is", target.isOOD ? "ood" : nil, value(target.name)]
      case .similarity(let first, let second, let bound):
        [
          "similarity of", operand(first), "and", operand(second),
          bound.isUpper ? "below" : "above", value(bound.limit),
        ]
      }
    return (parts + [place(item.range)]).compactMap { $0 }.joined(separator: " ")
  }

  /// A range that belongs to a whole line of the outline.
  func place(_ range: TextRange) -> String? { file == nil ? nil : "over " + suffix(range) }

  private func suffix(_ range: TextRange) -> String {
    guard let file else { return "" }
    let (start, end) = (file.position(of: range.start), file.position(of: range.end))
    let last = end.line == start.line ? "" : "\(end.line):"
    return "@\(start.line):\(start.column)-\(last)\(end.column)"
  }
}
