package import PromptEncoder
internal import PromptExpansion
internal import PromptModel
package import PromptSource
internal import PromptTokenizer

/// What the expectations of a set gave with one encoder.
package struct ExpectationRun: Sendable {
  /// In source order; empty where a finding is an error.
  package var outcomes: [ExpectationOutcome]
  package var diagnostics: [Diagnostic]

  package init(outcomes: [ExpectationOutcome], diagnostics: [Diagnostic]) {
    self.outcomes = outcomes
    self.diagnostics = diagnostics
  }
}

/// One expectation and what was measured for it.
package struct ExpectationOutcome: Sendable {
  /// The declaration as written, on one line.
  package var text: String
  package var place: SourcePlace
  package var passed: Bool
  /// Of the text and the expected class, or of the two names.
  package var cosine: Double
  /// By how much it holds; below 0 by how much it fails.
  package var margin: Double
  /// The best class or ood entry beside the expected one; nil for a similarity.
  package var rival: Rival?

  package struct Rival: Sendable {
    package var name: String
    package var isOOD: Bool
    package var cosine: Double
  }
}

/// Runs the expectations of a checked set.
///
/// The cosine of a text and a class is the largest of the text's embedding (the text alone, without
/// templates) with the class's concepts, each the mean of its prompts as a bank holds it. A text is
/// nearest to the class or ood entry with the largest; all of them are compared, and a tie is not won.
/// A superclass has the largest of its classes', which are then no rivals. The similarity of two names
/// is the largest cosine between their concepts.
///
/// - Parameter progress: told how many of the distinct prompts have been encoded.
/// - Throws: `EncoderError` when encoding itself fails.
package func runExpectations(
  _ checked: CheckedSet, encoder: TextEncoder, progress: (_ done: Int, _ total: Int) -> Void
) throws(EncoderError) -> ExpectationRun {
  guard !checked.hasErrors, let expansion = checked.expansion else {
    return ExpectationRun(outcomes: [], diagnostics: checked.diagnostics)
  }
  let prompts = expansion.prompts()
  let tokens = TokenizedPrompts(prompts, tokenizer: encoder.tokenizer)
  let texts = ExpectedTexts(expansion.set.expectations, tokenizer: encoder.tokenizer)
  var diagnostics =
    checked.diagnostics + findEncodingProblems(expansion, prompts, tokens, encoder)
  for (item, ids) in zip(texts.items, texts.tokens) {
    diagnostics += findTooLong(item.text, ids, at: item.place, encoder)
  }
  diagnostics = diagnostics.inSourceOrder(files: expansion.set.files)
  if diagnostics.contains(where: { $0.rule.level == .error }) {
    return ExpectationRun(outcomes: [], diagnostics: diagnostics)
  }
  let embeddings = try encoder.encode(tokens.distinct + texts.tokens, progress: progress)
  let dimension = encoder.dimension
  let split = tokens.distinct.count * dimension
  let concepts = averageTemplates(
    Array(embeddings[..<split]), rows: tokens.rows, counts: expansion.promptCounts,
    dimension: dimension)
  let textRows = averageTemplates(
    Array(embeddings[split...]), rows: Array(texts.tokens.indices),
    counts: texts.tokens.map { _ in 1 }, dimension: dimension)
  let judge = ExpectationJudge(
    expansion: expansion, dimension: dimension, concepts: concepts, texts: textRows,
    indexOfText: texts.index)
  return ExpectationRun(
    outcomes: expansion.set.expectations.map(judge.outcome), diagnostics: diagnostics)
}

/// The distinct texts of expectations, in order of first use.
private struct ExpectedTexts {
  private(set) var items: [(text: String, place: SourcePlace)] = []
  private(set) var index: [String: Int] = [:]
  private(set) var tokens: [[Int32]] = []

  init(_ expectations: [Expectation], tokenizer: Tokenizer) {
    for expectation in expectations {
      switch expectation.claim {
      case .nearest(let text, _): add(text, expectation.place, tokenizer)
      case .similarity(let first, let second, _, _):
        for case .text(let text) in [first, second] { add(text, expectation.place, tokenizer) }
      }
    }
  }

