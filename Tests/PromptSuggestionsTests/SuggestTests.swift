import PromptExpansion
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@testable import PromptSuggestions

@Suite struct SuggestTests {
  static let yard = """
    edition 1
    set yard "1"
    class 0 road = road(s), street(s)
    class 1 truck = truck(s), lorry(s)
    class 2 bus = bus, coach
    class 3 fence = fence(s)
    ood deer = deer
    """
  static let harbour = """
    edition 1
    set harbour "1"
    class 0 street = street(s)
    superclass vehicle {
      class 1 lorry = lorry(s), tipper truck(s)
      class 2 bus = bus(s)
      class 3 straddle carrier = straddle carrier(s)
    }
    ood trailer near lorry, bus = trailer(s), semi-trailer(s)
    ood deer = deer
    ood seagull = seagull(s)
    """

  private func expansions(_ texts: String...) -> [Expansion] {
    expandLibrary(
      texts.enumerated().map { SourceFile(path: "\($0).prompts", text: $1) })
  }

  @Test func whatARelatedSetHasAndThisOneLacksIsProposedNearItsCounterparts() throws {
    let sets = expansions(Self.yard, Self.harbour)
    let found = try suggest(for: sets[0], from: .init(sets: sets), outliers: 10, concepts: 5)
    #expect(found.relatedSets == ["harbour"])
    // The seagull is near nothing, and without an encoder nothing says what it resembles.
    #expect(found.ood.map(\.name) == ["trailer", "straddle carrier"])
    #expect(found.ood.map(\.near) == [["truck", "bus"], ["truck", "bus"]])
    #expect(found.ood[0].concepts.map(\.text.value) == ["trailer", "semi-trailer"])
    #expect(found.ood[0].reasons.map(\.text) == ["an ood entry of harbour"])
    #expect(found.concepts.map(\.name) == ["tipper truck"])
    #expect(found.concepts.map(\.near) == [["truck"]])
  }

