internal import PromptImages
internal import TensorFiles

/// The labels of one image.
struct LabelMap {
  var height: Int
  var width: Int
  /// [height, width]: 0 normal, 1 anomalous, 255 ignored.
  var values: [UInt8]
}

extension LabelMap {
  /// - Throws: ``EvaluationError`` if the file is no 8-bit grey PNG picture or holds other values.
  init(path: String, layout: LabelLayout) throws(EvaluationError) {
    let picture: Picture
    do {
      picture = try readGreyPNG(readBytes(path))
    } catch let error as TensorFileError {
      throw EvaluationError("\(error)")
    } catch {
      throw EvaluationError("\(path): \(error)")
    }
    (height, width, values) = (picture.height, picture.width, picture.bytes)
    let meanings = (0...255).map { layout.meaning(of: $0) }
    if meanings.indices.contains(where: { meanings[$0].map(Int.init) ?? $0 != $0 }) {
      for index in values.indices { values[index] = meanings[Int(values[index])] ?? values[index] }
    }
    guard let bad = values.firstIndex(where: { $0 > 1 && $0 < 255 }) else { return }
    let two = layout == .roadAnomaly ? ", 1 or 2" : ", 1"
    throw EvaluationError(
      "\(path): row \(bad / width), column \(bad % width) is \(values[bad]); "
        + "labels are 0 (normal)\(two) (anomalous) and 255 (ignored)")
  }
}
