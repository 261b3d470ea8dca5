/// Why an engine cannot be used, or a model directory cannot be read, run or believed.
package struct InferenceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or library as it was named by the caller; nil where the error is about none.
  package var path: String?
  /// The manifest's key, or the model's input or output, that is wrong; nil for the whole file.
  package var place: String?
  /// What is wrong and what to do, without a full stop; further lines are a list.
  package var reason: String

  package init(path: String?, place: String? = nil, reason: String) {
    self.path = path
    self.place = place
    self.reason = reason
  }

  /// The file, the place and the reason.
  package var description: String {
    [path, place, reason].compactMap { $0 }.joined(separator: ": ")
  }
}
