/// The maps that belong to labels.
package struct FilePairs: Hashable, Sendable {
  /// How the labels' folder is laid out.
  package var layout: LabelLayout
  /// By stem.
  package var pairs: [FilePair]
  /// Label pictures without a map.
  package var labelsAlone: [String]
  /// Maps without a label picture.
  package var mapsAlone: [String]
}

/// One image's map and labels.
package struct FilePair: Hashable, Sendable {
  /// The image's name without an ending.
  package var stem: String
  /// A `.npy` or `.safetensors` file.
  package var map: String
  /// A PNG picture.
  package var labels: String
}

/// Pairs the maps of a folder with the label pictures of another, by stem.
///
/// - Throws: ``EvaluationError`` if a folder cannot be read, two files have one stem, or nothing pairs.
package func pairFiles(
  scores folder: String, labels labelFolder: String
) throws(EvaluationError) -> FilePairs {
  let (layout, labels) = try findLabels(labelFolder)
  var maps: [String: String] = [:]
  for name in try namesInside(folder) {
    guard let stem = name.removing(suffix: ".npy") ?? name.removing(suffix: ".safetensors") else {
      continue
    }
    if let other = maps.updateValue(folder + "/" + name, forKey: stem) {
      throw EvaluationError("\(other) and \(folder)/\(name) are maps of the same image")
    }
  }
  var result = FilePairs(layout: layout, pairs: [], labelsAlone: [], mapsAlone: [])
  for label in labels {
    let stems = label.mapStems.filter { maps[$0] != nil }
    guard let first = stems.first, let map = maps.removeValue(forKey: first) else {
      result.labelsAlone.append(label.path)
      continue
    }
    if stems.count > 1, let other = maps[stems[1]] {
      throw EvaluationError("\(map) and \(other) are maps of the same image")
    }
    result.pairs.append(FilePair(stem: label.stem, map: map, labels: label.path))
  }
  result.mapsAlone = maps.values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  guard result.pairs.isEmpty else { return result }
  guard let map = result.mapsAlone.first else {
    throw EvaluationError("\(folder): holds no .npy or .safetensors file")
  }
  throw EvaluationError(
    """
    no map has the name of a label picture
      a map:           \(map)
      a label picture: \(result.labelsAlone.first ?? "")
      maps are named after their image: \(labels.first?.stem ?? "").npy
    """)
}
