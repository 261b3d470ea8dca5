/// An input or output of a model: its name, element type and shape.
package struct Port: Hashable, Sendable {
  /// The name; OpenVINO may report an alias of an output's.
  package var name: String
  package var elementType: PortType
  /// The extents, nil where the model leaves one open; nil as a whole where the rank is open.
  package var shape: [Int?]?

  /// The shape in brackets, a question mark for each open extent.
  package var shapeText: String {
    guard let shape else { return "[…]" }
    return "[" + shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
  }
}

/// The element type of a port, by its usual name.
package enum PortType: String, Sendable {
  case float32, float16, bfloat16, float64, int8, int16, int32, int64, uint8, bool, string
  case notATensor = "not a tensor"
  case other = "of another type"
}
