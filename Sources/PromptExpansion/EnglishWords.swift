/// English words of at least three letters, in lower case and as bytes.
struct EnglishWords: Sendable {
  static let shared = EnglishWords(wordTable)

  /// The blocks of the table, one behind the other.
  private var bytes: [UInt8] = []
  /// Where each block starts, and the end.
  private var starts: [Int] = [0]

  init(_ blocks: [String]) {
    bytes.reserveCapacity(blocks.count * 256)
    for block in blocks {
      bytes += block.utf8
      starts.append(bytes.count)
    }
  }

  /// Whether a word is English, itself or as `boxes`, `cities`, `fenced`, `parking` or `brightly` are.
  func knows(_ word: [UInt8]) -> Bool {
    if contains(word[...]) { return true }
    for (ending, rest) in Self.endings where word.count >= ending.count + 3 && word.ends(ending) {
      if contains((word.dropLast(ending.count) + rest)[...]) { return true }
    }
    return false
  }

  /// As in derive_words.py: what ends a derived word, and what stands there in the shorter one.
  private static let endings: [(ending: [UInt8], rest: [UInt8])] = [
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ("ly", ""),
  ].map { (Array($0.utf8), Array($1.utf8)) }

  /// The words that one slip turns into the given one: a letter too many, too few or wrong, or two that
  /// changed places. The first letter is taken to be right. In ascending order.
  func near(_ word: [UInt8]) -> [[UInt8]] {
    var found = Set<[UInt8]>()
    collectNear(word, ending: [], &found)
    for ending in Self.keptEndings where word.count >= ending.count + 4 && word.ends(ending) {
      collectNear(word.dropLast(ending.count), ending: ending, &found)
    }
    found.remove(word)
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static let keptEndings = ["s", "ed", "ing"].map { Array($0.utf8) }

  private func collectNear(_ word: [UInt8], ending: [UInt8], _ found: inout Set<[UInt8]>) {
    guard word.count > 2 else { return }
    // Most slips leave two letters at the start.
    forEach(from: word.prefix(2)) { other in
      guard other.starts(with: word.prefix(2)) else { return false }
      if isOneSlip(from: other, to: word[...]) { found.insert(other + ending) }
      return true
    }
    func take(_ candidate: [UInt8]) {
      if contains(candidate[...]) { found.insert(candidate + ending) }
    }
    take([word[0]] + word.dropFirst(2))
    take([word[0], word[2], word[1]] + word.dropFirst(3))
    for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
      take([word[0], letter] + word.dropFirst(2))
      take([word[0], letter] + word.dropFirst(1))
    }
  }

  func contains(_ word: ArraySlice<UInt8>) -> Bool {
    var isFound = false
    forEach(from: word) { other in
      isFound = other.elementsEqual(word)
      return false
    }
    return isFound
  }

  /// Goes through the words from the first that is not below `start`, until `body` has enough.
  private func forEach(from start: ArraySlice<UInt8>, _ body: ([UInt8]) -> Bool) {
    // The last block whose first word is not above.
    var (low, high) = (0, starts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if isFirst(ofBlock: middle, above: start) { high = middle } else { low = middle }
    }
    var (position, end) = (starts[low], bytes.count)
    var word: [UInt8] = []
    var hasStarted = false
    while position < end {
      word.removeLast(word.count - Int(bytes[position] - UInt8(ascii: "A")))
      position += 1
      while position < end, bytes[position] >= UInt8(ascii: "a") {
        word.append(bytes[position])
        position += 1
      }
      if !hasStarted { hasStarted = !word.lexicographicallyPrecedes(start) }
      if hasStarted, !body(word) { end = position }
    }
  }

  private func isFirst(ofBlock block: Int, above word: ArraySlice<UInt8>) -> Bool {
    var position = starts[block] + 1
    for letter in word {
      guard position < bytes.count, bytes[position] >= UInt8(ascii: "a") else { return false }
      if bytes[position] != letter { return bytes[position] > letter }
      position += 1
    }
    return position < bytes.count && bytes[position] >= UInt8(ascii: "a")
  }
}

/// Whether one word becomes the other by one letter more, less or changed, or two that change places.
private func isOneSlip(from word: [UInt8], to other: ArraySlice<UInt8>) -> Bool {
  guard abs(word.count - other.count) <= 1 else { return false }
  let same = zip(word, other).prefix { $0 == $1 }.count
  let (left, right) = (word.dropFirst(same), other.dropFirst(same))
  if left.count > right.count { return left.dropFirst().elementsEqual(right) }
  if left.count < right.count { return right.dropFirst().elementsEqual(left) }
  guard left.count > 0 else { return false }
  if left.dropFirst().elementsEqual(right.dropFirst()) { return true }
  return left.count > 1 && left[left.startIndex] == right[right.startIndex + 1]
    && left[left.startIndex + 1] == right[right.startIndex]
    && left.dropFirst(2).elementsEqual(right.dropFirst(2))
}

extension [UInt8] {
  fileprivate func ends(_ ending: [UInt8]) -> Bool { suffix(ending.count).elementsEqual(ending) }
}
