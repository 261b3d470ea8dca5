internal import TensorFiles

/// Reads the tensors of a tower, each checked for presence, element type and shape before any of its
/// values is touched.
struct WeightReader {
  let file: any WeightFile
  /// What stands before each name in this file.
  let prefix: String
  /// What will multiply with the weights.
  let path: ProductPath

  /// A tensor's entry, checked.
  func tensor(_ name: String, shape: [Int], under root: String? = nil) throws(EncoderError)
    -> TensorInfo
  {
    let name = (root ?? prefix) + name
    let expected = "expected F32, F16, BF16 or F64 of shape \(shape)"
    guard let tensor = file.tensor(named: name) else {
      throw EncoderError(file.path, .tensor(name), "\(expected), found no such tensor")
    }
    switch tensor.elementType {
    case .float32, .float16, .bfloat16, .float64: break
    default:
      throw EncoderError(
        file.path, .tensor(name), "\(expected), found \(tensor.elementType.rawValue)")
    }
    guard tensor.shape == shape else {
      throw EncoderError(file.path, .tensor(name), "\(expected), found shape \(tensor.shape)")
    }
    return tensor
  }

  /// A tensor's values, widened to float32.
  func floats(_ name: String, shape: [Int], under root: String? = nil) throws(EncoderError)
    -> [Float]
  {
    let tensor = try tensor(name, shape: shape, under: root)
    do { return try file.floats(of: tensor) } catch { throw EncoderError(error) }
  }

  /// Matrices of equal size, one below the other, left in the file.
  func matrix(_ names: [String], inputs: Int, outputs: Int) throws(EncoderError) -> WeightMatrix {
    let tensors = try names.map { name throws(EncoderError) in
      try tensor(name, shape: [outputs, inputs])
    }
    return WeightMatrix(file, tensors, columns: inputs)
  }

  /// A linear map's weight [outputs, inputs] and bias [outputs].
  func linear(_ name: String, inputs: Int, outputs: Int) throws(EncoderError) -> Linear {
    Linear(
      weight: try matrix([name + ".weight"], inputs: inputs, outputs: outputs),
      bias: try floats(name + ".bias", shape: [outputs]), path: path)
  }

  /// Three linear maps of equal size as one: their outputs side by side.
  func fusedLinear(_ names: [String], inputs: Int, outputs: Int) throws(EncoderError) -> Linear {
    let weight = try matrix(names.map { $0 + ".weight" }, inputs: inputs, outputs: outputs)
    var bias: [Float] = []
    for name in names { bias += try floats(name + ".bias", shape: [outputs]) }
    return Linear(weight: weight, bias: bias, path: path)
  }
}
