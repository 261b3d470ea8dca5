/// An inference engine that was found and opened. May be shared between threads.
package final class Engine: Sendable {
  let handle: EngineHandle

  /// Opens an engine's library.
  ///
  /// - Parameter library: its path, or a name for the system's loader.
  /// - Throws: ``InferenceError`` where the loader refuses it or it is no known engine.
  package init(library: String) throws(InferenceError) {
    handle = try EngineHandle(path: library)
  }

  package var kind: EngineKind { handle.kind }
  /// The engine's release, as `1.32.0`.
  package var version: String { handle.version }
  /// The library's file.
  package var path: String { handle.path }
}
