internal import PromptJSON

/// What a loader makes of every key of a part of a configuration. A key outside these lists, and one
/// that is refused, stops the loading unless its value switches it off: an unnoticed key could change
/// every embedding.
struct ConfigurationKeys {
  /// Keys that are read, or whose meaning the loader checks itself.
  let read: Set<String>
  /// Keys that change no text embedding: training, generation, image side, bookkeeping.
  let idle: Set<String>
  /// Keys that change it and are not supported, with the reason.
  let refused: [String: String]
  /// Values that leave a refused key without effect, beside null, false and empty ones.
  var neutral: [String: JSONValue] = [:]

  /// - Throws: ``EncoderError`` naming the first key, in the order of the file, that stands in the way.
  func check(_ configuration: Configuration) throws(EncoderError) {
    for member in configuration.value.members ?? [] {
      let key = member.key
      if read.contains(key) || idle.contains(key) || neutral[key] == member.value { continue }
      guard configuration.isSwitchedOn(key) else { continue }
      throw configuration.problem(
        key, refused[key] ?? "is not known here, and may change the arithmetic")
    }
  }
}
