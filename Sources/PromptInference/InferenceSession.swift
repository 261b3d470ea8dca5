internal import Synchronization
package import TensorFiles

/// A model opened in an engine, and the outputs to fetch from it.
///
/// May be shared between threads; runs of one session take turns.
package final class InferenceSession: Sendable {
  package let engine: Engine
  /// The model's file.
  package let path: String
  package let inputs: [Port]
  /// What the model gives; OpenVINO may report a name by another of its aliases.
  package let outputs: [Port]
  /// The outputs asked for, in that order, under the names they were asked by.
  package let requested: [Port]
  private let handle: Mutex<SessionHandle>
  private let slots: [Int32]

  /// Opens a model.
  ///
  /// - Parameters:
  ///   - outputs: the names of the outputs each run gives, at most eight.
  ///   - threads: threads for one run, 0 for the engine's choice.
  /// - Throws: ``InferenceError`` where the engine cannot open the file or it lacks an output.
  package init(
    path: String, outputs names: [String], engine: Engine, threads: Int = 0
  ) throws(InferenceError) {
    let handle = try SessionHandle(engine: engine.handle, path: path, threads: threads)
    inputs = try handle.inputs()
    outputs = try handle.outputs()
    var slots: [Int32] = []
    var requested: [Port] = []
    for name in names {
      guard let (slot, port) = handle.request(name) else {
        throw InferenceError(
          path: path, place: "output \(quoted(name))",
          reason: "the model has none of this name; it gives \(quotedList(outputs.map(\.name)))")
      }
      slots.append(slot)
      requested.append(port)
    }
    self.slots = slots
    self.requested = requested
    self.path = path
    self.engine = engine
    self.handle = Mutex(handle)
  }

  /// Runs the model on its only input.
  ///
  /// - Parameter input: float32, usually [1, 3, height, width].
  /// - Returns: the outputs asked for, in their order.
  /// - Throws: ``InferenceError`` where the engine refuses the input or an output is not float32.
  package func run(_ input: FloatTensor) throws(InferenceError) -> [FloatTensor] {
    let result = handle.withLock { handle in
      Result { () throws(InferenceError) in
        try handle.run(input.values, shape: input.shape)
        var results: [FloatTensor] = []
        for slot in slots { results.append(try handle.result(slot)) }
        return results
      }
    }
    return try result.get()
  }
}
