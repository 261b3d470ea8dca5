internal import PromptJSON
internal import TensorFiles

/// Weights in several files of one kind, with an index that says which tensor is in which.
struct ShardedWeights: WeightFile {
  let path: String
  private let files: [any WeightFile]
  /// Which file holds a tensor.
  private let places: [String: Int]
  var stamps: [FileStamp] { files.flatMap(\.stamps) }

  /// Opens the files that an index of `model.safetensors.index.json`'s form names; each lies beside it.
  init(_ directory: ModelDirectory, index name: String) throws(EncoderError) {
    let index = try directory.readConfiguration(name)
    guard let map = try index.object("weight_map"), let members = map.value.members else {
      throw index.problem("weight_map", "is missing")
    }
    // Shards are of the kind that the index is named after.
    let ending = name.hasSuffix(".safetensors.index.json") ? ".safetensors" : ".bin"
    var files: [any WeightFile] = []
    var numbers: [String: Int] = [:]
    var places: [String: Int] = [:]
    for member in members {
      guard let file = member.value.string else {
        throw map.problem(member.key, "is not the name of a file")
      }
      guard file.hasSuffix(ending), !file.utf8.contains(0x2F), !file.utf8.contains(0) else {
        throw map.problem(member.key, "`\(file)` is not a \(ending) file beside the index")
      }
      let number: Int
      if let known = numbers[file] {
        number = known
      } else {
        number = files.count
        numbers[file] = number
        files.append(try directory.openWeights(named: file))
      }
      guard files[number].tensor(named: member.key) != nil else {
        throw EncoderError(
          files[number].path, .tensor(member.key), "the index says it is here, found no such tensor"
        )
      }
      places[member.key] = number
    }
    path = directory.path(of: name)
    self.files = files
    self.places = places
  }

  func tensor(named name: String) -> TensorInfo? {
    places[name].flatMap { files[$0].tensor(named: name) }
  }

  func holdsInPlace(_ tensor: TensorInfo) -> Bool {
    files[places[tensor.name] ?? 0].holdsInPlace(tensor)
  }

  func floats(of tensor: TensorInfo) throws(TensorFileError) -> [Float] {
    try files[places[tensor.name] ?? 0].floats(of: tensor)
  }

  func withFloats<Result>(of tensor: TensorInfo, _ body: (Span<Float>) -> Result) -> Result {
    files[places[tensor.name] ?? 0].withFloats(of: tensor, body)
  }

  func release(_ tensor: TensorInfo) { files[places[tensor.name] ?? 0].release(tensor) }
}
