/// The keys of one object that have been read, to find one that is there twice.
///
/// Only hashes are kept, seeded for the process, so that no text can be made to collide: two keys of one
/// hash are then compared by the caller.
struct KeySet {
  /// 0 stands for an empty slot; the count is a power of two, twice the keys at least.
  private var slots = [UInt64](repeating: 0, count: 8)
  private var count = 0

  /// Adds a key; returns whether its hash was there already.
  ///
  /// By bytes: Swift's strings are equal where only their normal form is.
  mutating func hasSeen(_ key: String) -> Bool {
    var hasher = Hasher()
    var word: UInt64 = 0
    var length = 0
    for byte in key.utf8 {
      word = word << 8 | UInt64(byte)
      length += 1
      if length % 8 == 0 { hasher.combine(word) }
    }
    hasher.combine(word)
    hasher.combine(length)
    let hash = max(1, UInt64(bitPattern: Int64(hasher.finalize())))
    if count * 2 >= slots.count { grow() }
    return !insert(hash)
  }

  private mutating func insert(_ hash: UInt64) -> Bool {
    let mask = UInt64(slots.count - 1)
    var slot = Int(hash & mask)
    while slots[slot] != 0 {
      if slots[slot] == hash { return false }
      slot = (slot + 1) & Int(mask)
    }
    slots[slot] = hash
    count += 1
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: 4 * old.count)
    count = 0
    for hash in old where hash != 0 { _ = insert(hash) }
  }
}
