package import TensorFiles

/// The nouns of WordNet 3.0, read from the files that Debian's `wordnet-base` installs.
///
/// The formats are those of its manual pages wndb(5) and senseidx(5). A file is read when something is
/// looked up; whatever its bytes, a lookup gives a synset that the file holds, or nothing.
package struct WordNet: Sendable {
  /// `index.noun`: a line a lemma, sorted by bytes.
  private let index: [UInt8]
  /// `data.noun`: a line a synset, each at the offset by which it is named.
  private let data: [UInt8]
  /// `cntlist.rev`: how often a sense was met in tagged text.
  private let counts: [UInt8]

  /// - Throws: ``TensorFileError`` naming the file that cannot be read.
  package init(folder: String) throws(TensorFileError) {
    index = try bytes(of: folder + "/index.noun")
    data = try bytes(of: folder + "/data.noun")
    counts = try bytes(of: folder + "/cntlist.rev")
  }

  /// The synsets of a noun phrase, the most frequent sense first.
  func senses(of lemma: String) -> [Int] {
    let key = Array(lemma.lowercased().utf8.map { $0 == 0x20 ? 0x5F : $0 })
    guard let line = line(startingWith: key, in: index) else { return [] }
    // lemma, pos, number of synsets, number of pointer kinds, the kinds, two counts, the offsets
    let fields = line.split(separator: " ")
    guard fields.count > 3, let kinds = Int(fields[3]), (0..<100).contains(kinds) else { return [] }
    return fields.dropFirst(6 + kinds).compactMap { Int($0) }
  }

  /// The synset at an offset of `data.noun`.
  func synset(_ offset: Int) -> Synset? {
    guard offset > 0, offset < data.count, data[offset - 1] == newline else { return nil }
    return Synset(offset: offset, line: text(lineAt: offset, in: data))
  }

  /// Nouns met in tagged text, with the numbers of their files, in order of the first sense.
  var attested: [(lemma: String, lexicographer: Int)] {
    var found: [(String, Int)] = []
    var start = 0
    while start < counts.count {
      let line = text(lineAt: start, in: counts)
      start += line.utf8.count + 1
      // bus%1:06:00:: 1 2
      let parts = line.split(separator: "%", maxSplits: 1)
      guard parts.count == 2, parts[1].hasPrefix("1:") else { continue }
      let fields = parts[1].split(separator: ":", maxSplits: 2)
      guard fields.count > 1, let file = Int(fields[1]) else { continue }
      found.append((String(parts[0]).replacing("_", with: " "), file))
    }
    return found
  }

  /// How often a word was met in one of its senses; 0 where it was not.
  func count(of word: String, in offset: Int) -> Int {
    let senses = senses(of: word)
    guard let sense = senses.firstIndex(of: offset) else { return 0 }
    let key = Array("\(word.lowercased().replacing(" ", with: "_"))%1:".utf8)
    var start = lowerBound(key, in: counts)
    while start < counts.count {
      let line = text(lineAt: start, in: counts)
      guard line.utf8.starts(with: key) else { return 0 }
      let fields = line.split(separator: " ")
      if fields.count == 3, Int(fields[1]) == sense + 1 { return Int(fields[2]) ?? 0 }
      start += line.utf8.count + 1
    }
    return 0
  }

  /// The line of a sorted file whose first field is `key`.
  private func line(startingWith key: [UInt8], in file: [UInt8]) -> String? {
    let start = lowerBound(key + [0x20], in: file)
    guard start < file.count else { return nil }
    let line = text(lineAt: start, in: file)
    return line.utf8.starts(with: key + [0x20]) ? line : nil
  }

  /// The start of the first line that does not come before `key`.
  private func lowerBound(_ key: [UInt8], in file: [UInt8]) -> Int {
    var (low, high) = (0, file.count)
    while low < high {
      var middle = (low + high) / 2
      while middle > low, file[middle - 1] != newline { middle -= 1 }
      let end = file[middle...].firstIndex(of: newline) ?? file.count
      if file[middle..<end].prefix(key.count).lexicographicallyPrecedes(key) {
        low = min(end + 1, high)
      } else {
        high = middle
      }
    }
    return low
  }

  private func text(lineAt start: Int, in file: [UInt8]) -> String {
    let end = file[start...].firstIndex(of: newline) ?? file.count
    return String(decoding: file[start..<end], as: UTF8.self)
  }
}

private let newline = UInt8(ascii: "\n")

private func bytes(of path: String) throws(TensorFileError) -> [UInt8] {
  let file = try MappedFile(path: path)
  return file.numbers(0..<file.count, as: UInt8.self)
}
