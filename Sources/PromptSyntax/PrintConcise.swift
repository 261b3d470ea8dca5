import PromptSource

/// A document in the concise spelling, with its comments, in canonical layout.
///
/// Declarations of one kind stand together, in their order; a superclass block holds the classes that stand
/// side by side in it.
///
/// - Parameter header: lines to stand before everything else.
package func printConcise(_ document: Document, header: [String] = []) -> String {
  var parts = PrintedParts(AttachedComments(document, ranges: document.partRanges))
  for line in header { parts.add(line) }
  if let edition = document.edition { parts.add("edition \(edition.value)", at: edition.range) }
  parts.parted()
  if let set = document.set {
    let version = set.version.map { " " + printString($0.value) } ?? ""
    parts.add("set " + printName(set.name.value) + version, at: set.range)
  }
  if let license = document.license {
    parts.add("license " + printName(license.value), at: license.range)
  }
  if let source = document.source {
    parts.add("source " + printString(source.value), at: source.range)
  }
  parts.parted()
  if let extends = document.extends {
    let version = extends.version.map { " version " + printString($0.value) } ?? ""
    parts.add("extends " + printString(extends.path.value) + version, at: extends.range)
  }
  for item in document.imports {
    let version = item.version.map { " version " + printString($0.value) } ?? ""
    let alias = item.alias.map { " as " + printName($0.value) } ?? ""
    parts.add("import " + printString(item.path.value) + version + alias, at: item.range)
  }
  parts.parted()
  for list in document.templateLists { add(list, to: &parts) }
  parts.parted()
  addClasses(document.classes, to: &parts)
  parts.parted()
  for item in document.ood {
    let near = item.near.map { printNearName($0.value) }.joined(separator: ", ")
    let head = "ood " + printName(item.name.value) + (near.isEmpty ? "" : " near " + near)
    parts.add(head + concepts(item.change, item.concepts, item.templates), at: item.range)
  }
  parts.parted()
  for item in document.removals {
    parts.add("remove \(item.kind.rawValue) " + printName(item.name.value), at: item.range)
  }
  parts.parted()
  for item in document.renumberings {
    parts.add("renumber " + printName(item.name.value) + " \(item.id.value)", at: item.range)
  }
  parts.parted()
  if let scoring = document.scoring {
    let entries = scoring.entries.map { $0.key.value + " " + printName($0.value.value) }
    parts.add("scoring { " + entries.joined(separator: "  ") + " }", at: scoring.range)
  }
  parts.parted()
  for item in document.expectations {
    parts.add("expect " + printClaim(item.claim), at: item.range)
  }
  parts.finish()
  let written = SourceFile(path: document.file.path, text: parts.text)
  // A document with errors, such as a class without an id, is printed as far as it goes.
  return formatConcise(written).text ?? parts.text
}

private func add(_ list: TemplateListDeclaration, to parts: inout PrintedParts) {
  let name = "templates " + printName(list.name.value)
  switch list.body {
  case .reference(let other):
    parts.add(name, at: list.name.range, joins: " = " + printName(other.value), at: other.range)
  case .templates(let templates):
    parts.add(name + " {", at: list.name.range)
    for template in templates {
      parts.add(printString(template.value), at: template.range, indentation: 2)
    }
    parts.add("}")
  }
}

private func addClasses(_ classes: [ClassDeclaration], to parts: inout PrintedParts) {
  var superclass: String?
  for item in classes {
    let isNew = item.superclass?.value != superclass
    if isNew, superclass != nil { parts.add("}") }
    if isNew, let name = item.superclass?.value {
      parts.add("superclass " + printName(name) + " {")
    }
    superclass = item.superclass?.value
    let id = item.id.map { "\($0.value) " } ?? ""
    parts.add(
      "class " + id + printName(item.name.value)
        + concepts(item.change, item.concepts, item.templates),
      at: item.range, indentation: superclass == nil ? 0 : 2)
  }
  if superclass != nil { parts.add("}") }
}

private func printClaim(_ claim: ExpectDeclaration.Claim) -> String {
  func operand(_ operand: ExpectDeclaration.Operand) -> String {
    operand.isText ? printString(operand.value.value) : printPhrase(operand.value.value)
  }
  switch claim {
  case .nearest(let text, let target):
    return printString(text.value) + " is " + (target.isOOD ? "ood " : "")
      + printName(target.name.value)
  case .similarity(let first, let second, let bound):
    return "similarity(\(operand(first)), \(operand(second))) \(bound.isUpper ? "<" : ">") "
      + bound.limit.value
  }
}

private func concepts(
  _ change: Change, _ concepts: [ConceptDeclaration], _ templates: Located<String>?
) -> String {
  var printed: [String] = []
  for (index, concept) in concepts.enumerated() {
    let isLast = index + 1 == concepts.count && templates == nil
    printed.append(printConcept(concept, wasQuoted: nil, isLast: isLast))
  }
  return " \(change.sign) " + printed.joined(separator: ", ")
    + (templates.map { "  with " + printName($0.value) } ?? "")
}
