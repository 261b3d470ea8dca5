import Foundation
import PromptCompiler
import PromptExpansion
import PromptModel
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct SpellingsTests {
  private func checked(_ path: String) throws -> CheckedSet {
    check(try readSource(packageRoot.appendingPathComponent(path).path))
  }

  @Test func theYAMLTwinOfCityscapesMeansTheSame() throws {
    let concise = try checked("prompts/cityscapes.prompts")
    let yaml = try checked("examples/cityscapes.prompts.yaml")
    #expect(concise.diagnostics.isEmpty && yaml.diagnostics.isEmpty)
    let (left, right) = (try #require(concise.expansion), try #require(yaml.expansion))
    #expect(left.prompts() == right.prompts())
    #expect(left.set.classes.map(\.id) == right.set.classes.map(\.id))
    #expect(left.set.classes.map(\.name) == right.set.classes.map(\.name))
    #expect(left.set.classes.map(\.superclass) == right.set.classes.map(\.superclass))
    #expect(left.set.ood.map(\.name) == right.set.ood.map(\.name))
    #expect(left.set.ood.map(\.near) == right.set.ood.map(\.near))
    #expect(left.set.scoring == right.set.scoring)
    #expect(left.set.license == right.set.license && left.set.source == right.set.source)
    #expect(left.set.version == right.set.version)
  }
}
