extension NounPhrase {
  /// Whether a phrase is a data set's label rather than English: `wall-concrete`, `on rails`,
  /// `lane marking - general`, `canis familiaris`.
  static func isLabel(_ key: String) -> Bool {
    let starts = ["on ", "on-", "non-drivable"]
    if starts.contains(where: { key.utf8.starts(with: $0.utf8) }) { return true }
    var before: UInt8 = 0
    var isOneWord = true
    for byte in key.utf8 {
      // `lane marking - general`, `construction--barrier`, `door/window`.
      if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") && before == byte { return true }
      if byte == 0x20, before == UInt8(ascii: "-") { return true }
      if byte == 0x20 || byte == UInt8(ascii: "-") { isOneWord = false }
      before = byte
    }
    if isOneWord { return false }
    let words = key.utf8.split { $0 == 0x20 || $0 == UInt8(ascii: "-") }.map(Substring.init)
    guard words.count > 1, let first = words.first, let last = words.last else { return false }
    if endings.contains(last) || words.contains("fallback") { return true }
    guard words.count == 2 else { return false }
    let isHyphenated = key.utf8.contains(UInt8(ascii: "-"))
    // `wall-concrete`, `floor-wood`: the surface first and its material after a hyphen.
    return isHyphenated
      ? surfaces.contains(first) && materials.contains(last) : genera.contains(first)
  }

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
