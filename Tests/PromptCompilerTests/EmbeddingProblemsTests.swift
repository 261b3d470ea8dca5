import PromptExpansion
import PromptSource
import TestSupport
import Testing

@testable import PromptCompiler

/// What embeddings show, with embeddings made for it.
@Suite struct EmbeddingProblemsTests {
  /// A set of classes with so many concepts each, and one outlier near the first class.
  private func expansion(classes: Int, concepts: Int) throws -> Expansion {
    var text = "edition 1\nset demo \"1\"\n"
    for index in 0..<classes {
      let names = (0..<concepts).map { "thing \(index)x\($0)" }
      text += "class \(index) c\(index) = \(names.joined(separator: ", "))\n"
    }
    text += "ood other near c0 = stranger\n"
    return try #require(check(SourceFile(path: "a.prompts", text: text)).expansion)
  }

  private func unit(_ row: [Float]) -> [Float] {
    let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return row.map { $0 / length }
  }

  /// The blocks of the product against one product after another in double precision.
  @Test func neighboursAreThoseOfEverySingleProduct() throws {
    var chance = SeededGenerator(seed: 21)
    let concepts = ConceptRows(try expansion(classes: 9, concepts: 7))
    let rows = concepts.rows.map { _ in
      unit((0..<5).map { _ in Float.random(in: -1...1, using: &chance) })
    }
    let found = findNeighbours(concepts, embeddings: rows.flatMap { $0 }, dimension: 5)
    for (row, neighbours) in found.enumerated() {
      func best(_ isAllowed: (Int) -> Bool) -> (similarity: Double, row: Int)? {
        concepts.rows.indices.filter { isAllowed(concepts.rows[$0].owner) && $0 != row }
          .map { other in
            (zip(rows[row], rows[other]).reduce(0) { $0 + Double($1.0) * Double($1.1) }, other)
          }
          .max { $0.0 < $1.0 }
      }
      let owner = concepts.rows[row].owner
      let isOutlier = owner == concepts.owners.count - 1
      let expected = [
        (neighbours.own, best { $0 == owner }),
        (neighbours.other, best { $0 != owner && $0 < concepts.owners.count - 1 }),
        (neighbours.declared, isOutlier ? best { $0 == 0 } : nil),
      ]
      for (ours, reference) in expected {
        #expect(ours?.row == reference?.row)
        let difference = Double(ours?.similarity ?? 0) - (reference?.similarity ?? 0)
        #expect(abs(difference) < 1e-6)
      }
    }
  }

  /// More concepts than a block of the product has, with findings at both ends.
  @Test func nothingIsTooLargeToBeCompared() throws {
    let classes = 1_100
    let expansion = try expansion(classes: classes, concepts: 4)
    let count = classes * 4 + 1
    // On a circle, four concepts together, a class and the next apart by less than 0.01 of an angle.
    var rows = (0..<count).map { row -> [Float] in
      let angle = Double(row / 4) * 0.0057 + Double(row % 4) * 0.0001
      return [Float(cosine(angle)), Float(cosine(angle - .pi / 2))]
    }
    // The outlier lies in the last class; its last concept where the first class is.
    rows[count - 1] = rows[count - 3]
    let findings = findEmbeddingProblems(
      expansion, embeddings: rows.flatMap { $0 }, dimension: 2)
    // Of two that are equally near to a third, the first counts.
    #expect(findings.count { $0.rule.code == "PB706" } > classes * 2)
    let outlier = try #require(findings.last)
    #expect(outlier.rule.code == "PB704")
    #expect(outlier.message.contains("`c\(classes - 1)`"))
  }
}

/// The cosine without Foundation's overloads: exact enough for a test's circle.
private func cosine(_ angle: Double) -> Double {
  var (sum, term) = (1.0, 1.0)
  for index in stride(from: 1.0, to: 60, by: 2) {
    term *= -angle * angle / (index * (index + 1))
    sum += term
  }
  return sum
}
