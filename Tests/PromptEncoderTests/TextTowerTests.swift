import Foundation
import PromptKernels
import TestSupport
import Testing

@testable import PromptEncoder

struct TextTowerTests {
  @Test(arguments: EncoderFixture.all)
  func embeddingsAgreeWithDoublePrecision(_ fixture: EncoderFixture) throws {
    let tower = try loadTower(fixture.directory)
    let (prompts, expected, temperature, _) = try fixture.expected()
    #expect(prompts.count >= 7)
    let rows = try tower.encode(prompts)
    #expect(rows.count == prompts.count * tower.dimension)
    for (index, reference) in expected.enumerated() {
      let row = rows[index * tower.dimension..<(index + 1) * tower.dimension].map(Double.init)
      #expect(row.count == reference.count)
      let error = zip(row, reference).map { abs($0 - $1) }.max() ?? .infinity
      #expect(error <= 2e-5, "prompt \(index) is off by \(error)")
      let product = zip(row, reference).map { $0 * $1 }.reduce(0, +)
      let squares = [row, reference].map { $0.map { $0 * $0 }.reduce(0, +) }
      #expect(1 - product / (squares[0] * squares[1]).squareRoot() <= 1e-6)
    }
    #expect((tower.temperature == nil) == (temperature == nil))
    if let temperature, let own = tower.temperature { #expect(abs(own - temperature) <= 1e-7) }
  }

  @Test(arguments: EncoderFixture.all)
  func theDigestIsThatOfTheFormula(_ fixture: EncoderFixture) throws {
    let tower = try loadTower(fixture.directory)
    #expect(encoderDigest(of: tower.canonicalTensors) == (try fixture.expected().encoderDigest))
  }

  @Test func theSameWeightsHaveOneDigestInEveryLayout() throws {
    func digests(_ names: [String]) throws -> Set<String> {
      try Set(
        names.map {
          encoderDigest(of: try loadTower(EncoderFixture(name: $0).directory).canonicalTensors)
        })
    }
    let clip = [
      "hf_clip_f32", "hf_clip_f16", "hf_clip_legacy_end", "hf_text_projection_gelu",
      "open_clip_quick_gelu", "open_clip_mixed_types", "open_clip_wrapped", "hf_clip_sharded",
      "hf_clip_checkpoint", "open_clip_checkpoint",
    ]
    #expect(try digests(clip).count == 1)
    #expect(try digests(["hf_siglip", "open_clip_siglip"]).count == 1)
    #expect(try digests(["bert_f32", "bert_prefixed_f16"]).count == 1)
    #expect(try digests(["hf_clip_f32", "open_clip_text_gelu_bf16", "bert_f32"]).count == 3)
  }

  @Test(arguments: EncoderFixture.all)
  func theResultDependsOnNeitherThreadsNorOrder(_ fixture: EncoderFixture) throws {
    let tower = try loadTower(fixture.directory)
    var generator = SeededGenerator(seed: 3)
    // Enough for many batches.
    let prompts = (0..<150).map { _ in
      let length = Int.random(in: 2...9, using: &generator)
      return (1..<length).map { _ in Int32.random(in: 1..<190, using: &generator) } + [199]
    }.map(tower.fitted)
    let one = try tower.encode(prompts, threads: 1)
    #expect(try tower.encode(prompts, threads: 5) == one)
    let reversed = try tower.encode(prompts.reversed(), threads: 2)
    for index in prompts.indices {
      let place = prompts.count - 1 - index
      #expect(
        reversed[place * tower.dimension..<(place + 1) * tower.dimension]
          == one[index * tower.dimension..<(index + 1) * tower.dimension])
    }
  }

