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
  if !document.imports.isEmpty {
    parts.add("import:")
    for item in document.imports {
      parts.add("- " + printScalar(item.path.value), at: item.path.range, indentation: 2)
    }
  }
  if !document.templateLists.isEmpty { parts.add("templates:") }
  for list in document.templateLists { add(list, to: &parts) }
  if !document.classes.isEmpty { parts.add("classes:") }
  for item in document.classes {
    add(
      item.name.value,
      [
        item.id.map { ("id", String($0.value)) },
        item.superclass.map { ("superclass", printScalar($0.value)) },
        item.templates.map { ("templates", printScalar($0.value)) },
        ("concepts", concepts(item.concepts)),
      ], at: item.range, to: &parts)
  }
  if !document.ood.isEmpty { parts.add("ood:") }
  for item in document.ood {
    let near = "[" + item.near.map { printScalar($0.value) }.joined(separator: ", ") + "]"
    add(
      item.name.value,
      [
        item.near.isEmpty ? nil : ("near", near),
        item.templates.map { ("templates", printScalar($0.value)) },
        ("concepts", concepts(item.concepts)),
      ], at: item.range, to: &parts)
  }
  if let scoring = document.scoring {
    let entries = scoring.entries.map {
      printScalar($0.key.value) + ": " + printNumber($0.value.value)
    }
    parts.add("scoring: {" + entries.joined(separator: ", ") + "}", at: scoring.range)
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

private func add(
  _ name: String, _ fields: [(key: String, value: String)?], at range: TextRange,
  to parts: inout PrintedParts
) {
  let fields = fields.compactMap { $0 }.map { $0.key + ": " + $0.value }
  parts.add(
    printScalar(name) + ": {" + fields.joined(separator: ", ") + "}", at: range, indentation: 2)
}

private func concepts(_ concepts: [ConceptDeclaration]) -> String {
  "[" + concepts.map { printScalar(printScalarConcept($0)) }.joined(separator: ", ") + "]"
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
