internal import PromptBank
internal import PromptEncoder
internal import PromptExpansion
internal import PromptModel
internal import PromptSource

extension BankContents {
  /// What a bank is written from: the tables of an expanded set and the embeddings of its concepts.
  ///
  /// - Parameters:
  ///   - prompts: of `expansion`, in order.
  ///   - voidEmbedding: of the set's `void`; empty without one.
  ///   - embeddings: [concepts, dimension]: the classes' concepts in order, then the ood entries'.
  init(
    _ expansion: Expansion, prompts: [Prompt], embeddings: [Float], voidEmbedding: [Float],
    space: EmbeddingSpace, encoderTemperature: Double?, precision: String? = nil,
    arithmetic: String? = nil
  ) {
    let set = expansion.set
    let folder = set.files[0].path.deletingLastComponent
    let fileIndex = Dictionary(
      uniqueKeysWithValues: set.files.enumerated().map { (ObjectIdentifier($0.element), $0.offset) }
    )
    var lists: [TemplateList] = []
    var listIndex: [TemplateList: Int] = [:]
    func index(of list: PromptModel.TemplateList) -> Int {
      let list = TemplateList(name: list.name, templates: list.templates.map(\.text))
      if let known = listIndex[list] { return known }
      listIndex[list] = lists.count
      lists.append(list)
      return lists.count - 1
    }
    var nextPrompt = prompts.startIndex
    func concepts(_ owner: ConceptOwner) -> [Concept] {
      let templates = expansion.templates(of: owner).templates.count
      return expansion.concepts(of: owner).map { concept in
        let start = concept.place.start
        let own = prompts[nextPrompt..<nextPrompt + templates]
        nextPrompt += templates
        return Concept(
          text: concept.text, file: fileIndex[ObjectIdentifier(concept.place.file)] ?? 0,
          line: start.line, character: start.column, prompts: own.map(\.text))
      }
    }
    let classes = set.classes.enumerated().map { offset, entry in
      IDClass(
        id: entry.id, name: entry.name, superclass: entry.superclass,
        templateList: index(of: entry.templates), concepts: concepts(.class(offset)))
    }
    let classIndex = Dictionary(
      set.classes.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let ood = set.ood.enumerated().map { offset, entry in
      OODEntry(
        name: entry.name, near: entry.near.compactMap { classIndex[$0] },
        templateList: index(of: entry.templates), concepts: concepts(.ood(offset)))
    }
    self.init(
      set: SetDescription(
        name: set.name, version: set.version, license: set.license, source: set.source),
      space: space,
      scoring: BankScoring(
        set.scoring, encoderTemperature: encoderTemperature, classIndex: classIndex),
      files: set.files.map {
        File(name: relativePath($0.path, from: folder), digest: sha256($0.utf8))
      },
      templateLists: lists, classes: classes, ood: ood, embeddings: embeddings,
      voidEmbedding: voidEmbedding, precision: precision, arithmetic: arithmetic)
  }
}

extension BankScoring {
  /// The choices of a set beside the encoder's temperature.
  init(_ scoring: Scoring, encoderTemperature: Double?, classIndex: [String: Int]) {
    self.init(
      temperature: scoring.temperature, encoderTemperature: encoderTemperature,
      columns: scoring.columns == .class ? .class : .superclass,
      ood: scoring.ood == .separate ? .separate : .grouped,
      score: Score(scoring.score), void: scoring.void,
      heads: scoring.heads.map { heads in
        Heads(
          alpha: heads.alpha, beta: heads.beta,
          unseen: heads.unseen.compactMap { classIndex[$0] }.sorted())
      })
  }
}

extension BankScoring.Score {
  init(_ score: Scoring.Score) {
    self =
      switch score {
      case .vl4ad: .vl4ad
      case .maximumProbability: .maximumProbability
      case .entropy: .entropy
      case .energy: .energy
      case .rba: .rba
      }
  }
}

/// A path as it reads from a folder, both relative to the same place.
func relativePath(_ path: String, from folder: String) -> String {
  var path = path.split(separator: "/").filter { $0 != "." }
  var folder = folder.split(separator: "/").filter { $0 != "." }
  while let first = folder.first, path.count > 1, first == path[0] {
    path.removeFirst()
    folder.removeFirst()
  }
  return (folder.map { _ in ".." } + path.map(String.init)).joined(separator: "/")
}
