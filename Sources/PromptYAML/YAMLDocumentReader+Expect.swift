import PromptSource
import PromptSyntax

extension YAMLDocumentReader {
  private static let nearestExample = "{text: a tram in the street, is: train}"
  private static let similarityExample = "{similarity: [truck, caravan], below: 0.97}"

  mutating func readExpectations(_ field: Field) {
    let help = "write `- \(Self.nearestExample)` or `- \(Self.similarityExample)`"
    guard case .list(let items, _) = field.value else {
      return expected("a list", field.value, of: "`expect`", help: help)
    }
    for item in items {
      guard let entries = mapping(item, of: "an expectation", help: help) else { continue }
      let fields = fields(
        entries, of: "an expectation",
        known: YAMLMapping.nearest.names + YAMLMapping.similarity("below").names + ["above"])
      let isSimilarity = fields.contains { $0.key.value == "similarity" }
      let known = isSimilarity ? ["similarity", "below", "above"] : ["text", "is"]
      for field in fields where !known.contains(field.key.value) {
        report(
          .unexpectedText,
          "`\(field.key.value)` does not go with `\(isSimilarity ? "similarity" : "text")`",
          field.key.range, help: help)
      }
      // A key that is none may be what is missing.
      if fields.count < entries.count, !isSimilarity || bounds(fields).isEmpty { continue }
      let claim = isSimilarity ? similarity(fields, item) : nearest(fields, item)
      guard let claim else { continue }
      document.expectations.append(ExpectDeclaration(claim, range: item.range))
    }
  }

  private func bounds(_ fields: [Field]) -> [Field] {
    fields.filter { $0.key.value == "below" || $0.key.value == "above" }
  }

  private func value(_ key: String, _ fields: [Field]) -> YAMLNode? {
    fields.first { $0.key.value == key }?.value
  }

  private mutating func nearest(
    _ fields: [Field], _ node: YAMLNode
  ) -> ExpectDeclaration.Claim? {
    guard let written = value("text", fields), let target = value("is", fields) else {
      if isFinished(node) {
        report(
          .missingValue,
          value("text", fields) == nil
            ? "the expectation has no `text`" : "the expectation does not say what the text is",
          node.range, help: "write `\(Self.nearestExample)`, or `is: {ood: caravan}`")
      }
      return nil
    }
    let text = expectedText(written)
    var isOOD = false
    var nameNode = target
    if case .mapping(let entries, _) = target {
      guard let ood = self.fields(entries, of: "`is`", known: YAMLMapping.oodTarget.names).first
      else {
        reportEmpty(entries, target, "`is` names nothing", help: "write `is: {ood: caravan}`")
        return nil
      }
      isOOD = true
      nameNode = ood.value
    }
    guard let name = self.text(nameNode, of: "`is`"),
      isNamed(name, isOOD ? "the ood entry" : "the class"), let text
    else { return nil }
    return .nearest(text: text, target: .init(name: name, isOOD: isOOD))
  }

  /// A text of more than blanks.
  private mutating func expectedText(_ node: YAMLNode) -> Located<String>? {
    guard let text = text(node, of: "`text`") else { return nil }
    guard text.value.allSatisfy(\.isWhitespace) else { return text }
    report(
      .missingValue, "the text of the expectation is empty", text.range,
      help: "write a text that the class should win")
    return nil
  }

  private mutating func similarity(
    _ fields: [Field], _ node: YAMLNode
  ) -> ExpectDeclaration.Claim? {
    guard let pair = value("similarity", fields) else { return nil }
    let help = "write `\(Self.similarityExample)`"
    guard case .list(let items, let range) = pair else {
      expected("a list of two names", pair, of: "`similarity`", help: help)
      return nil
    }
    guard items.count == 2 else {
      report(
        .wrongKind, "`similarity` must hold two names or texts, found \(items.count)", range,
        help: help)
      return nil
    }
    let first = operand(items[0])
    let second = operand(items[1])
    let bounds = bounds(fields)
    guard bounds.count == 1 else {
      if isFinished(node) {
        report(
          .missingValue,
          bounds.isEmpty
            ? "the similarity has no bound" : "the similarity has two bounds, `below` and `above`",
          node.range, help: "write `below` or `above`; two bounds are two expectations")
      }
      return nil
    }
    guard let limit = text(bounds[0].value, of: "`\(bounds[0].key.value)`", mayBeNumber: true),
      let first, let second
    else { return nil }
    return .similarity(
      first, second, .init(isUpper: bounds[0].key.value == "below", limit: limit))
  }

  /// Reports a mapping that holds nothing; one that holds something else has been reported.
  private mutating func reportEmpty(
    _ entries: [YAMLNode.Entry], _ node: YAMLNode, _ message: String, help: String
  ) {
    guard entries.isEmpty, isFinished(node) else { return }
    report(.missingValue, message, node.range, help: help)
  }

  /// A name, or `{text: …}`.
  private mutating func operand(_ node: YAMLNode) -> ExpectDeclaration.Operand? {
    if case .mapping(let entries, _) = node {
      guard
        let field = fields(
          entries, of: "an entry of `similarity`", known: YAMLMapping.textOperand.names
        ).first
      else {
        reportEmpty(
          entries, node, "an entry of `similarity` says nothing", help: "write `{text: a caravan}`")
        return nil
      }
      return expectedText(field.value).map { .init($0, isText: true) }
    }
    return text(node, of: "an entry of `similarity`")
      .flatMap { isNamed($0, "a class") ? .init($0, isText: false) : nil }
  }
}
