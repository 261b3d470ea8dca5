/// One meaning in WordNet: the words for it, and the meanings above and below.
struct Synset {
  let offset: Int
  /// The number of the lexicographer's file: 6 for artifacts, 5 for animals, 18 for persons.
  let lexicographer: Int
  /// In the order of the file, with spaces.
  let words: [String]
  /// Offsets of what it is a kind of.
  let hypernyms: [Int]
  /// Offsets of its kinds.
  let hyponyms: [Int]
  /// Whether it is a thing with a name of its own, as a river is.
  let isInstance: Bool
  let gloss: String

  /// Reads a line of `data.noun`: `offset file type words(hex) [word id]… pointers [symbol offset pos st]… | gloss`.
  init?(offset: Int, line: String) {
    let halves = line.split(separator: "|", maxSplits: 1)
    guard let head = halves.first else { return nil }
    let fields = head.split(separator: " ")
    guard fields.count > 4, Int(fields[0]) == offset, let file = Int(fields[1]),
      let wordCount = Int(fields[3], radix: 16), wordCount > 0, fields.count > 4 + 2 * wordCount,
      let pointerCount = Int(fields[4 + 2 * wordCount]), pointerCount >= 0
    else { return nil }
    let first = 5 + 2 * wordCount
    guard fields.count >= first + 4 * pointerCount else { return nil }
    self.offset = offset
    lexicographer = file
    words = (0..<wordCount).map { String(fields[4 + 2 * $0]).replacing("_", with: " ") }
    var pointers: [Substring: [Int]] = [:]
    for start in stride(from: first, to: first + 4 * pointerCount, by: 4)
    where fields[start + 2] == "n" {
      if let target = Int(fields[start + 1]) { pointers[fields[start], default: []].append(target) }
    }
    hypernyms = pointers["@"] ?? []
    hyponyms = pointers["~"] ?? []
    isInstance = pointers["@i"] != nil
    let explained = halves.count > 1 ? String(halves[1]) : ""
    gloss = String(explained.split(separator: ";").first ?? "").trimmed
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
