/// Canonical decomposition, ordering and composition (Unicode Standard Annex #15), for texts whose long
/// runs of combining characters take Foundation quadratic time.
struct CanonicalOrder {
  private var decompositions: [UInt32: [UInt32]] = [:]
  private var composites: [UInt64: UInt32?] = [:]

  /// Whether a run of combining characters is longer than in any written language.
  static func isNeeded(_ codes: [UInt32]) -> Bool {
    var run = 0
    for code in codes {
      run = combiningClass(code) == 0 ? 0 : run + 1
      if run > 32 { return true }
    }
    return false
  }

  /// Decomposes, and sorts each run of combining characters by their class.
  mutating func decomposed(_ codes: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(codes.count)
    var run: [(combiningClass: UInt8, index: Int, code: UInt32)] = []
    func sortRun() {
      guard !run.isEmpty else { return }
      run.sort { ($0.combiningClass, $0.index) < ($1.combiningClass, $1.index) }
      for item in run { result.append(item.code) }
      run.removeAll(keepingCapacity: true)
    }
    for code in codes {
      for part in decomposition(code) {
        let combiningClass = Self.combiningClass(part)
        if combiningClass == 0 {
          sortRun()
          result.append(part)
        } else {
          run.append((combiningClass, run.count, part))
        }
      }
    }
    sortRun()
    return result
  }

  /// Decomposes, sorts and composes.
  mutating func composed(_ codes: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(codes.count)
    var starter: Int?
    // The class of what stands after the starter; nil where nothing does.
    var last: UInt8?
    for code in decomposed(codes) {
      let combiningClass = Self.combiningClass(code)
      if let starter, last.map({ $0 < combiningClass }) ?? true,
        let composite = composite(result[starter], code)
      {
        result[starter] = composite
        continue
      }
      if combiningClass == 0 {
        starter = result.count
        last = nil
      } else {
        last = combiningClass
      }
      result.append(code)
    }
    return result
  }

  private mutating func decomposition(_ code: UInt32) -> [UInt32] {
    if code < 0xC0 || code >= 0x100000 { return [code] }
    if let known = decompositions[code] { return known }
    let parts = PromptTokenizer.decomposed([code])
    decompositions[code] = parts
    return parts
  }

  private mutating func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if second < 0x300 || max(first, second) >= 0x100000 { return nil }
    let key = UInt64(first) << 32 | UInt64(second)
    if let known = composites[key] { return known }
    let pair = composedByFoundation([first, second])
    var composite = pair.count == 1 ? pair.first : nil
    // A composite is one by what it decomposes to: Foundation composes by the last sixteen bits.
    if let found = composite, decomposition(found) != decomposition(first) + [second] {
      composite = nil
    }
    composites[key] = .some(composite)
    return composite
  }

  private static func combiningClass(_ code: UInt32) -> UInt8 {
    if code < 0x300 { return 0 }
    return Unicode.Scalar(code)?.properties.canonicalCombiningClass.rawValue ?? 0
  }
}
