import ArgumentParser
import PromptBank
import PromptImages
import PromptScoring

/// What is drawn of a map.
struct PictureOptions: ParsableArguments {
  @Flag(
    help: """
      Whether the heat map stands beside the image or lies over it. Without it: beside the --image of \
      recorded outputs, over an image that a model runs on.
      """)
  var placement: Placement?

  enum Placement: EnumerableFlag {
    case sideBySide, overlay
  }

  @Flag(
    help: """
      Also paint each pixel by its likeliest class, with a legend: a PNG beside the map whose name ends \
      in .columns.png.
      """)
  var columns = false

  // u is negative: a leading `-` is no option here.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      What the ends of the colours stand for, as -1:0, so that pictures can be compared. Without it: \
      the least and the largest u of each map.
      """, valueName: "low:high"))
  var range: ColourRange?

  @Option(
    parsing: .unconditional,
    help: """
      Mark every pixel with u at or above this: `mask` [H, W] in a safetensors map, 255 or 0, and a \
      PNG beside the map whose name ends in .mask.png.
      """)
  var threshold: Float?

  func validate() throws {
    if let threshold, !threshold.isFinite { throw ValidationError("--threshold must be finite") }
  }

  /// The names of the files that a map gets beside it, each with the map's path before the ending.
  func neighbours(of base: String) -> [String] {
    (threshold == nil ? [] : [base + ".mask.png"]) + (columns ? [base + ".columns.png"] : [])
  }

  /// Writes a map and the pictures of it.
  ///
  /// - Parameters:
  ///   - base: the map's path without its ending.
  ///   - heatMap: where the heat map goes, if it is wanted.
  ///   - scene: what the model looked at.
  ///   - usual: where the image stands if the command line does not say.
  func write(
    _ map: AnomalyMap, of bank: Bank, to path: String, base: String, heatMap: String?,
    scene: Picture?, usual: ImagePlacement
  ) throws {
    let place = placement.map { $0 == .sideBySide ? ImagePlacement.beside : .under } ?? usual
    let mask = threshold.map {
      drawMask(anomaly: map.anomaly, width: map.width, height: map.height, threshold: $0)
    }
    try writeAnomalyMap(map, mask: mask?.bytes, metadata: ["space": bank.space.id], to: path)
    if let mask { try writePicture(mask, to: base + ".mask.png") }
    if let heatMap {
      let picture = drawHeatMap(
        anomaly: map.anomaly, width: map.width, height: map.height, image: scene,
        placement: place, range: range?.bounds)
      try writePicture(picture, to: heatMap)
    }
    if columns {
      let names = (0..<bank.idColumnCount).map(bank.columnName)
      let picture = drawColumns(
        map.column, width: map.width, height: map.height, names: names, image: scene,
        placement: place)
      try writePicture(picture, to: base + ".columns.png")
    }
  }
}

/// Two numbers written `-1:0`, the lower one first.
struct ColourRange: ExpressibleByArgument {
  var bounds: ClosedRange<Float>

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = Float(parts[0]), let high = Float(parts[1]), low.isFinite,
      high.isFinite, low < high
    else { return nil }
    bounds = low...high
  }

  var defaultValueDescription: String { "\(bounds.lowerBound):\(bounds.upperBound)" }
}