  /// A list of labels says what occurs, not what it is taken for: the witness does, and proposes nothing.
  @Test func aLabelListIsExplainedByOtherSets() throws {
    let labels = """
      edition 1
      set labels "1"
      class 0 street = street
      class 1 lorry = lorry
      class 2 trailer = trailer
      class 3 sky = sky
      """
    let sets = expansions(Self.yard, labels, Self.harbour)
    let alone = try suggest(for: sets[0], from: .init(sets: [sets[1]]), outliers: 10, concepts: 0)
    #expect(alone.ood.isEmpty)
    let found = try suggest(
      for: sets[0], from: .init(sets: [sets[1]], witnesses: [sets[2]]), outliers: 10, concepts: 0)
    #expect(found.ood.map(\.name) == ["trailer"])
    #expect(found.ood[0].near == ["truck", "bus"])
    #expect(
      found.ood[0].reasons.map(\.text) == ["an ood entry of harbour; a class of labels"])
    #expect(found.relatedSets == ["labels"])
  }

  @Test func whatSeveralSetsInheritCountsOnce() throws {
    let heir = """
      edition 1
      set pier "1"
      extends "1.prompts"
      class 9 crane = crane(s)
      """
    let found = try suggest(
      for: expansions(Self.yard)[0],
      from: .init(sets: expansions(Self.yard, Self.harbour, heir)), outliers: 1, concepts: 0)
    #expect(found.ood[0].reasons.map(\.text) == ["an ood entry of harbour"])
  }

  /// An heir that removes one entry went through them all: what it keeps it stands for.
  @Test func whatAnHeirKeepsByChoiceCountsAsWritten() throws {
    let heir = """
      edition 1
      set pier "1"
      extends "1.prompts"
      remove ood trailer
      """
    let harbour =
      Self.harbour + "\nood buoy near lorry = buoy(s)\n"
    let found = try suggest(
      for: expansions(Self.yard)[0],
      from: .init(sets: expansions(Self.yard, harbour, heir)), outliers: 5, concepts: 0)
    let reasons = Dictionary(uniqueKeysWithValues: found.ood.map { ($0.name, $0.reasons[0].text) })
    #expect(reasons["trailer"] == "an ood entry of harbour")
    #expect(reasons["buoy"]?.contains("harbour") == true)
    #expect(reasons["buoy"]?.contains("pier") == true)
  }

  /// `line` in a set that says `wire` already, and `rail track` beside the class `railway track`.
  @Test func whatRepeatsAnEntryIsLeftOut() throws {
    let own = """
      edition 1
      set tracks "1"
      class 0 track = railway
      class 1 pole = pole
      ood wire near pole = wire
      """
    let other = """
      edition 1
      set other "1"
      class 0 track = railway
      class 1 pole = pole
      ood line near pole = line, cord
      ood rails near track = rails
      ood kite near pole = kite
      ood dragon near pole = dragon
      """
    // Each meaning is an axis.
    let axes = [
      ["railway", "track", "rails"], ["pole"], ["wire", "line", "cord"], ["kite", "dragon"],
    ]
    func meaning(_ phrases: [String]) -> [Float] {
      phrases.flatMap { phrase in
        axes.map { words in words.contains(phrase) ? Float(1) : 0 }
      }
    }
    let sets = expansions(own, other)
    let found = try suggest(
      for: sets[0], from: .init(sets: sets, encode: meaning), outliers: 10, concepts: 0)
    #expect(found.ood.map(\.name) == ["kite"])
    let without = try suggest(for: sets[0], from: .init(sets: sets), outliers: 10, concepts: 0)
    #expect(without.ood.map(\.name).sorted() == ["dragon", "kite", "line", "rails"])
  }

  /// Of a long entry, the words that name the author's own classes.
  @Test func conceptsThatNameAClassAreProposedFirst() throws {
    let other = """
      edition 1
      set other "1"
      class 0 truck = truck
      class 1 fence = fence
      ood dent near truck = dented pot, dented bin, dented can, dented cup, dented truck, dented pan
      """
    let found = try suggest(
      for: expansions(Self.yard)[0], from: .init(sets: expansions(other)), outliers: 1, concepts: 0)
    #expect(
      found.ood[0].concepts.map(\.text.value)
        == ["dented pot", "dented bin", "dented can", "dented truck"])
  }

  @Test func aSetIsNotComparedWithItselfNorWithWhatSharesLessThanTwoClasses() throws {
    let other = """
      edition 1
      set kitchen "1"
      class 0 table = table(s)
      class 1 fence = fence(s)
      ood knife near table = knife
      """
    let sets = expansions(Self.yard, other)
    let found = try suggest(for: sets[0], from: .init(sets: sets), outliers: 10, concepts: 5)
    #expect(found.relatedSets.isEmpty)
    #expect(found.ood.isEmpty)
  }

  @Test func wordNetOffersNeighboursAndNoKindsOfAClass() throws {
    let set = expansions(Self.yard)[0]
    let wordNet = try WordNet(folder: smallWordNet)
    let found = try suggest(
      for: set, from: .init(sets: [], wordNet: wordNet), outliers: 50, concepts: 10)
    let names = found.ood.map(\.name)
    #expect(names.contains("car"))
    // A class is no outlier, and what a truck is a kind of is none either.
    #expect(!names.contains("bus"))
    #expect(!names.contains("motor vehicle"))
    #expect(!names.contains { $0.contains("deer") })
    #expect(found.concepts.map(\.name) == ["route", "thoroughfare", "fencing"])
    #expect(found.ood.allSatisfy { !$0.near.isEmpty && !$0.reasons.isEmpty })
  }

  /// A stand-in encoder: a phrase's letters, so that words that share letters are close.
  @Test func anEncoderSaysWhatIsCloseAndHowClose() throws {
    let sets = expansions(Self.yard, Self.harbour)
    func letters(_ phrases: [String]) -> [Float] {
      phrases.flatMap { phrase in
        var row = [Float](repeating: 0, count: 26)
        for byte in phrase.utf8 where (0x61...0x7A).contains(byte) { row[Int(byte) - 0x61] += 1 }
        let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return row.map { $0 / max(norm, 1) }
      }
    }
    let found = try suggest(
      for: sets[0], from: .init(sets: sets, encode: letters), outliers: 10, concepts: 5)
    let trailer = try #require(found.ood.first { $0.name == "trailer" })
    let nearest = try #require(trailer.nearest)
    let expected = zip(letters(["trailer"]), letters([nearest.concept])).reduce(0) {
      $0 + $1.0 * $1.1
    }
    #expect(abs(nearest.cosine - expected) < 1e-6)
    // Now the seagull is near something.
    #expect(found.ood.contains { $0.name == "seagull" && $0.near.count == 1 })
  }

  @Test func namedByTwoSourcesComesBeforeNamedByOne() {
    func candidate(_ name: String, _ source: SuggestionSource) -> Candidate {
      Candidate(name, near: [0], source, "said")
    }
    let ranked = rank([
      ([candidate("a", .sets), candidate("b", .sets)], 1),
      ([candidate("c", .wordnet), candidate("b", .wordnet), candidate("b", .wordnet)], 1),
    ])
    #expect(ranked.map(\.candidate.phrase) == ["b", "a", "c"])
    #expect(ranked[0].reasons.map(\.source) == [.sets, .wordnet])
  }

  @Test func conceptsAreWrittenAsAnAuthorWould() {
    func written(_ phrase: String) -> String {
      let concept = conceptDeclaration(phrase)
      let number = concept.number.map { "!" + $0.value.rawValue } ?? ""
      if case .regular(_) = concept.plural { return phrase + "(s)" + number }
      return phrase + number
    }
    #expect(written("trailer") == "trailer(s)")
    #expect(written("gravel") == "gravel!mass")
    #expect(written("scissors") == "scissors!pl")
  }
}
