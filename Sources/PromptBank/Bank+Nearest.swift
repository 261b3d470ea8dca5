extension Bank {
  /// The ID class that an ood entry resembles most, as the encoder sees it.
  public struct NearestClass: Hashable, Sendable {
    /// The index of the class.
    public var idClass: Int
    /// The largest cosine between a concept of the entry and a concept of the class.
    public var cosine: Float
  }

  /// For each ood entry its nearest ID class.
  ///
  /// Takes time with the number of ood concepts times the number of ID concepts.
  public func nearestClasses() -> [NearestClass] {
    let idRows = (0..<conceptCount).prefix { Int(tables.conceptColumns[$0]) < idColumnCount }.count
    return withEmbeddings { embeddings in
      var nearest = [NearestClass](
        repeating: NearestClass(idClass: 0, cosine: -.infinity), count: oodCount)
      for row in idRows..<conceptCount {
        let entry = Int(tables.conceptOwners[row])
        for other in 0..<idRows {
          var cosine: Float = 0
          for i in 0..<dimension {
            cosine += embeddings[row * dimension + i] * embeddings[other * dimension + i]
          }
          if cosine > nearest[entry].cosine {
            nearest[entry] = NearestClass(
              idClass: Int(tables.conceptOwners[other]), cosine: cosine)
          }
        }
      }
      return nearest
    }
  }
}
