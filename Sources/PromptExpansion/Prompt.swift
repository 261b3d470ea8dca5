package import PromptModel

/// One sentence that will be encoded, and what it was made of.
package struct Prompt: Hashable, Sendable {
  package var text: String
  package var owner: ConceptOwner
  /// The index within the owner's concepts.
  package var concept: Int
  /// The index within the owner's template list.
  package var template: Int

  package init(text: String, owner: ConceptOwner, concept: Int, template: Int) {
    self.text = text
    self.owner = owner
    self.concept = concept
    self.template = template
  }
}

/// What a concept set belongs to: an index into the set's classes or ood entries.
package enum ConceptOwner: Hashable, Sendable {
  case `class`(Int)
  case ood(Int)
}

extension Expansion {
  /// Every class and ood entry in source order, classes first.
  package var owners: [ConceptOwner] {
    self.set.classes.indices.map { .class($0) } + self.set.ood.indices.map { .ood($0) }
  }

  /// The concepts of a class or ood entry, without repeats.
  package func concepts(of owner: ConceptOwner) -> [Concept] {
    switch owner {
    case .class(let index): classConcepts[index]
    case .ood(let index): oodConcepts[index]
    }
  }

  /// The template list that a class or ood entry uses.
  package func templates(of owner: ConceptOwner) -> TemplateList {
    switch owner {
    case .class(let index): set.classes[index].templates
    case .ood(let index): set.ood[index].templates
    }
  }

  /// Every prompt in the order owner (classes first), concept, template. Equal prompts are kept: equal
  /// texts are encoded once, later.
  package func prompts() -> [Prompt] {
    var prompts: [Prompt] = []
    for owner in owners {
      let templates = templates(of: owner).templates
      for (index, concept) in concepts(of: owner).enumerated() {
        for (templateIndex, template) in templates.enumerated() {
          prompts.append(
            Prompt(
              text: render(template, with: concept), owner: owner, concept: index,
              template: templateIndex))
        }
      }
    }
    return prompts
  }
}
