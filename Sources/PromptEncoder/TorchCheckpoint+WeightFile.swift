internal import TensorFiles
internal import TorchCheckpoints

extension TorchCheckpoint: WeightFile {
  var stamps: [FileStamp] { [stamp] }

  func holdsInPlace(_ tensor: TensorInfo) -> Bool {
    isContiguous(tensor) && tensor.isAlignedFloat32
  }
}
