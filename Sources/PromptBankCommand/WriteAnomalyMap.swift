import PromptScoring
import TensorFiles

/// Writes an anomaly map: as safetensors `anomaly` and `column` [H, W], and `mask` where there is one;
/// as `.npy` u alone.
///
/// - Parameter mask: 255 or 0 for each pixel.
func writeAnomalyMap(
  _ map: AnomalyMap, mask: [UInt8]?, metadata: [String: String], to path: String
) throws(TensorFileError) {
  let shape = [map.height, map.width]
  if path.hasSuffix(".npy") {
    return try writeNPY(to: path, shape: shape, .floats(map.anomaly))
  }
  var tensors: [TensorToWrite] = [
    .init("anomaly", shape: shape, .floats(map.anomaly)),
    .init("column", shape: shape, .int32s(map.column)),
  ]
  if let mask { tensors.append(.init("mask", shape: shape, .bytes(mask, .uint8))) }
  try writeSafetensors(to: path, metadata: metadata, tensors: tensors)
}
