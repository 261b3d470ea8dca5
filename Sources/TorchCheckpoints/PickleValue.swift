/// What a pickle builds, as far as a dictionary of tensors needs it. Containers stand in an arena and
/// are named by their place in it, so that a value that holds itself, or is nested a million deep,
/// costs nothing to copy or to free.
enum PickleValue: Hashable {
  case none
  case bool(Bool)
  case int(Int)
  /// A number whose value nobody needs.
  case number
  case text(String)
  case global(Global)
  /// What a name of the allow-list stands for.
  enum Global: Hashable {
    case orderedDictionary
    case rebuildTensor
    case rebuildParameter
    case storage(StorageType)
  }
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case storage(Int)
  case tensor(Int)

  /// What it is, for messages.
  var kind: String {
    switch self {
    case .none: "nothing"
    case .bool: "a truth value"
    case .int, .number: "a number"
    case .text: "a text"
    case .global: "the name of a class"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    case .storage: "a storage"
    case .tensor: "a tensor"
    }
  }
}

/// A tensor as a pickle describes it: a window with strides onto a storage.
struct PickledTensor: Hashable {
  var storage: PickledStorage
  /// In elements.
  var offset: Int
  var shape: [Int]
  /// In elements, one for each extent.
  var strides: [Int]
}

/// The bytes of one or more tensors, in an entry of the archive.
struct PickledStorage: Hashable {
  var type: StorageType
  /// The name of the entry below `data/`.
  var key: String
  /// In elements.
  var count: Int
}
