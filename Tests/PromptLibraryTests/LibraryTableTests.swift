import Foundation
import PromptModel
import PromptSource
import TestSupport
import Testing

/// `prompts/README.md` is made from the sets: `make generate` writes it, and this test compares.
@Suite struct LibraryTableTests {
  @Test func theTableIsUpToDate() throws {
    let url = packageRoot.appendingPathComponent("prompts/README.md")
    let table = try libraryTable()
    let written = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    if written == table { return }
    if ProcessInfo.processInfo.environment["PROMPTBANK_RECORD"] == "1" {
      try table.write(to: url, atomically: true, encoding: .utf8)
    }
    Issue.record("prompts/README.md was not up to date: run `make generate`, and commit it")
  }

  private func libraryTable() throws -> String {
    let sets = try LibrarySet.paths.map { try LibrarySet(path: $0) }
    return """
      # The prompt library

      Sets to start from: one a data set, with its ids. Copy one, or better, extend it:

      ```
      edition 1
      set harbour "1.0.0"
      extends "prompts/lars.prompts"
      class boat += pilot boat(s), tugboat(s)
      remove ood whale
      ```

      Concept sets, superclasses and outliers are the project's own; label names and ids are the data
      sets'. Each set says under `source` where those come from and on what terms, and in comments
      `# left out:` which labels are no class and no outlier, `# labels of` which ones an outlier stands
      for. The license in the table is that of the set's text, not of the data set. Behind the data set's
      terms stands where they were read, or that others report them: then confirm them at the address.
      "terms not found" means that nobody of the project has read any: do, or ask its authors, before you
      use pictures and labels. Tests hold every set against the label list, and its `expect` lines against
      the default encoder.

      | set | for | classes | concepts | superclasses | ood (near) | license | source |
      |---|---|--:|--:|--:|--:|---|---|
      \(sets.map { row($0, $0.domain ?? "") }.joined(separator: "\n"))

      Concepts are those of the classes, plurals among them; `promptbank expand FILE` lists them.

      ## What they share

      | set | classes | concepts | superclasses | ood (near) | extended by |
      |---|--:|--:|--:|--:|---|
      \(bases(of: sets, try LibrarySet.basePaths.map { try LibrarySet(path: $0) }))

      `templates/` holds lists of sentences: `outdoor`, `photo`, `street` and `trail` agree with their
      concept; `vild` and `imagenet` are published lists, to the letter.

      """
  }

  private func row(_ item: LibrarySet, _ domain: String) -> String {
    let cells =
      ["[`\(item.set.name)`](\(name(item)))", domain] + counts(item) + [
        item.set.license ?? "", source(item),
      ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private func counts(_ item: LibrarySet) -> [String] {
    let near = item.set.ood.filter { !$0.near.isEmpty }.count
    let superclasses = Set(item.set.classes.compactMap(\.superclass)).count
    return [
      "\(item.set.classes.count)", "\(item.concepts)", "\(superclasses)",
      "\(item.set.ood.count) (\(near))",
    ]
  }

  private func bases(of sets: [LibrarySet], _ bases: [LibrarySet]) -> String {
    bases.map { base in
      let heirs = (sets + bases).filter {
        $0.path != base.path && $0.set.files.contains { $0.path.hasSuffix(base.path) }
      }
      let names = heirs.map { "`\($0.set.name)`" }.joined(separator: ", ")
      let cells = ["[`\(base.set.name)`](base/\(name(base)))"] + counts(base) + [names]
      return "| " + cells.joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }

  /// What stands before the semicolon: the label list, its address and its terms.
  private func source(_ item: LibrarySet) -> String {
    let source = item.set.source ?? ""
    return String(source.prefix { $0 != ";" })
  }

  private func name(_ item: LibrarySet) -> String {
    String(item.path.split(separator: "/").last ?? "")
  }
}
