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
      if readNested(entries, in: name) { continue }
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
          help: document.extends == nil
            ? "add `id: 0`; the number is the class's id in the labels"
            : "add `id: 0` to a new class; an inherited one is changed by "
              + quoted("\(name.value): {add: [concept]}"))
      }
      // An inherited class is hardly declared anew without either.
      let isPatch = document.extends != nil && !fields.contains { $0.key.value == "id" }
      if isFinished(field.value), !isPatch { requireConcepts(fields, owner, name.range) }
      document.classes.append(item)
    }
  }

  /// Classes below the name of their superclass, which are reported; false where none stand there.
  private mutating func readNested(_ entries: [YAMLNode.Entry], in superclass: Located<String>)
    -> Bool
  {
    let names = entries.compactMap { entry -> YAMLScalar? in
      guard let key = entry.scalarKey, case .mapping(let inner, _) = entry.value,
        inner.contains(where: { ["id", "concepts"].contains($0.scalarKey?.value) })
      else { return nil }
      return key
    }
    guard let first = names.first, names.count == entries.count else { return false }
    report(
      .wrongKind, "\(quoted(superclass.value)) holds classes, and classes do not nest",
      superclass.range,
      help: "each class names its superclass: "
        + quoted("\(first.value): {id: 0, superclass: \(superclass.value), concepts: […]}"))
    document.classes += names.map {
      ClassDeclaration(
        id: nil, name: Located($0.value, at: $0.range), superclass: superclass, templates: nil,
        concepts: [], range: $0.range)
    }
    return true
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
          ? scalar.isPlain && scalar.value.hasPrefix("-")
            ? "put a blank behind the dash: \(quoted("- \(scalar.value.dropFirst())"))"
            : "write \(quoted("\(key): [\(scalar.value)]"))"
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
    } else if isList, !found.isEmpty {
      // Behind a plural or a mark stands another concept, which would be lost with a warning only.
      let endsWithIt = scalar.value.hasSuffix(",")
      report(
        .misplacedMark,
        "\(quoted(scalar.value)) \(endsWithIt ? "ends with a comma" : "is one entry with a list in it")",
        scalar.range,
        help: endsWithIt
          ? "remove it"
          : "make an entry of each concept, as in \(quoted("concepts: [\(scalar.value)]"))")
    } else {
      diagnostics += found
    }
    if isList, found.isEmpty {
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
