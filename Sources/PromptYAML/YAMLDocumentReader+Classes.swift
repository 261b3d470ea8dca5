import PromptSource
import PromptSyntax

extension YAMLDocumentReader {
  private static let classExample = "road: {id: 0, concepts: [road, street]}"
  private static let oodExample = "caravan: {near: [truck], concepts: [caravan(s), camper van]}"

  mutating func readClasses(_ field: Field) {
    let help = "write each class under its name: `\(Self.classExample)`"
    if field.value.isEmpty {
      return report(
        .missingClasses, "the prompt set has no classes", field.key.range, help: help)
    }
    guard let entries = mapping(field.value, of: "`classes`", help: help) else { return }
    for field in fields(entries, of: "`classes`", known: nil) {
      guard let name = name(field.key, of: "the class") else { continue }
      let owner = "class \(quoted(name.value))"
      var item = ClassDeclaration(
        id: nil, name: name, superclass: nil, templates: nil, concepts: [], range: field.range)
      if case .list = field.value {
        expected("a mapping", field.value, of: owner, help: "write `\(Self.classExample)`")
        item.concepts = concepts(field.value, of: owner)
        document.classes.append(item)
        continue
      }
      guard let entries = mapping(field.value, of: owner, help: classHelp(field)) else { continue }
      let fields = fields(
        entries, of: owner,
        known: YAMLMapping.class.names + YAMLMapping.patch.names)
      if readPatches(
        fields, of: owner,
        {
          item.change = $1
          item.concepts = $2
          $0.classes.append(item)
        })
      {
        continue
      }
      // What was meant to be renumbered lacks nothing else.
      if entries.contains(where: { $0.scalarKey?.value == "renumber" }) { continue }
      for field in fields {
        switch field.key.value {
        case "id": item.id = id(field.value)
        case "superclass":
          item.superclass = text(field.value, of: "`superclass`")
            .flatMap { isNamed($0, "the superclass") ? $0 : nil }
        case "templates": item.templates = templatesName(field.value)
        default: item.concepts = concepts(field.value, of: owner)
        }
      }
      if isFinished(field.value), !fields.contains(where: { $0.key.value == "id" }) {
        report(
          .missingID, "\(owner) has no id", name.range,
          help: "add `id: 0`; the number is the class's id in the labels")
      }
      if isFinished(field.value) { requireConcepts(fields, owner, name.range) }
      document.classes.append(item)
    }
  }

  /// How a class is written, where something else stands; of `remove` or nothing, how it is left out.
  private func classHelp(_ field: Field) -> String {
    if case .scalar(let scalar) = field.value,
      ["remove", "null", "~", "none"].contains(scalar.value)
    {
      return "an inherited class is left out beside `classes`: "
        + quoted("remove: {classes: [\(field.key.value)]}")
    }
    return "write `\(Self.classExample)`"
  }

  mutating func readOOD(_ field: Field) {
    let help = "write each entry under its name: `\(Self.oodExample)`"
    guard let entries = mapping(field.value, of: "`ood`", help: help) else { return }
    for field in fields(entries, of: "`ood`", known: nil) {
      guard let name = name(field.key, of: "the ood entry") else { continue }
      let owner = "ood entry \(quoted(name.value))"
      var item = OODDeclaration(
        name: name, near: [], templates: nil, concepts: [], range: field.range)
      if case .list = field.value {
        expected("a mapping", field.value, of: owner, help: "write `\(Self.oodExample)`")
        item.concepts = concepts(field.value, of: owner)
        document.ood.append(item)
        continue
      }
      let example = "write `\(Self.oodExample)`"
      guard let entries = mapping(field.value, of: owner, help: example) else { continue }
      let fields = fields(
        entries, of: owner, known: YAMLMapping.ood.names + YAMLMapping.patch.names)
      if readPatches(
        fields, of: owner,
        {
          item.change = $1
          item.concepts = $2
          $0.ood.append(item)
        })
      {
        continue
      }
      for field in fields {
        switch field.key.value {
        case "near":
          item.near = texts(field.value, of: "`near`", example: "[truck, bus]")
            .filter { isNamed($0, "the class") }
        case "templates": item.templates = templatesName(field.value)
        default: item.concepts = concepts(field.value, of: owner)
        }
      }
      if isFinished(field.value) { requireConcepts(fields, owner, name.range) }
      document.ood.append(item)
    }
  }

  private mutating func requireConcepts(_ fields: [Field], _ owner: String, _ range: TextRange) {
    guard !fields.contains(where: { $0.key.value == "concepts" }) else { return }
    report(
      .missingConcepts, "\(owner) has no concepts", range,
      help: "add `concepts: [road, street]`"
        + (document.extends == nil || !fields.contains { $0.key.value == "id" }
          ? "" : "; an inherited class gets another id by `renumber: {road: 13}` beside `classes`"))
  }