  /// A cache may then keep embeddings one by one without changing a byte of any bank.
  @Test(arguments: EncoderFixture.all, ProductPath.stable)
  func aPackedEmbeddingHasTheSameBytesWhateverIsEncodedBesideIt(
    _ fixture: EncoderFixture, _ products: ProductPath
  ) throws {
    let tower = try loadTower(ModelDirectory(path: fixture.url.path, products: products))
    var generator = SeededGenerator(seed: 5)
    let prompts = (0..<40).map { _ in
      let length = Int.random(in: 2...9, using: &generator)
      return (1..<length).map { _ in Int32.random(in: 1..<12, using: &generator) } + [199]
    }.map(tower.fitted)
    let together = try tower.encode(prompts, threads: 3)
    #expect(try prompts.flatMap { try tower.encode([$0], threads: 1) } == together)
    let some = prompts.indices.filter { $0 % 3 == 1 }
    #expect(
      try tower.encode(some.map { prompts[$0] })
        == some.flatMap { together[$0 * tower.dimension..<($0 + 1) * tower.dimension] })
  }

  /// As rows of banks, which are normalised: every packed float32 form to the last bit, the library's
  /// kernels to 1e-6.
  @Test(arguments: EncoderFixture.all)
  func rowsAgreeAcrossKernels(_ fixture: EncoderFixture) throws {
    let (prompts, _, _, _) = try fixture.expected()
    func rows(_ products: ProductPath) throws -> [Float] {
      let tower = try loadTower(ModelDirectory(path: fixture.url.path, products: products))
      let embeddings = try tower.encode(prompts)
      return stride(from: 0, to: embeddings.count, by: tower.dimension).flatMap { start in
        let row = embeddings[start..<start + tower.dimension]
        let norm = row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        return row.map { Float(Double($0) / norm) }
      }
    }
    let scalar = try rows(.packed(.scalar))
    for form in PackedMatrix.Form.allCases where form.runs && form.precision == .float32 {
      #expect(try rows(.packed(form)) == scalar, "\(form)")
    }
    #expect(try zip(rows(.library), scalar).allSatisfy { abs($0 - $1) <= 1e-6 })
  }

  @Test(arguments: EncoderFixture.all)
  func bfloat16IsNear(_ fixture: EncoderFixture) throws {
    let (prompts, expected, _, _) = try fixture.expected()
    let tower = try loadTower(
      ModelDirectory(path: fixture.url.path, products: .fastest(.bfloat16)))
    let rows = try tower.encode(prompts)
    for (index, reference) in expected.enumerated() {
      let row = rows[index * tower.dimension..<(index + 1) * tower.dimension].map(Double.init)
      let product = zip(row, reference).map { $0 * $1 }.reduce(0, +)
      let squares = [row, reference].map { $0.map { $0 * $0 }.reduce(0, +) }
      #expect(1 - product / (squares[0] * squares[1]).squareRoot() <= 1e-3)
    }
  }

  @Test(arguments: EncoderFixture.all)
  func anEmbeddingDoesNotChangeBesideOthersThatBeginAlike(_ fixture: EncoderFixture) throws {
    let tower = try loadTower(ModelDirectory(path: fixture.url.path, products: .library))
    let prompts: [[Int32]] = [
      [198, 4, 5, 6, 199], [198, 4, 5, 199], [198, 4, 5, 6, 7, 199], [198, 199],
      [198, 4, 9, 6, 199],
    ].map(tower.fitted)
    let together = try tower.encode(prompts)
    let apart = try prompts.flatMap { try tower.encode([$0]) }
    // Only the place of rows in the matrix products differs.
    #expect(zip(together, apart).allSatisfy { abs($0 - $1) <= 1e-5 })
  }

  @Test func progressEndsWithEveryPrompt() throws {
    let tower = try loadTower(EncoderFixture(name: "hf_clip_f32").directory)
    let prompts = (0..<200).map { [198, Int32($0 % 90), 199] }
    var reports: [Int] = []
    var embeddings = [Float](repeating: 0, count: prompts.count * tower.dimension)
    let effort = try tower.encode(
      try tower.plan(prompts, path: "model"), into: &embeddings, path: "model", threads: 2,
      progress: { reports.append($0) })
    #expect(effort.operations > 0)
    #expect(reports == reports.sorted())
    #expect(reports.last == 200)
  }

  @Test func noPromptsGiveNoEmbeddings() throws {
    let tower = try loadTower(EncoderFixture(name: "bert_f32").directory)
    #expect(try tower.encode([]).isEmpty)
  }

  @Test(arguments: [
    ([Int32](), "has no tokens"),
    ([Int32](repeating: 199, count: 17), "has 17 tokens, the encoder takes up to 16"),
    ([198, 200, 199], "token id 200 is outside the vocabulary of 200"),
    ([198, -1, 199], "token id -1 is outside the vocabulary of 200"),
    ([198, 5], "has no end token 199"),
  ])
  func aPromptThatCannotBeEncodedIsNamed(_ ids: [Int32], _ reason: String) throws {
    let tower = try loadTower(EncoderFixture(name: "hf_clip_f32").directory)
    let error = #expect(throws: EncoderError.self) { try tower.encode([[198, 199], ids]) }
    #expect(error?.place == .prompt(1))
    #expect(error?.reason == reason)
    #expect(error?.description == "model: prompt 2: \(reason)")
  }
}
