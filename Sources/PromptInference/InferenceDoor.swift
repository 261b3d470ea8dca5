internal import CPromptInference
internal import TensorFiles

/// An open engine library; the wrapper of the C door. Its functions may be called from any thread.
@safe final class EngineHandle: @unchecked Sendable {
  fileprivate let pointer: OpaquePointer
  let kind: EngineKind
  let version: String
  /// The file the loader took.
  let path: String

  /// - Parameter path: a library's path, or a name for the system's loader.
  /// - Throws: the loader's or the engine's reason, with `path` as the path.
  init(path: String) throws(InferenceError) {
    unsafe pointer = try unsafe answered(path: path) { unsafe inference_engine_open(path, $0) }
    kind =
      unsafe Int(inference_engine_kind(pointer)) == inference_kind_onnxruntime
      ? .onnxRuntime : .openVINO
    version = unsafe String(cString: inference_engine_version(pointer))
    self.path = unsafe String(cString: inference_engine_path(pointer))
  }

  deinit { unsafe inference_engine_close(pointer) }

  /// Whether this program can open libraries: one static file cannot.
  static var canOpenLibraries: Bool { inference_can_open_libraries() }
}

/// An open model; the wrapper of the C door. For one thread at a time.
@safe final class SessionHandle {
  private let engine: EngineHandle
  private let pointer: OpaquePointer
  private let path: String

  /// - Parameter threads: threads for one run, 0 for the engine's choice.
  init(engine: EngineHandle, path: String, threads: Int) throws(InferenceError) {
    self.engine = engine
    self.path = path
    let count = Int32(clamping: max(0, threads))
    unsafe pointer = try unsafe answered(path: path) {
      unsafe inference_session_open(engine.pointer, path, count, $0)
    }
  }

  deinit { unsafe inference_session_close(pointer) }

  func inputs() throws(InferenceError) -> [Port] {
    try unsafe ports(count: inference_session_input_count(pointer)) {
      unsafe inference_session_input(pointer, $0, $1, $2, $3)
    }
  }

  func outputs() throws(InferenceError) -> [Port] {
    try unsafe ports(count: inference_session_output_count(pointer)) {
      unsafe inference_session_output(pointer, $0, $1, $2, $3)
    }
  }

  /// Asks for an output with every later run.
  ///
  /// - Returns: the slot of its results and the port under the asked name; nil where there is none.
  func request(_ name: String) -> (slot: Int32, port: Port)? {
    var shape = inference_shape()
    var message = emptyMessage
    let slot = unsafe inference_session_request(pointer, name, &shape, &message)
    return slot < 0 ? nil : (slot, port(named: name, shape))
  }

  /// Runs the model on its only input.
  func run(_ input: [Float], shape: [Int]) throws(InferenceError) {
    let dims = shape.map(Int64.init(clamping:))
    // The door multiplies the dimensions itself and reads as many floats as they say.
    precondition(shape.reduce(1, *) == input.count, "an input of another size than its shape")
    var message = emptyMessage
    if !(unsafe inference_session_run(pointer, input, dims, Int32(dims.count), &message)) {
      throw InferenceError(path: path, reason: text(of: message))
    }
  }

  /// A copy of the result in a slot of ``request(_:)``, after a run.
  func result(_ slot: Int32) throws(InferenceError) -> FloatTensor {
    var shape = inference_shape()
    var message = emptyMessage
    let values = unsafe inference_session_result(pointer, slot, &shape, &message)
    guard let values = unsafe values else {
      throw InferenceError(path: path, reason: text(of: message))
    }
    guard let extents = port(named: "", shape).shape?.map({ $0 ?? 0 }) else {
      throw InferenceError(path: path, reason: "a result of more dimensions than are used")
    }
    let count = extents.reduce(1, *)
    return FloatTensor(
      shape: extents,
      values: unsafe [Float](UnsafeBufferPointer(start: values, count: count)))
  }

  private func ports(
    count: Int,
    describe: (
      Int, UnsafeMutablePointer<CChar>, UnsafeMutablePointer<inference_shape>,
      UnsafeMutablePointer<CChar>
    ) -> Bool
  ) throws(InferenceError) -> [Port] {
    var ports: [Port] = []
    for index in 0..<count {
      var name = [CChar](repeating: 0, count: inference_name_capacity)
      var shape = inference_shape()
      var message = emptyMessage
      if !(unsafe describe(index, &name, &shape, &message)) {
        throw InferenceError(path: path, reason: text(of: message))
      }
      ports.append(port(named: text(of: name), shape))
    }
    return ports
  }
}

private let emptyMessage = [CChar](repeating: 0, count: inference_message_capacity)

/// What a call of the door gives; throws its message where it gives nothing.
private func answered(
  path: String, _ call: (UnsafeMutablePointer<CChar>) -> OpaquePointer?
) throws(InferenceError) -> OpaquePointer {
  var message = emptyMessage
  guard let pointer = unsafe call(&message) else {
    throw InferenceError(path: path, reason: text(of: message))
  }
  return unsafe pointer
}

/// The text in a buffer up to its first zero, its lines joined, what is not UTF-8 replaced.
private func text(of buffer: [CChar]) -> String {
  let bytes = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
  return String(decoding: bytes, as: UTF8.self)
    .split(whereSeparator: \.isNewline).joined(separator: "; ")
}

private func port(named name: String, _ shape: inference_shape) -> Port {
  let elementType: PortType =
    switch Int(shape.type) {
    case inference_type_float32: .float32
    case inference_type_float16: .float16
    case inference_type_bfloat16: .bfloat16
    case inference_type_float64: .float64
    case inference_type_int8: .int8
    case inference_type_int16: .int16
    case inference_type_int32: .int32
    case inference_type_int64: .int64
    case inference_type_uint8: .uint8
    case inference_type_bool: .bool
    case inference_type_string: .string
    case inference_type_not_a_tensor: .notATensor
    default: .other
    }
  if shape.rank < 0 { return Port(name: name, elementType: elementType, shape: nil) }
  var shape = shape
  let extents = (0..<shape.rank).map { index -> Int? in
    let extent = unsafe inference_shape_dim(&shape, index)
    return extent < 0 ? nil : Int(extent)
  }
  return Port(name: name, elementType: elementType, shape: extents)
}
