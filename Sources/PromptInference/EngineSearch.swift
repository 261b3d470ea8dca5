/// What a search for engines found, and where it looked.
package struct EngineSearch: Sendable {
  /// The engines, at most one of each kind, the preferred one first.
  package var found: [Engine] = []
  /// Every place that was tried without success, in order.
  package var tried: [Place] = []
  /// The engine that the search was for first.
  package var preferred = EngineKind.onnxRuntime
  /// Whether this program can open libraries: one static file cannot.
  package var canOpenLibraries = true
  /// The one command that installs the preferred engine where the next search finds it.
  package var installCommand: String

  /// A place that was tried without success.
  package struct Place: Hashable, Sendable {
    package var kind: EngineKind?
    /// A library's path, perhaps with `*`, or a name for the system's loader.
    package var path: String
    /// Why it is not the engine.
    package var reason: String
  }

  /// What to do where no engine was found.
  package var remedy: String {
    canOpenLibraries
      ? "install \(preferred.name) with: \(installCommand)"
      : "this promptbank is one static file, which can open no engine: to score with a model, build it "
        + "from source (`make install`)"
  }

  /// The preferred engine.
  ///
  /// - Throws: ``InferenceError`` that lists every place tried and the command that installs one.
  package func engine() throws(InferenceError) -> Engine {
    if let engine = found.first { return engine }
    guard canOpenLibraries else { throw InferenceError(path: nil, reason: remedy) }
    let places = tried.map { "  \($0.path): \($0.reason)\n" }.joined()
    throw InferenceError(
      path: nil,
      reason: """
        no inference engine was found; these places were tried:
        \(places)\(remedy)
        or name an engine's library in PROMPTBANK_ENGINE
        """)
  }
}