  private mutating func add(_ text: String, _ place: SourcePlace, _ tokenizer: Tokenizer) {
    guard index[text] == nil else { return }
    index[text] = items.count
    items.append((text, place))
    tokens.append(tokenizer.tokenize(text))
  }
}

/// Compares embeddings, all of length 1.
private struct ExpectationJudge {
  let expansion: Expansion
  let dimension: Int
  /// [concepts, dimension]
  let concepts: [Float]
  /// [texts, dimension]
  let texts: [Float]
  let indexOfText: [String: Int]
  /// For each owner of ``expansion``, its rows of `concepts`.
  private let rows: [Range<Int>]

  init(
    expansion: Expansion, dimension: Int, concepts: [Float], texts: [Float],
    indexOfText: [String: Int]
  ) {
    self.expansion = expansion
    self.dimension = dimension
    self.concepts = concepts
    self.texts = texts
    self.indexOfText = indexOfText
    var start = 0
    rows = expansion.owners.map { owner in
      defer { start += expansion.concepts(of: owner).count }
      return start..<(start + expansion.concepts(of: owner).count)
    }
  }

  func outcome(_ expectation: Expectation) -> ExpectationOutcome {
    let written = expectation.place.file.text(expectation.place.range)
    var outcome = ExpectationOutcome(
      text: written.split(whereSeparator: \.isWhitespace).joined(separator: " "),
      place: expectation.place, passed: false, cosine: 0, margin: 0, rival: nil)
    switch expectation.claim {
    case .nearest(let text, let target):
      let wanted = Set(owners(target))
      let row = textRow(text)
      let cosines = rows.map { largest([row], concepts(in: $0)) }
      let own = wanted.map { cosines[$0] }.max() ?? -1
      let other = cosines.indices.filter { !wanted.contains($0) }.max { cosines[$0] < cosines[$1] }
      outcome.cosine = own
      outcome.margin = own - (other.map { cosines[$0] } ?? -1)
      outcome.passed = outcome.margin > 0
      outcome.rival = other.map { rival($0, cosines[$0]) }
    case .similarity(let first, let second, let isBelow, let limit):
      let cosine = largest(vectors(first), vectors(second))
      outcome.cosine = cosine
      outcome.margin = isBelow ? limit - cosine : cosine - limit
      outcome.passed = outcome.margin > 0
    }
    return outcome
  }

  private func rival(_ index: Int, _ cosine: Double) -> ExpectationOutcome.Rival {
    switch expansion.owners[index] {
    case .class(let index):
      .init(name: expansion.set.classes[index].name, isOOD: false, cosine: cosine)
    case .ood(let index): .init(name: expansion.set.ood[index].name, isOOD: true, cosine: cosine)
    }
  }

  /// Indices into the owners: classes first, then ood entries.
  private func owners(_ target: Expectation.Target) -> [Int] {
    switch target {
    case .classes(let indices, _): indices
    case .ood(let index): [expansion.set.classes.count + index]
    }
  }

  private func vectors(_ operand: Expectation.Operand) -> [ArraySlice<Float>] {
    switch operand {
    case .text(let text): [textRow(text)]
    case .named(let target): owners(target).flatMap { concepts(in: rows[$0]) }
    }
  }

  private func textRow(_ text: String) -> ArraySlice<Float> {
    let start = (indexOfText[text] ?? 0) * dimension
    return texts[start..<(start + dimension)]
  }

  private func concepts(in rows: Range<Int>) -> [ArraySlice<Float>] {
    rows.map { concepts[($0 * dimension)..<(($0 + 1) * dimension)] }
  }

  private func largest(_ left: [ArraySlice<Float>], _ right: [ArraySlice<Float>]) -> Double {
    var largest = -Double.infinity
    for one in left {
      for other in right {
        var sum = 0.0
        for (a, b) in zip(one, other) { sum += Double(a) * Double(b) }
        largest = max(largest, sum)
      }
    }
    return largest
  }
}
