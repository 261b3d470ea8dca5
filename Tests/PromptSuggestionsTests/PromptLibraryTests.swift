import Foundation
import PromptExpansion
import PromptModel
import TestSupport
import Testing

@testable import PromptSuggestions

@Suite struct PromptLibraryTests {
  @Test func theLibraryInTheProgramIsTheOneOfTheCheckout() throws {
    let folder = packageRoot.appendingPathComponent("prompts")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".prompts") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(
      promptLibraryText.map(\.path) == paths,
      "run `make generate` after changing the prompt library")
    for (path, text) in promptLibraryText {
      let file = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
      #expect(file == text, "run `make generate`: prompts/\(path) has changed")
    }
  }

  @Test func everySetOfTheLibraryResolves() {
    let sets = expandLibrary()
    #expect(sets.contains { $0.set.name == "cityscapes" })
    #expect(sets.allSatisfy { !$0.set.classes.isEmpty })
  }
}
