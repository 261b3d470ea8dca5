internal import TensorFiles

/// Reads a pickle of tensors and runs nothing: a stack machine that knows the few instructions that
/// `torch.save` writes for a dictionary of tensors, and the few names of ``PickleValue/Global``.
/// Anything else is refused by name.
///
/// Every instruction adds at most one value, so memory is bounded by the length of the pickle.
struct Unpickler {
  private var reader: ByteReader
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var tuples: [[PickleValue]] = []
  private var lists = 0
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  private(set) var storages: [PickledStorage] = []
  private(set) var tensors: [PickledTensor] = []

  /// The longest pickle that is read, in bytes; one of a CLIP with its optimizer takes under 1 MB.
  static let longest = 4 << 20
  /// The most values that are remembered for later use.
  private static let mostMemos = 1 << 20
  /// The newest protocol.
  private static let newestProtocol = 5

  init(_ reader: ByteReader) { self.reader = reader }

  /// The value the pickle makes.
  ///
  /// - Throws: ``TensorFileError`` with the byte that is wrong, and the name that is not allowed.
  mutating func value() throws(TensorFileError) -> PickleValue {
    guard try reader.uint8() == PickleOpcode.proto.rawValue else {
      throw reader.problem("is not a pickle of protocol 2 or later", at: reader.offset - 1)
    }
    let version = try reader.uint8()
    guard (2...Self.newestProtocol).contains(Int(version)) else {
      throw reader.problem(
        "a pickle of protocol \(version), where 2 to \(Self.newestProtocol) are read",
        at: reader.offset - 1)
    }
    while true {
      let place = reader.offset
      let byte = try reader.uint8()
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw reader.problem(
          "the pickle instruction 0x\(String(byte, radix: 16)) has no place in a dictionary of tensors",
          at: place)
      }
      if opcode == .stop { break }
      try run(opcode, at: place)
    }
    guard stack.count == 1, marks.isEmpty, let value = stack.first else {
      throw reader.problem("the pickle ends with \(stack.count) values instead of one")
    }
    guard reader.isAtEnd else { throw reader.problem("bytes follow the end of the pickle") }
    return value
  }

  private mutating func run(_ opcode: PickleOpcode, at place: Int) throws(TensorFileError) {
    switch opcode {
    case .proto: throw reader.problem("a second pickle begins inside the first", at: place)
    case .stop: break
    case .frame: try reader.skip(8)
    case .none: stack.append(.none)
    case .newTrue: stack.append(.bool(true))
    case .newFalse: stack.append(.bool(false))
    case .binInt1: stack.append(.int(Int(try reader.uint8())))
    case .binInt2: stack.append(.int(Int(try reader.uint16())))
    case .binInt: stack.append(.int(Int(Int32(bitPattern: try reader.uint32()))))
    case .long1: stack.append(try longInteger())
    case .binFloat:
      try reader.skip(8)
      stack.append(.number)
    case .binUnicode:
      let length = Int(try reader.uint32())
      stack.append(.text(try reader.text(length, "a text")))
    case .shortBinUnicode:
      let length = Int(try reader.uint8())
      stack.append(.text(try reader.text(length, "a text")))
    case .global:
      let module = try reader.line(limit: 1024)
      stack.append(.global(try global(module, try reader.line(limit: 1024), at: place)))
    case .stackGlobal:
      guard case .text(let name) = try pop(at: place), case .text(let module) = try pop(at: place)
      else { throw reader.problem("a name is no text", at: place) }
      stack.append(.global(try global(module, name, at: place)))
    case .mark: marks.append(stack.count)
    case .emptyTuple: appendTuple([])
    case .tuple: appendTuple(try popToMark(at: place))
    case .tuple1: appendTuple(try pop(1, at: place))
    case .tuple2: appendTuple(try pop(2, at: place))
    case .tuple3: appendTuple(try pop(3, at: place))
    case .emptyList:
      stack.append(.list(lists))
      lists += 1
    // What a list holds is nothing that is read.
    case .append:
      _ = try pop(at: place)
      try expectList(at: place)
    case .appends:
      _ = try popToMark(at: place)
      try expectList(at: place)
    case .emptyDict: appendDictionary()
    case .setItem: try setItems(try pop(2, at: place), at: place)
    case .setItems: try setItems(try popToMark(at: place), at: place)
    case .binGet: try recall(Int(try reader.uint8()), at: place)
    case .longBinGet: try recall(Int(try reader.uint32()), at: place)
    case .binPut: try remember(Int(try reader.uint8()), at: place)
    case .longBinPut: try remember(Int(try reader.uint32()), at: place)
    case .memoize: try remember(memo.count, at: place)
    case .binPersistentID: try storage(try pop(at: place), at: place)
    case .reduce: try reduce(at: place)
    case .build: try build(at: place)
    }
  }
}

// MARK: The stack

extension Unpickler {
  private func empty(at place: Int) -> TensorFileError {
    reader.problem("the pickle takes a value that is not there", at: place)
  }

  /// Values below the last mark are out of reach.
  private mutating func pop(_ count: Int, at place: Int) throws(TensorFileError) -> [PickleValue] {
    guard stack.count - (marks.last ?? 0) >= count else { throw empty(at: place) }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func pop(at place: Int) throws(TensorFileError) -> PickleValue {
    guard stack.count > marks.last ?? 0 else { throw empty(at: place) }
    return stack.removeLast()
  }

  private mutating func popToMark(at place: Int) throws(TensorFileError) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw empty(at: place) }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func top(at place: Int) throws(TensorFileError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let top = stack.last else { throw empty(at: place) }
    return top
  }

