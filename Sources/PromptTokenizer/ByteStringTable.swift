/// Strings of bytes numbered in the order they were added.
struct ByteStringTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int32] = []
  /// Numbers by hash, -1 where there is none; the count is a power of two, twice the strings at least.
  private var slots: [Int32]

  init(capacity: Int) {
    var count = 64
    while count < 2 * capacity { count *= 2 }
    slots = [Int32](repeating: -1, count: count)
    ends.reserveCapacity(capacity)
  }

  var count: Int { ends.count }

  subscript(number: Int) -> ArraySlice<UInt8> {
    bytes[(number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])]
  }

  /// The running hash of a string, to be fed byte by byte (FNV-1a).
  struct Hash {
    fileprivate var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  /// Adds a string, even one that is there already: the number found for it is then the new one.
  mutating func append(_ string: some Sequence<UInt8>) {
    let start = bytes.count
    var hash = Hash()
    for byte in string {
      bytes.append(byte)
      hash.add(byte)
    }
    let number = ends.count
    ends.append(Int32(truncatingIfNeeded: bytes.count))
    if ends.count * 2 > slots.count { grow(rehashing: number) }
    slots[slot(of: bytes[start...], hash)] = Int32(truncatingIfNeeded: number)
  }

  /// Adds the string that two make together, unless it is there; returns whether it was added.
  mutating func appendNew(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    let start = bytes.count
    bytes += left
    bytes += right
    var hash = Hash()
    for index in start..<bytes.count { hash.add(bytes[index]) }
    if ends.count * 2 >= slots.count { grow(rehashing: ends.count) }
    let slot = slot(of: bytes[start...], hash)
    if slots[slot] >= 0 {
      bytes.removeSubrange(start...)
      return false
    }
    slots[slot] = Int32(truncatingIfNeeded: ends.count)
    ends.append(Int32(truncatingIfNeeded: bytes.count))
    return true
  }

  /// The number of a string.
  func number(of string: ArraySlice<UInt8>) -> Int? {
    var hash = Hash()
    for byte in string { hash.add(byte) }
    return number(of: string, hash)
  }

  /// The number of a string whose hash is known.
  func number(of string: ArraySlice<UInt8>, _ hash: Hash) -> Int? {
    let number = slots[slot(of: string, hash)]
    return number < 0 ? nil : Int(number)
  }

  /// The slot that holds the string, or the empty one it belongs into.
  private func slot(of string: ArraySlice<UInt8>, _ hash: Hash) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (hash.state ^ hash.state >> 29) & UInt64(mask))
    while slots[slot] >= 0, !self[Int(slots[slot])].elementsEqual(string) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow(rehashing count: Int) {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in 0..<count {
      var hash = Hash()
      for byte in self[number] { hash.add(byte) }
      slots[slot(of: self[number], hash)] = Int32(truncatingIfNeeded: number)
    }
  }
}
