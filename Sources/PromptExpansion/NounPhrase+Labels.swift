extension NounPhrase {
  /// Whether a phrase is a data set's label rather than English: `wall-concrete`, `on rails`,
  /// `lane marking - general`, `canis familiaris`.
  static func isLabel(_ key: String) -> Bool {
    let utf8 = key.utf8
    if utf8.first == UInt8(ascii: "o") || utf8.first == UInt8(ascii: "n"),
      ["on ", "on-", "non-drivable"].contains(where: { utf8.starts(with: $0.utf8) })
    {
      return true
    }
    var before: UInt8 = 0
    var parts = 1
    for byte in utf8 {
      // `lane marking - general`, `construction--barrier`, `door/window`.
      if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") && before == byte { return true }
      if byte == 0x20, before == UInt8(ascii: "-") { return true }
      if isGap(byte) { parts += 1 }
      before = byte
    }
    if parts == 1 { return false }
    if parts > 2, utf8.split(whereSeparator: isGap).contains(where: { Substring($0) == "fallback" })
    {
      return true
    }
    guard let end = utf8.firstIndex(where: isGap), let start = utf8.lastIndex(where: isGap) else {
      return false
    }
    let first = key[..<end], last = key[start...].dropFirst()
    if first.isEmpty || last.isEmpty { return false }
    if endings.contains(last) || first == "fallback" { return true }
    guard parts == 2 else { return false }
    let isHyphenated = utf8[end] == UInt8(ascii: "-")
    // `wall-concrete`, `floor-wood`: the surface first and its material after a hyphen.
    return isHyphenated
      ? surfaces.contains(first) && materials.contains(last) : genera.contains(first)
  }

  private static func isGap(_ byte: UInt8) -> Bool { byte == 0x20 || byte == UInt8(ascii: "-") }

  /// What COCO and its relatives put behind a name.
  private static let endings: Set<Substring> = ["other", "stuff", "merged", "misc", "fallback"]
  private static let surfaces: Set<Substring> = [
    "wall", "floor", "ceiling", "roof", "ground", "window", "door", "table", "counter", "curtain",
    "fence", "road", "pavement",
  ]
  private static let materials: Set<Substring> = [
    "concrete", "brick", "stone", "wood", "tile", "marble", "panel", "metal", "plastic", "glass",
    "carpet", "cardboard", "fabric", "steel", "gravel", "asphalt", "embedded", "raised",
  ]
  /// Genera of the animals that data sets name in Latin; the second word is the species.
  private static let genera: Set<Substring> = [
    "canis", "felis", "equus", "bos", "ovis", "sus", "capra", "homo", "gallus", "anas", "cervus",
    "ursus", "vulpes", "lepus", "panthera", "bubalus", "meleagris", "oryctolagus", "rattus", "mus",
    "musa", "zea", "rosa", "pinus", "quercus", "betula", "fagus", "ananas", "cucurbita", "malus",
  ]
}
