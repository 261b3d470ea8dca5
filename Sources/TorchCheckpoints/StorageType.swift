internal import TensorFiles

/// The classes of PyTorch that name the element type of a storage.
enum StorageType: String, Hashable, CaseIterable {
  case float = "FloatStorage"
  case half = "HalfStorage"
  case bfloat16 = "BFloat16Storage"
  case double = "DoubleStorage"
  case int = "IntStorage"
  case long = "LongStorage"

  var elementType: ElementType {
    switch self {
    case .float: .float32
    case .half: .float16
    case .bfloat16: .bfloat16
    case .double: .float64
    case .int: .int32
    case .long: .int64
    }
  }
}

extension PickleValue.Global {
  /// Everything a checkpoint may name. None of it is ever run: each stands for what its result would
  /// hold.
  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", let name):
      guard let type = StorageType(rawValue: name) else { return nil }
      self = .storage(type)
    default: return nil
    }
  }
}