  private mutating func expectList(at place: Int) throws(TensorFileError) {
    let list = try top(at: place)
    guard case .list = list else {
      throw reader.problem("a list is needed here, found \(list.kind)", at: place)
    }
  }

  private mutating func appendTuple(_ values: [PickleValue]) {
    stack.append(.tuple(tuples.count))
    tuples.append(values)
  }

  private mutating func appendDictionary() {
    stack.append(.dictionary(dictionaries.count))
    dictionaries.append([])
  }

  private mutating func setItems(_ items: [PickleValue], at place: Int) throws(TensorFileError) {
    guard case .dictionary(let index) = try top(at: place), items.count.isMultiple(of: 2) else {
      throw reader.problem("a dictionary is needed here", at: place)
    }
    for pair in stride(from: 0, to: items.count, by: 2) {
      dictionaries[index].append((items[pair], items[pair + 1]))
    }
  }

  private mutating func recall(_ index: Int, at place: Int) throws(TensorFileError) {
    guard let value = memo[index] else {
      throw reader.problem("the pickle recalls value \(index), which it never kept", at: place)
    }
    stack.append(value)
  }

  private mutating func remember(_ index: Int, at place: Int) throws(TensorFileError) {
    memo[index] = try top(at: place)
    guard memo.count <= Self.mostMemos else {
      throw reader.problem("the pickle keeps more than \(Self.mostMemos) values", at: place)
    }
  }

  /// Two's complement of up to 8 bytes; of longer ones only that they are numbers.
  private mutating func longInteger() throws(TensorFileError) -> PickleValue {
    let length = Int(try reader.uint8())
    guard length > 0 else { return .int(0) }
    guard length <= 8 else {
      try reader.skip(length)
      return .number
    }
    let unused = 64 - 8 * length
    let bits = try reader.number(length)
    return .int(Int(Int64(bitPattern: bits << UInt64(unused)) >> Int64(unused)))
  }
}

// MARK: Names and what they would make

extension Unpickler {
  private func global(_ module: String, _ name: String, at place: Int) throws(TensorFileError)
    -> PickleValue.Global
  {
    if let global = PickleValue.Global(module: module, name: name) { return global }
    let full = shown("\(module).\(name)")
    guard !module.hasPrefix("__torch__") else {
      throw reader.problem("holds TorchScript code (\(full)), not only tensors", at: place)
    }
    throw reader.problem(
      """
      names \(full), which a dictionary of tensors has no need of and which is not run; save the \
      model's state_dict() alone, or as safetensors
      """, at: place)
  }

  private mutating func reduce(at place: Int) throws(TensorFileError) {
    let arguments = try pop(at: place)
    let callee = try pop(at: place)
    guard case .global(let global) = callee, case .tuple(let index) = arguments else {
      throw reader.problem("\(callee.kind) cannot be called", at: place)
    }
    let values = tuples[index]
    switch global {
    case .orderedDictionary where values.isEmpty: appendDictionary()
    case .rebuildTensor where values.count >= 6: try rebuild(values, at: place)
    case .rebuildParameter where values.count == 3:
      guard case .tensor = values[0] else {
        throw reader.problem("a parameter is made of \(values[0].kind)", at: place)
      }
      stack.append(values[0])
    default:
      throw reader.problem("a call has \(values.count) arguments, which do not fit it", at: place)
    }
  }

  /// `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)`.
  private mutating func rebuild(_ values: [PickleValue], at place: Int) throws(TensorFileError) {
    guard case .storage(let storage) = values[0], case .int(let offset) = values[1],
      let shape = integers(values[2]), let strides = integers(values[3]),
      shape.count == strides.count
    else {
      throw reader.problem("a tensor's storage, offset, size and stride do not fit", at: place)
    }
    stack.append(.tensor(tensors.count))
    tensors.append(
      PickledTensor(
        storage: storages[storage], offset: offset, shape: shape, strides: strides))
  }

  private func integers(_ value: PickleValue) -> [Int]? {
    // PyTorch has no more than 64 dimensions.
    guard case .tuple(let index) = value, tuples[index].count <= 64 else { return nil }
    var integers: [Int] = []
    for case .int(let integer) in tuples[index] { integers.append(integer) }
    return integers.count == tuples[index].count ? integers : nil
  }

  /// `("storage", torch.FloatStorage, key, device, count)`.
  private mutating func storage(_ id: PickleValue, at place: Int) throws(TensorFileError) {
    guard case .tuple(let index) = id, tuples[index].count == 5,
      tuples[index][0] == .text("storage"), case .global(.storage(let type)) = tuples[index][1],
      case .text(let key) = tuples[index][2], case .int(let count) = tuples[index][4], count >= 0
    else { throw reader.problem("a storage's type, key and size do not fit", at: place) }
    stack.append(.storage(storages.count))
    storages.append(PickledStorage(type: type, key: key, count: count))
  }

  /// Attributes, such as the versions that PyTorch hangs on a state dictionary, are passed over.
  private mutating func build(at place: Int) throws(TensorFileError) {
    _ = try pop(at: place)
    let target = try top(at: place)
    guard case .dictionary = target else {
      throw reader.problem("attributes are set on \(target.kind)", at: place)
    }
  }
}
