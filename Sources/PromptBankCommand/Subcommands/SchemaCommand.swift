import ArgumentParser
import PromptCompiler
import PromptJSON

/// `promptbank schema`: the JSON Schema of the YAML spelling.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of prompt sets in YAML.",
    discussion: """
      Draft-07, for editors and check-jsonschema. An editor with yaml-language-server takes it from the \
      first line of a file:

        promptbank schema > promptbank.schema.json
        # yaml-language-server: $schema=promptbank.schema.json
      """)

  func run() throws { try printResult(yamlSchema().text(.indented) + "\n") }
}
