internal import TensorFiles

/// The first bytes of a file of a model directory, and how many it has.
func readStart(
  of path: String, limit: Int
) throws(InferenceError) -> (bytes: [UInt8], count: Int) {
  do throws(TensorFileError) {
    let file = try MappedFile(path: path)
    return (file.numbers(0..<min(file.count, limit), as: UInt8.self), file.count)
  } catch {
    throw InferenceError(
      path: path,
      reason: error.reason + "; a model directory holds `model.json` and `model.onnx`")
  }
}
