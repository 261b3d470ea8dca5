import Foundation
import PromptInference
import TensorFiles
import TestSupport
import Testing

@Suite struct ReadModelManifestTests {
  @Test func theExampleInTheDocumentIsRead() throws {
    let page = try String(
      contentsOf: packageRoot.appendingPathComponent("grammar/model.md"), encoding: .utf8)
    let example = try #require(page.components(separatedBy: "```json\n").last)
      .components(separatedBy: "```")[0]
    let manifest = try readModelManifest(Array(example.utf8), path: "model.json")
    #expect(manifest.accepts(manifest.space))
    #expect(manifest.accepts(try #require(manifest.otherSpaces.first)))
    #expect(!manifest.accepts("sha256:"))
    #expect(manifest.input.name == "image")
    #expect(manifest.input.size == .fixed(height: 512, width: 1024, fit: .stretch))
    #expect(manifest.input.colour == .rgb)
    #expect(manifest.input.mean == [122.7709, 116.746, 104.0937])
    #expect(
      manifest.outputs
        == .masks(
          embeddings: "mask_embeddings", masks: "mask_logits",
          secondEmbeddings: "mask_embeddings_clip", form: .logits))
    #expect(manifest.maskForm == "sigmoid")
    #expect(abs(try #require(manifest.temperature) - 0.01) < 1e-6)
    #expect(manifest.secondTemperature == 0.01)
    // Every key of the tables is in the document, and the other way round.
    for key in ["accepts", "mask_form", "pixel_layout", "logit_scale", "multiple", "interpolation"]
    {
      #expect(page.contains("`\(key)`"))
    }
  }

  @Test func temperaturesAreClippedAsCLIPDoes() throws {
    func temperature(_ more: String) throws -> Double? {
      try readModelManifest(Array(manifest(more: more).utf8), path: "").temperature
    }
    #expect(try temperature("") == nil)
    #expect(try temperature(#""temperature": 0.07,"#) == 0.07)
    #expect(abs(try #require(try temperature(#""logit_scale": 2.6593,"#)) - 0.07) < 1e-5)
    #expect(try temperature(#""logit_scale": 7,"#) == 0.01)
    #expect(try temperature(#""temperature": 1, "heads": {"in": {"temperature": 2}},"#) == 2)
  }

  @Test func theSecondHeadTakesTheCommonTemperature() throws {
    let outputs =
      #"{"mask_embeddings": "a", "mask_logits": "b", "mask_embeddings_out": "c"}"#
    let text = manifest(outputs: outputs, more: #""temperature": 0.5,"#)
    #expect(try readModelManifest(Array(text.utf8), path: "").secondTemperature == 0.5)
    let own = manifest(
      outputs: outputs, more: #""temperature": 0.5, "heads": {"out": {"logit_scale": 0}},"#)
    let read = try readModelManifest(Array(own.utf8), path: "")
    #expect(read.temperature == 0.5)
    #expect(read.secondTemperature == 1)
  }

  /// A wrong manifest: what stands for what, the place, and a part of the reason.
  static let wrong: [(from: String, to: String, place: String?, reason: String)] = [
    ("{\"version", "\"version", "byte 9", "text after the value"),
    ("\"version\": 1,", "\"version\": 2,", "`version`", "1 is expected"),
    ("\"version\": 1,", "", "`version`", "missing"),
    ("\"version\": 1,", "\"version\": 1, \"temprature\": 1,", "`temprature`", "`temperature`"),
    ("\"space\": \"sha256:", "\"space\": \"md5:", "`space`", "64 hexadecimal digits"),
    ("aaaa\"", "aaaA\"", "`space`", "64 hexadecimal digits"),
    ("\"version\": 1,", "\"version\": 1, \"accepts\": \"x\",", "`accepts`", "a list"),
    ("\"version\": 1,", "\"version\": 1, \"accepts\": [\"x\"],", "`accepts`", "hexadecimal"),
    ("\"version\": 1,", "\"version\": 1, \"masks\": \"sigmoid\",", "`masks`", "`probabilities`"),
    ("\"version\": 1,", "\"version\": 1, \"mask_form\": 1,", "`mask_form`", "`normalised`"),
    ("\"version\": 1,", "\"version\": 1, \"temperature\": 0,", "`temperature`", "1e-6"),
    (
      "\"version\": 1,", "\"version\": 1, \"temperature\": 1, \"logit_scale\": 1,",
      "`logit_scale`", "keep one"
    ),
    ("\"version\": 1,", "\"version\": 1, \"logit_scale\": 100,", "`logit_scale`", "4.6052"),
    ("\"version\": 1,", "\"version\": 1, \"heads\": {\"third\": {}},", "`heads.third`", "`out`"),
    ("\"version\": 1,", "\"version\": 1, \"heads\": {\"in\": {}},", "`heads.in`", "logit_scale"),
    (
      "\"version\": 1,", "\"version\": 1, \"heads\": {\"out\": {\"temperature\": 1}},",
      "`heads.out`", "mask_embeddings_out"
    ),
    ("\"version\": 1,", "\"version\": 1, \"pixel_layout\": \"chw\",", "`pixel_layout`", "no"),
    ("\"mask_logits\": \"mask_logits\"", "\"masks\": \"x\"", "`outputs.masks`", "no key"),
    (
      ", \"mask_logits\": \"mask_logits\"", "", "`outputs.mask_logits`", "the key is missing"
    ),
    ("\"mask_logits\"}", "\"\"}", "`outputs.mask_logits`", "a text"),
    ("\"mask_logits\"}", "\"mask_embeddings\"}", "`outputs.mask_logits`", "the same output"),
    (
      "\"mask_logits\"}", "\"mask_logits\", \"pixel_embeddings\": \"p\"}",
      "`outputs.mask_embeddings`", "not both"
    ),
    (
      "{\"mask_embeddings\": \"mask_embeddings\", \"mask_logits\": \"mask_logits\"}",
      "{\"pixel_embeddings\": \"p\"}", "`pixel_layout`", "`hwc`"
    ),
    ("\"input\": {", "\"input\": [], \"x\": {", "`x`", "no key"),
    ("\"colour\": \"rgb\"", "\"colour\": \"RGB\"", "`input.colour`", "`bgr`"),
    ("\"colour\": \"rgb\"", "\"color\": \"rgb\"", "`input.color`", "`colour`"),
    ("\"colour\": \"rgb\", ", "", "`input.colour`", "missing"),
    ("\"range\": 255", "\"range\": 256", "`input.range`", "1 or 255"),
    ("\"range\": 255", "\"range\": 1", "`input.mean`", "beyond"),
    ("[128, 128, 128]", "[0.5, 0.5, 0.5]", "`input.mean`", "`range` of 1"),
    ("[128, 128, 128]", "[128, 128]", "`input.mean`", "three numbers"),
    ("[128, 128, 128]", "[128, 128, \"128\"]", "`input.mean`", "three numbers"),
    ("[1, 1, 1]", "[1, 0, 1]", "`input.std`", "no standard deviation"),
    ("[1, 1, 1]", "[1, 1, 1, 1]", "`input.std`", "three numbers"),
    ("\"multiple\": 1", "\"multiple\": 0", "`input.multiple`", "1 to 1024"),
    ("\"multiple\": 1", "\"fit\": \"stretch\"", "`input.height`", "`multiple`"),
    ("\"multiple\": 1", "\"multiple\": 1, \"fit\": \"exact\"", "`input.fit`", "`height`"),
    ("\"multiple\": 1", "\"height\": 8", "`input.width`", "missing"),
    ("\"multiple\": 1", "\"width\": 8", "`input.height`", "missing"),
    ("\"multiple\": 1", "\"height\": 8.5, \"width\": 8", "`input.height`", "an integer"),
    ("\"multiple\": 1", "\"height\": 8, \"width\": 99999", "`input.width`", "16384"),
    (
      "\"multiple\": 1", "\"height\": 16384, \"width\": 16384", "`input.height`", "more than"
    ),
    (
      "\"multiple\": 1", "\"height\": 8, \"width\": 8, \"multiple\": 8", "`input.multiple`",
      "the size is given"
    ),
    (
      "\"multiple\": 1", "\"height\": 8, \"width\": 8, \"fit\": \"crop\"", "`input.fit`",
      "`letterbox`"
    ),
  ]

  @Test(arguments: wrong.indices)
  func aWrongManifestIsRefusedWithItsKey(_ index: Int) throws {
    let (from, to, place, reason) = Self.wrong[index]
    let text = manifest()
    let changed = text.replacingOccurrences(of: from, with: to)
    #expect(changed != text)
    do throws(InferenceError) {
      let read = try readModelManifest(Array(changed.utf8), path: "model.json")
      Issue.record("taken: \(read)")
    } catch {
      #expect(error.path == "model.json")
      #expect(error.place == place)
      #expect(error.reason.contains(reason), "\(error)")
    }
  }

  @Test func aMissingOrLargeFileIsRefused() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("model.json")
      #expect(throws: InferenceError.self) { try readModelManifest(path: path.path) }
      try Data(repeating: 0x20, count: 1 << 20 + 1).write(to: path)
      do throws(InferenceError) {
        _ = try readModelManifest(path: path.path)
        Issue.record("taken")
      } catch {
        #expect(error.reason.contains("1 MiB"))
      }
    }
  }

  @Test func damagedManifestsAreReadOrRefusedFuzz() throws {
    var chance = SeededGenerator(seed: 5)
    let text = Array(manifest(more: #""temperature": 0.01, "masks": "logits","#).utf8)
    for _ in 0..<fuzzIterations(3_000) {
      var damaged = text
      for _ in 0..<Int.random(in: 1...3, using: &chance) {
        let place = Int.random(in: damaged.indices, using: &chance)
        switch Int.random(in: 0..<3, using: &chance) {
        case 0: damaged[place] = .random(in: 0...255, using: &chance)
        case 1: damaged.remove(at: place)
        default: damaged.insert(contentsOf: "9e9".utf8, at: place)
        }
      }
      // Whatever is taken can be used.
      guard let read = try? readModelManifest(damaged, path: "") else { continue }
      #expect(read.input.deviation.allSatisfy { $0 > 0 })
      let tensor = try? prepareInput(
        pixels: formulaPicture(height: 3, width: 4), width: 4, height: 3, as: read.input)
      #expect(tensor?.tensor.values.allSatisfy { $0.isFinite } ?? true)
    }
  }
}
