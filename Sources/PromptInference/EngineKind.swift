/// An inference engine that can be used, in the order of preference.
package enum EngineKind: String, CaseIterable, Sendable {
  case onnxRuntime = "onnxruntime"
  case openVINO = "openvino"

  /// The engine's name in prose.
  package var name: String {
    switch self {
    case .onnxRuntime: "ONNX Runtime"
    case .openVINO: "OpenVINO"
    }
  }

  /// The start of the library's file name, up to and with the dot before its ending.
  var libraryPrefix: String {
    switch self {
    case .onnxRuntime: "libonnxruntime."
    case .openVINO: "libopenvino_c."
    }
  }

  /// Where a Python wheel keeps the library, below `site-packages`.
  var wheelFolder: String {
    switch self {
    case .onnxRuntime: "onnxruntime/capi"
    case .openVINO: "openvino/libs"
    }
  }

  /// The package and release that installs the engine, as pip is told.
  package var requirement: String {
    switch self {
    case .onnxRuntime: "onnxruntime==1.32.0"
    case .openVINO: "openvino==2026.4.1"
    }
  }
}
