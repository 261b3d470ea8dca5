package import PromptJSON
internal import PromptYAML

/// The JSON Schema (draft-07) of the YAML spelling, for editors and `check-jsonschema`.
///
/// Made from the tables that the parser takes its keys from. It holds what the structure of a file can
/// say; names, the spelling of concepts and YAML's traps are the parser's to find.
package func yamlSchema() -> JSONValue {
  let library = ["edition", "templates", "import", "license", "source"]
  let set: JSONValue = [
    "required": ["edition", "set"],
    "anyOf": [["required": ["classes"]], ["required": ["extends"]]],
  ]
  // A file of template lists, there to be imported.
  let imported: JSONValue = [
    "required": ["edition", "templates"],
    "propertyNames": ["enum": .array(library.map(JSONValue.string))],
  ]
  let root = schema(.promptSet)
  var members: [JSONValue.Member] = [
    .init("$schema", "http://json-schema.org/draft-07/schema#"),
    .init("title", "PromptBank prompt set, edition 1"),
  ]
  members += (root.members ?? []).filter { $0.key != "required" }
  members.append(.init("anyOf", [set, imported]))
  return .object(members)
}

private func schema(_ mapping: YAMLMapping) -> JSONValue {
  let required = mapping.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
  var members: [JSONValue.Member] = [
    .init("description", .string(mapping.description)),
    .init("type", "object"),
    .init(
      "properties", .object(mapping.keys.map { JSONValue.Member($0.name, schema($0)) })),
    .init("additionalProperties", false),
  ]
  // A mapping whose keys may all be left out still says something.
  if required.isEmpty, mapping.keys.map(\.name) == ["add", "remove"] {
    members.append(.init("minProperties", 1))
  }
  if !required.isEmpty { members.append(.init("required", .array(required))) }
  return .object(members)
}

private func schema(_ key: YAMLMapping.Key) -> JSONValue {
  var members = schema(key.shape).members ?? []
  members.removeAll { $0.key == "description" }
  members.insert(.init("description", .string(key.description)), at: 0)
  if let value = key.default { members.append(.init("default", .string(value))) }
  if !key.examples.isEmpty {
    let examples = key.examples.map(JSONValue.string)
    var isList = false
    if case .list = key.shape { isList = true }
    members.append(.init("examples", isList ? .array([.array(examples)]) : .array(examples)))
  }
  return .object(members)
}

private func schema(_ shape: YAMLShape) -> JSONValue {
  // Every scalar is text, whatever other readers of YAML make of it.
  let scalar: JSONValue = ["string", "number", "boolean"]
  switch shape {
  case .text: return ["type": scalar]
  case .filledText: return ["type": scalar, "minLength": 1]
  case .name: return ["type": scalar, "pattern": "\\S"]
  case .template: return ["type": ["string", "number", "boolean", "null"]]
  case .reference: return ["type": scalar, "pattern": "^[^{]*$"]
  case .edition: return ["enum": [1, "1"]]
  case .classID:
    return [
      "type": ["integer", "string"], "minimum": 0, "maximum": 65535,
      "pattern": "^(0|[1-9][0-9]{0,4})$",
    ]
  case .positive:
    return ["type": ["number", "string"], "exclusiveMinimum": 0, "pattern": "^[0-9+.eE-]+$"]
  case .number(let range):
    return [
      "type": ["number", "string"], "minimum": .int(range.lowerBound),
      "maximum": .int(range.upperBound), "pattern": "^[0-9+.eE-]+$",
    ]
  case .choice(let choices): return ["enum": .array(choices.map(JSONValue.string))]
  case .list(let item, let least, let most):
    var members: [JSONValue.Member] = [.init("type", "array"), .init("items", schema(item))]
    if least > 0 { members.append(.init("minItems", .int(least))) }
    if let most { members.append(.init("maxItems", .int(most))) }
    return .object(members)
  case .names(let value, let least):
    var members: [JSONValue.Member] = [
      .init("type", "object"), .init("propertyNames", ["pattern": "\\S"]),
      .init("additionalProperties", schema(value)),
    ]
    if least > 0 { members.append(.init("minProperties", .int(least))) }
    return .object(members)
  case .mapping(let mapping): return schema(mapping)
  case .either(let shapes): return ["anyOf": .array(shapes.map(schema))]
  }
}
