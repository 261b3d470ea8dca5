package import TensorFiles

/// The tensors of a checkpoint that `torch.save` wrote (`.bin`, `.pt`, `.pth`): checked whole when
/// opened, its values left in the mapped file. Nothing in the file is ever run.
///
/// Read are dictionaries of names to tensors, at the top or under `state_dict`, as PyTorch has written
/// them since 1.6: a zip archive of stored entries, one of them the pickle that describes the tensors.
/// Refused by name are the format before that, TorchScript archives, and pickles that name anything
/// but tensors.
package final class TorchCheckpoint: Sendable {
  /// The file as it was named by the caller.
  package var path: String { file.path }
  /// What tells the file's contents from others without reading them.
  package var stamp: FileStamp { file.stamp }
  /// The names, sorted by their bytes.
  package let names: [String]
  private let file: MappedFile
  private let tensors: [String: CheckpointTensor]

  /// Maps a file and checks what it says of its tensors: no value is read.
  ///
  /// - Throws: ``TensorFileError`` with the byte or the tensor that is wrong.
  package init(path: String) throws(TensorFileError) {
    file = try MappedFile(path: path)
    tensors = try readCheckpoint(file)
    names = tensors.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A tensor by its name.
  package func tensor(named name: String) -> TensorInfo? { tensors[name]?.info }

  /// Whether the values lie in the file one after the other, in the order of the shape.
  package func isContiguous(_ tensor: TensorInfo) -> Bool {
    tensors[tensor.name]?.isContiguous ?? false
  }

  /// A tensor's values in the order of its shape, as floats: F32 as stored, F16 and BF16 widened
  /// exactly, F64 rounded to nearest.
  ///
  /// - Throws: ``TensorFileError`` for other element types.
  package func floats(of tensor: TensorInfo) throws(TensorFileError) -> [Float] {
    let values = try file.floats(of: tensor)
    guard let entry = tensors[tensor.name], !entry.isContiguous else { return values }
    return entry.gathered(from: values)
  }

  /// Lends the values of a float32 tensor, in place where they lie so.
  package func withFloats<Result>(of tensor: TensorInfo, _ body: (Span<Float>) -> Result) -> Result
  {
    if isContiguous(tensor) { return file.withNumbers(tensor.byteRange, as: Float.self, body) }
    let stored = file.numbers(tensor.byteRange, as: Float.self)
    let values = tensors[tensor.name]?.gathered(from: stored) ?? stored
    return body(values.span)
  }
}
