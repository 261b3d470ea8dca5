internal import PromptExpansion
internal import PromptModel
internal import PromptSource

/// Cosines of phrases with the concepts of a set's classes.
struct EmbeddingNeighbours {
  private let phrases: [(text: String, owner: Int)]
  /// Rows of `phrases`, [phrases, dimension], L2-normalised.
  private let rows: [Float]
  private let encode: PhraseEncoder

  /// - Throws: what the encoder throws.
  init(_ expansion: Expansion, encode: @escaping PhraseEncoder) throws {
    self.encode = encode
    phrases = expansion.set.classes.indices.flatMap { owner in
      expansion.classConcepts[owner].map { ($0.text, owner) }
    }
    rows = try encode(phrases.map(\.text))
  }

  /// A phrase and the class concept that is nearest to it.
  struct Neighbour {
    var phrase: String
    var owner: Int
    var concept: String
    var cosine: Float
  }

  /// The nearest class concept of each phrase.
  func nearest(to texts: [String]) throws -> [Neighbour] {
    guard !phrases.isEmpty, !texts.isEmpty else { return [] }
    let embeddings = try encode(texts)
    let dimension = rows.count / phrases.count
    return texts.indices.map { index in
      let own = embeddings[index * dimension..<(index + 1) * dimension]
      var best = (row: 0, cosine: -Float.infinity)
      for row in phrases.indices {
        var cosine: Float = 0
        for (a, b) in zip(own, rows[row * dimension..<(row + 1) * dimension]) { cosine += a * b }
        if cosine > best.cosine { best = (row, cosine) }
      }
      let phrase = phrases[best.row]
      return Neighbour(
        phrase: texts[index], owner: phrase.owner, concept: phrase.text, cosine: best.cosine)
    }
  }
}

/// Embeds phrases as they are, without a template: [phrases, dimension], L2-normalised.
package typealias PhraseEncoder = (_ phrases: [String]) throws -> [Float]

/// Nouns that the encoder puts close to a class and that are neither a class's words nor a kind of one.
///
/// Above the band a word is a synonym to the encoder, and as an outlier would take the class's own pixels;
/// below it nothing resembles it.
func findOutliers(
  among vocabulary: [String], near neighbours: EmbeddingNeighbours, known: KnownPhrases,
  mayBeOutlier: (_ word: String, _ concept: String) -> Bool
) throws -> [Candidate] {
  let words = vocabulary.filter {
    known.owner(of: $0) == nil && !known.sharesWords($0)
  }
  return try neighbours.nearest(to: words)
    .filter {
      outlierBand.contains($0.cosine) && !sharesLetters($0.phrase, $0.concept)
        && mayBeOutlier($0.phrase, $0.concept)
    }
    .sorted { ($1.cosine, $0.phrase) < ($0.cosine, $1.phrase) }
    .map { Candidate($0.phrase, near: [$0.owner], .embedding, "close to \(quoted($0.concept))") }
}

private let outlierBand: ClosedRange<Float> = 0.45...0.72

/// Whether two words begin alike, so that an encoder of word pieces takes them for kin: `goose` and `goosefoot`.
private func sharesLetters(_ phrase: String, _ concept: String) -> Bool {
  phrase.split(separator: " ").contains { word in
    concept.split(separator: " ").contains { other in
      let common = zip(word, other).prefix { $0 == $1 }.count
      return common >= 4 || common == min(word.count, other.count)
    }
  }
}
