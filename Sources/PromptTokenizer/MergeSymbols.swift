extension PairTable {
  /// Merges the pair of the lowest rank, the leftmost first, until no pair merges.
  func mergeSymbols(_ symbols: inout [Int32]) {
    if symbols.count <= 40 { mergeShort(&symbols) } else { mergeLong(&symbols) }
  }

  /// Looks through all pairs for each merge: the fastest way for a usual word.
  private func mergeShort(_ symbols: inout [Int32]) {
    guard symbols.count > 1 else { return }
    var merged: [Int32] = []
    merged.reserveCapacity(symbols.count)
    for index in 0..<symbols.count - 1 { merged.append(symbol(symbols[index], symbols[index + 1])) }
    while true {
      var best = Int32.max
      var place = 0
      for (index, symbol) in merged.enumerated() where symbol < best {
        (best, place) = (symbol, index)
      }
      if best == .max { return }
      symbols[place] = best
      symbols.remove(at: place + 1)
      merged.remove(at: place)
      if place > 0 { merged[place - 1] = symbol(symbols[place - 1], best) }
      if place < merged.count { merged[place] = symbol(best, symbols[place + 1]) }
    }
  }

  /// Keeps the pairs in a heap, so that a word of any length takes n log n.
  private func mergeLong(_ symbols: inout [Int32]) {
    var heap = PairHeap()
    var next = Array(1...symbols.count)
    var previous = Array(-1..<symbols.count - 1)
    for index in 0..<symbols.count - 1 {
      heap.insert(symbol(symbols[index], symbols[index + 1]), at: index)
    }
    while let (merged, left) = heap.removeFirst() {
      let right = next[left]
      // A pair whose symbols have been merged otherwise since is out of date.
      guard symbols[left] >= 0, right < symbols.count,
        symbol(symbols[left], symbols[right]) == merged
      else { continue }
      symbols[left] = merged
      symbols[right] = -1
      next[left] = next[right]
      if next[left] < symbols.count {
        previous[next[left]] = left
        heap.insert(symbol(merged, symbols[next[left]]), at: left)
      }
      if previous[left] >= 0 {
        heap.insert(symbol(symbols[previous[left]], merged), at: previous[left])
      }
    }
    symbols.removeAll { $0 < 0 }
  }
}

/// Pairs by what they merge into, then by place; a binary heap.
private struct PairHeap {
  private var items: [UInt64] = []

  mutating func insert(_ symbol: Int32, at place: Int) {
    if symbol == .max { return }
    var child = items.count
    items.append(UInt64(UInt32(bitPattern: symbol)) << 32 | UInt64(truncatingIfNeeded: place))
    while child > 0, items[child] < items[(child - 1) / 2] {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() -> (symbol: Int32, place: Int)? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    if !items.isEmpty {
      items[0] = last
      var parent = 0
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2]
        where child < items.count && items[child] < items[least] { least = child }
        if least == parent { break }
        items.swapAt(parent, least)
        parent = least
      }
    }
    return (Int32(truncatingIfNeeded: first >> 32), Int(first & 0xFFFF_FFFF))
  }
}