  mutating func id(_ node: YAMLNode, of owner: String = "`id`") -> Located<Int>? {
    guard let written = text(node, of: owner, mayBeNumber: true) else { return nil }
    guard let id = wholeNumber(written.value) else {
      report(
        .badNumber, "\(quoted(written.value)) is not an id", written.range,
        help: "an id is a whole number from 0 to 65535, without leading zeros")
      return nil
    }
    return Located(id, at: written.range)
  }

  private mutating func templatesName(_ node: YAMLNode) -> Located<String>? {
    if case .list = node {
      expected(
        "the name of a template list", node, of: "`templates`",
        help: "give the list a name under the `templates` of the file, and write the name here")
      return nil
    }
    return text(node, of: "`templates`").flatMap { isNamed($0, "the template list") ? $0 : nil }
  }

  ///
  /// - Parameter key: the key that the list stands behind.
  mutating func concepts(
    _ node: YAMLNode, of owner: String, key: String = "concepts"
  ) -> [ConceptDeclaration] {
    let help = "write \(quoted("\(key): [road, street]"))"
    let items: [YAMLNode]
    switch node {
    case .list(let nodes, _): items = nodes
    case .scalar(let scalar) where scalar.value.contains(","):
      expected(
        "a list", node, of: quoted(key), help: "write \(quoted("\(key): [\(scalar.value)]"))")
      return []
    case .scalar(let scalar) where !scalar.value.isEmpty:
      let isOneLine = !file.text(scalar.range).contains(where: \.isNewline)
      expected(
        "a list", node, of: quoted(key),
        help: isOneLine
          ? "write \(quoted("\(key): [\(scalar.value)]"))"
          : "start each concept on a line of its own with `- `, or write \(quoted("\(key): [road, street]"))"
      )
      items = isOneLine ? [node] : []
      if items.isEmpty { return [] }
    case .scalar: items = []
    default:
      expected("a list", node, of: quoted(key), help: help)
      return []
    }
    if items.isEmpty, isFinished(node) {
      report(
        .missingConcepts, "\(owner) has no concepts", node.range, help: help)
    }
    return items.compactMap { concept($0) }
  }

  private mutating func concept(_ node: YAMLNode) -> ConceptDeclaration? {
    guard case .scalar(let scalar) = node else {
      expected(
        "one phrase", node, of: "a concept",
        help: "write each concept as a text; quote it where it holds `: `, `{` or `[`")
      return nil
    }
    if scalar.value.allSatisfy(\.isWhitespace) {
      report(
        .emptyConcept, "the concept is empty", scalar.range, help: "write it, or drop the entry")
      return nil
    }
    checkReading(scalar)
    let (concept, found) = parseConcept(scalar.excerpt(in: file))
    let isList = scalar.isPlain && scalar.value.utf8.contains(UInt8(ascii: ","))
    if let hash = glued(scalar), !found.isEmpty {
      report(
        found[0].rule, "`#` without a blank before it belongs to the text", hash,
        help: "put a blank before the comment, or quote the text that `#` belongs to")
    } else {
      // What stands behind a comma is another concept's, with its plural and mark.
      diagnostics += found.filter { !isList || $0.rule != .misplacedMark }
    }
    if isList {
      report(
        .commaInScalar, "\(quoted(scalar.value)) is one concept with a comma in it", scalar.range,
        help: "make an entry of each concept, or quote the text if the comma belongs to it")
    }
    checkComment(behind: scalar)
    return concept
  }

  /// Where a plain text holds a `#` that starts no comment.
  private func glued(_ scalar: YAMLScalar) -> TextRange? {
    guard scalar.isPlain else { return nil }
    return (scalar.range.start..<scalar.range.end).first { file.utf8[$0] == UInt8(ascii: "#") }
      .map { TextRange($0, $0 + 1) }
  }

  /// `tree #1` is `tree` and a comment; a number right behind `#` is hardly meant as one.
  private mutating func checkComment(behind scalar: YAMLScalar) {
    guard scalar.isPlain else { return }
    let utf8 = file.utf8
    var offset = scalar.range.end
    while offset < utf8.count, utf8[offset] == 0x20 || utf8[offset] == 0x09 { offset += 1 }
    guard offset > scalar.range.end, offset + 1 < utf8.count, utf8[offset] == UInt8(ascii: "#"),
      (0x30...0x39).contains(utf8[offset + 1])
    else { return }
    report(
      .commentInText, "`#` starts a comment, so the concept is only \(quoted(scalar.value))",
      TextRange(offset, offset + 2), help: "quote the text if `#` belongs to it")
  }
}
