import PromptSource
package import PromptSyntax

/// A document in the YAML spelling, with its comments, in canonical layout: a flow mapping for each class,
/// ood entry and the scoring, a line for each template.
package func printYAML(_ document: Document) -> String {
  var parts = PrintedParts(AttachedComments(document, ranges: document.partRanges))
  if let edition = document.edition { parts.add("edition: \(edition.value)", at: edition.range) }
  if let set = document.set {
    let version = set.version.map { ", version: " + printScalar($0.value) } ?? ""
    parts.add("set: {name: " + printScalar(set.name.value) + version + "}", at: set.range)
  }
  if let license = document.license {
    parts.add("license: " + printScalar(license.value), at: license.range)
  }
  if let source = document.source {
    parts.add("source: " + printScalar(source.value), at: source.range)
  }
  if let extends = document.extends {
    parts.add("extends: " + printPath(extends.path, extends.version, nil), at: extends.range)
  }
  if !document.imports.isEmpty { parts.add("import:") }
  for item in document.imports {
    parts.add(
      "- " + printPath(item.path, item.version, item.alias), at: item.range, indentation: 2)
  }
  if !document.templateLists.isEmpty { parts.add("templates:") }
  for list in document.templateLists { add(list, to: &parts) }
  if !document.classes.isEmpty { parts.add("classes:") }
  add(
    document.classes.map { item in
      Entry(
        name: item.name.value, change: item.change, concepts: item.concepts, range: item.range,
        fields: [
          item.id.map { "id: \($0.value)" },
          item.superclass.map { "superclass: " + printScalar($0.value) },
          item.templates.map { "templates: " + printScalar($0.value) },
        ])
    }, to: &parts)
  if !document.ood.isEmpty { parts.add("ood:") }
  add(
    document.ood.map { item in
      let near = item.near.map { printScalar($0.value) }.joined(separator: ", ")
      return Entry(
        name: item.name.value, change: item.change, concepts: item.concepts, range: item.range,
        fields: [
          near.isEmpty ? nil : "near: [" + near + "]",
          item.templates.map { "templates: " + printScalar($0.value) },
        ])
    }, to: &parts)
  add(document.removals, to: &parts)
  if !document.renumberings.isEmpty { parts.add("renumber:") }
  for item in document.renumberings {
    parts.add("\(printScalar(item.name.value)): \(item.id.value)", at: item.range, indentation: 2)
  }
  if let scoring = document.scoring {
    parts.add("scoring: {" + printEntries(scoring) + "}", at: scoring.range)
  }
  if !document.expectations.isEmpty { parts.add("expect:") }
  for item in document.expectations {
    parts.add("- {" + printClaim(item.claim) + "}", at: item.range, indentation: 2)
  }
  parts.finish()
  let written = SourceFile(path: document.file.path, text: parts.text)
  // A document with errors, such as a class without an id, is printed as far as it goes.
  return formatYAML(written).text ?? parts.text
}

private func add(_ list: TemplateListDeclaration, to parts: inout PrintedParts) {
  let name = printScalar(list.name.value) + ":"
  switch list.body {
  case .reference(let other):
    parts.add(
      name, at: list.name.range, joins: " " + printScalar(other.value), at: other.range,
      indentation: 2)
  case .templates(let templates):
    parts.add(name + (templates.isEmpty ? " []" : ""), at: list.name.range, indentation: 2)
    for template in templates {
      parts.add("- " + printScalar(template.value), at: template.range, indentation: 4)
    }
  }
}

private func printPath(
  _ path: Located<String>, _ version: Located<String>?, _ alias: Located<String>?
) -> String {
  let written = printScalar(path.value)
  if version == nil, alias == nil { return written }
  let fields = [
    "file: " + written, version.map { "version: " + printScalar($0.value) },
    alias.map { "as: " + printScalar($0.value) },
  ]
  return "{" + fields.compactMap { $0 }.joined(separator: ", ") + "}"
}

/// A class or an ood entry; the patches of one name are one entry.
private struct Entry {
  var name: String
  var change: Change
  var concepts: [ConceptDeclaration]
  var range: TextRange
  var fields: [String?]
}

private func add(_ entries: [Entry], to parts: inout PrintedParts) {
  var patches: [String: [Entry]] = [:]
  for entry in entries where entry.change != .define {
    patches[entry.name, default: []].append(entry)
  }
  for entry in entries {
    var fields = entry.fields.compactMap { $0 }
    if entry.change == .define {
      fields.append("concepts: [" + concepts(entry.concepts) + "]")
    } else {
      guard let all = patches.removeValue(forKey: entry.name) else {
        parts.addComments(at: entry.range, indentation: 2)
        continue
      }
      let changes: [Change] = entry.change == .add ? [.add, .remove] : [.remove, .add]
      for change in changes where all.contains(where: { $0.change == change }) {
        let list = concepts(all.filter { $0.change == change }.flatMap(\.concepts))
        fields.append("\(change.rawValue): [" + list + "]")
      }
    }
    parts.add(
      printScalar(entry.name) + ": {" + fields.joined(separator: ", ") + "}", at: entry.range,
      indentation: 2)
  }
}

private func add(_ removals: [RemoveDeclaration], to parts: inout PrintedParts) {
  if !removals.isEmpty { parts.add("remove:") }
  for (kind, key) in [(RemoveDeclaration.Kind.class, "classes"), (.ood, "ood")] {
    let names = removals.filter { $0.kind == kind }
    if !names.isEmpty { parts.add("  " + key + ":") }
    for item in names {
      parts.add("- " + printScalar(item.name.value), at: item.range, indentation: 4)
    }
  }
}

/// The entries of `scoring`; a key that stands several times is a list.
private func printEntries(_ scoring: ScoringDeclaration) -> String {
  var values: [String: [String]] = [:]
  for entry in scoring.entries {
    values[entry.key.value, default: []].append(printNumber(entry.value.value))
  }
  return scoring.entries.compactMap { entry in
    guard let all = values.removeValue(forKey: entry.key.value) else { return nil }
    let value = all.count == 1 ? all[0] : "[" + all.joined(separator: ", ") + "]"
    return printScalar(entry.key.value) + ": " + value
  }.joined(separator: ", ")
}

private func printClaim(_ claim: ExpectDeclaration.Claim) -> String {
  func operand(_ operand: ExpectDeclaration.Operand) -> String {
    let text = printScalar(operand.value.value)
    return operand.isText ? "{text: " + text + "}" : text
  }
  switch claim {
  case .nearest(let text, let target):
    let name = printScalar(target.name.value)
    return "text: " + printScalar(text.value) + ", is: "
      + (target.isOOD ? "{ood: " + name + "}" : name)
  case .similarity(let first, let second, let bound):
    return "similarity: [" + operand(first) + ", " + operand(second) + "], "
      + (bound.isUpper ? "below: " : "above: ") + printNumber(bound.limit.value)
  }
}

private func concepts(_ concepts: [ConceptDeclaration]) -> String {
  concepts.map { printScalar(printScalarConcept($0)) }.joined(separator: ", ")
}

/// A number without quotes, another text as a scalar.
private func printNumber(_ text: String) -> String {
  let halves = text.split(separator: ".", omittingEmptySubsequences: false)
  let isNumber =
    halves.count <= 2
    && halves.allSatisfy { half in
      !half.isEmpty && half.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
  return isNumber ? text : printScalar(text)
}
