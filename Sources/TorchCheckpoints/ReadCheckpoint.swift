internal import TensorFiles

/// Reads what a checkpoint says of its tensors: the archive, the pickle, the dictionary, the windows
/// onto storages.
func readCheckpoint(_ file: MappedFile) throws(TensorFileError) -> [String: CheckpointTensor] {
  func wrong(_ reason: String) -> TensorFileError {
    TensorFileError(path: file.path, reason: reason)
  }
  try refuseOtherFormats(file)
  let archive = try ZipDirectory(file)
  let root = try rootFolder(archive, file)
  guard let pickle = try archive.contents(of: root + "data.pkl") else {
    throw wrong("is a zip archive without `data.pkl`: torch.save did not write it")
  }
  if let order = try archive.contents(of: root + "byteorder") {
    guard file.numbers(order, as: UInt8.self) == Array("little".utf8) else {
      throw wrong("holds numbers of another byte order than little-endian")
    }
  }
  guard pickle.count <= Unpickler.longest else {
    throw wrong("its `data.pkl` takes \(pickle.count) bytes, too many for a dictionary of tensors")
  }
  var unpickler = Unpickler(ByteReader(file, pickle))
  let value = try unpickler.value()
  let described = try stateDictionary(value, unpickler, path: file.path)
  var tensors: [String: CheckpointTensor] = [:]
  var bytes = 0
  for (name, index) in described {
    let tensor = unpickler.tensors[index]
    guard let storage = try archive.contents(of: root + "data/" + tensor.storage.key) else {
      throw TensorFileError(
        path: file.path, place: .tensor(name),
        reason: "its storage \(shown(tensor.storage.key)) is not in the archive")
    }
    let entry = try CheckpointTensor(name, tensor, storage: storage, path: file.path)
    guard tensors.updateValue(entry, forKey: name) == nil else {
      throw TensorFileError(path: file.path, place: .tensor(name), reason: "is there twice")
    }
    bytes += entry.info.byteRange.count
    // Tied weights share a storage; a file that stands for many times its size is a trap.
    guard bytes <= 4 * file.count else {
      throw wrong("its tensors take \(bytes) bytes and more, out of a file of \(file.count)")
    }
  }
  return tensors
}

/// What PyTorch wrote before 1.6: the pickle of a number comes first, without an archive.
private let legacyStart: [UInt8] = [
  0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
]

private func refuseOtherFormats(_ file: MappedFile) throws(TensorFileError) {
  let start = file.numbers(0..<min(file.count, legacyStart.count), as: UInt8.self)
  func wrong(_ reason: String) -> TensorFileError {
    TensorFileError(path: file.path, place: .byte(0), reason: reason)
  }
  if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return }
  if start == legacyStart {
    throw wrong(
      """
      is in PyTorch's format of before 1.6, which is not read: load it with torch.load and save it \
      again with torch.save, or as safetensors
      """)
  }
  throw wrong("is no zip archive, as torch.save writes since PyTorch 1.6")
}

/// The folder that every entry of an archive lies in, with the slash at its end.
private func rootFolder(_ archive: ZipDirectory, _ file: MappedFile) throws(TensorFileError)
  -> String
{
  var roots = Set<Substring>()
  for name in archive.names { roots.insert(name.prefix { $0 != "/" }) }
  guard roots.count == 1, let root = roots.first else {
    throw TensorFileError(
      path: file.path, reason: "is a zip archive that torch.save did not write: no folder holds all"
    )
  }
  let folder = root + "/"
  let script = archive.names.filter {
    $0 == folder + "constants.pkl" || $0.hasPrefix(folder + "code/")
  }
  guard script.isEmpty else {
    throw TensorFileError(
      path: file.path,
      reason: """
        is a TorchScript archive: it holds code (\(shown(script.sorted()[0]))), which is not run; save \
        its weights with torch.save(torch.jit.load(FILE).state_dict(), "model.pt")
        """)
  }
  return String(folder)
}

/// The names of the tensors and which each is: of the dictionary under `state_dict` where there is
/// one, as training leaves it, else of the whole.
private func stateDictionary(
  _ value: PickleValue, _ pickle: Unpickler, path: String
) throws(TensorFileError) -> [(name: String, tensor: Int)] {
  guard case .dictionary(let index) = value else {
    throw TensorFileError(path: path, reason: "holds \(value.kind), not a dictionary of tensors")
  }
  var members = pickle.dictionaries[index]
  for (key, value) in members where key == .text("state_dict") {
    guard case .dictionary(let inner) = value else { continue }
    members = pickle.dictionaries[inner]
    break
  }
  var tensors: [(name: String, tensor: Int)] = []
  for case (.text(let name), .tensor(let tensor)) in members { tensors.append((name, tensor)) }
  guard !tensors.isEmpty else {
    let keys = members.prefix(6).compactMap { member in
      if case .text(let key) = member.key { shown(key) } else { nil }
    }
    throw TensorFileError(
      path: path,
      reason: "holds no tensors at the top or under `state_dict`"
        + (keys.isEmpty ? "" : "; its keys are \(keys.joined(separator: ", "))"))
  }
  return tensors
}
