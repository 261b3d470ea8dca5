package import PromptBank
internal import PromptExpansion
internal import PromptModel
package import PromptSource

/// A bank that was not compiled from the set as it is now, in a sentence.
package struct StaleBank: Error, Hashable, CustomStringConvertible {
  package var description: String
}

/// The findings of a set with those that need embeddings, which a bank of the same set has already.
///
/// - Throws: ``StaleBank`` where a concept or one of its prompts is not in the bank.
package func check(_ checked: CheckedSet, bank: Bank) throws(StaleBank) -> [Diagnostic] {
  guard !checked.hasErrors, let expansion = checked.expansion else { return checked.diagnostics }
  let embeddings = try embeddings(of: expansion, in: bank)
  let files = expansion.set.files
  var suppressions = Suppressions(files)
  let found = findEmbeddingProblems(expansion, embeddings: embeddings, dimension: bank.dimension)
  return (checked.diagnostics + checked.levels.apply(to: suppressions.allowing(found)))
    .inSourceOrder(files: files)
}

/// The rows of a set's concepts, [concepts, dimension]: the classes' in order, then the ood entries'.
private func embeddings(of expansion: Expansion, in bank: Bank) throws(StaleBank) -> [Float] {
  var rows: [ConceptKey: Int] = [:]
  for row in 0..<bank.conceptCount {
    let concept = bank.concept(row)
    let (owner, isClass) =
      switch concept.owner {
      case .idClass(let index): (bank.className(index), true)
      case .ood(let index): (bank.oodName(index), false)
      }
    let key = ConceptKey(
      owner: owner, isClass: isClass, text: concept.text, prompts: concept.prompts)
    if rows[key] == nil { rows[key] = row }
  }
  let dimension = bank.dimension
  var embeddings: [Float] = []
  var prompts = expansion.prompts()[...]
  for owner in expansion.owners {
    let count = expansion.templates(of: owner).templates.count
    let (name, isClass) =
      switch owner {
      case .class(let index): (expansion.set.classes[index].name, true)
      case .ood(let index): (expansion.set.ood[index].name, false)
      }
    for concept in expansion.concepts(of: owner) {
      let key = ConceptKey(
        owner: name, isClass: isClass, text: concept.text,
        prompts: prompts.prefix(count).map(\.text))
      prompts = prompts.dropFirst(count)
      guard let row = rows[key] else {
        throw StaleBank(
          description:
            "\(bank.path) was compiled from another state of the set: \(quoted(concept.text)) of "
            + "\(isClass ? "class" : "ood entry") \(quoted(name)) is not in it, or with other templates; "
            + "compile it again")
      }
      bank.withEmbeddings { all in
        for index in row * dimension..<(row + 1) * dimension { embeddings.append(all[index]) }
      }
    }
  }
  return embeddings
}

private struct ConceptKey: Hashable {
  var owner: String
  var isClass: Bool
  var text: String
  var prompts: [String]
}
