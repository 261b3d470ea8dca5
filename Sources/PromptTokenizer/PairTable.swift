/// Which symbol two symbols merge into. A symbol made by an earlier merge has the smaller number, so the
/// number is the merge's rank too.
struct PairTable: Sendable {
  /// `left << 32 | right`, all ones where there is none; the count is a power of two.
  private var keys: [UInt64]
  private var merged: [Int32]

  init(capacity: Int) {
    var count = 64
    while count < 2 * capacity { count *= 2 }
    keys = [UInt64](repeating: .max, count: count)
    merged = [Int32](repeating: 0, count: count)
  }

  /// Adds a pair; there must be room, and the pair must be new.
  mutating func add(_ left: Int32, _ right: Int32, merged symbol: Int32) {
    let slot = slot(Self.key(left, right))
    keys[slot] = Self.key(left, right)
    merged[slot] = symbol
  }

  /// The symbol a pair merges into, `Int32.max` where it does not.
  func symbol(_ left: Int32, _ right: Int32) -> Int32 {
    let slot = slot(Self.key(left, right))
    return keys[slot] == .max ? .max : merged[slot]
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  private func slot(_ key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while keys[slot] != .max, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }
}
