extension [Diagnostic] {
  /// The findings in source order: by file in the order given, then by place, then by code. Equal
  /// findings are kept once.
  package func inSourceOrder(files: [SourceFile]) -> [Diagnostic] {
    let rank = Dictionary(
      files.enumerated().map { (ObjectIdentifier($0.element), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    func key(_ diagnostic: Diagnostic) -> (Int, Int, Int) {
      let place = diagnostic.place
      return (
        rank[ObjectIdentifier(place.file)] ?? files.count, place.range.start, place.range.end
      )
    }
    var seen = Set<Diagnostic>()
    return filter { seen.insert($0).inserted }.sorted {
      let (left, right) = (key($0), key($1))
      return left == right ? $0.rule.code < $1.rule.code : left < right
    }
  }
}
