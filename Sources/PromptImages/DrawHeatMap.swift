/// Where the image of a map is drawn.
package enum ImagePlacement: Sendable {
  /// In a panel of its own.
  case beside
  /// In grey, shining through the map's colours.
  case under
}

/// A picture of u: the heat map with its colour scale, and the image where one is given.
///
/// - Parameters:
///   - anomaly: u [height, width], higher is more anomalous.
///   - image: what was looked at; scaled where it is of another size.
///   - title: stands above the heat map; printable ASCII, other characters become `?`.
///   - range: what the ends of the colours stand for; nil takes the least and the largest u.
/// - Precondition: there are as many numbers as the extents say, at least 1.
package func drawHeatMap(
  anomaly: [Float], width: Int, height: Int, image: Picture? = nil,
  placement: ImagePlacement = .beside, title: String = "anomaly",
  range: ClosedRange<Float>? = nil
) -> Picture {
  precondition(width > 0 && height > 0 && anomaly.count == width * height)
  let finite = anomaly.lazy.filter { $0.isFinite }
  let (least, largest) = (finite.min() ?? 0, finite.max() ?? 0)
  // Small maps are enlarged by whole pixels, so that text beside them has room.
  let zoom = max(1, (239 + min(width, height)) / min(width, height))
  let panel = (width: width * zoom, height: height * zoom)
  let text = max(1, (panel.height + 80) / 180)
  let scale = Scale(
    lower: Double(range?.lowerBound ?? least), upper: Double(range?.upperBound ?? largest),
    most: max(2, panel.height / (24 * text)))

  let sentence = "u: higher is more anomalous"
  let shown =
    range.map { "colours: fixed, \($0.lowerBound) to \($0.upperBound)" }
    ?? "colours: from min to max of this image"
  let figures =
    "min \(decimals(Double(least), digits: 3))  max \(decimals(Double(largest), digits: 3))"
  let frame = HeatMapFrame(
    panel: panel, titles: image != nil && placement == .beside ? ["image", title] : [title],
    text: text,
    labels: scale.marks.map { decimals($0, digits: scale.digits) },
    footer: [sentence, figures, shown])

  var picture = Picture(width: frame.width, height: frame.height, colour: .paper)
  let scene = image.map { $0.inColour.resized(width: panel.width, height: panel.height) }
  var left = frame.panelX(0)
  if let scene, placement == .beside {
    picture.draw(scene, x: left, y: frame.top)
    picture.write("image", x: left, y: frame.padding, size: text, .ink)
    left = frame.panelX(1)
  }
  picture.write(title, x: left, y: frame.padding, size: text, .ink)
  let under = placement == .under ? scene : nil
  for y in 0..<panel.height {
    for x in 0..<panel.width {
      let u = anomaly[y / zoom * width + x / zoom]
      var colour = ColourMap.colour(at: scale.share(Double(u)))
      if let under { colour = colour.over(grey: under.grey(x: x, y: y)) }
      picture.set(x: left + x, y: frame.top + y, colour)
    }
  }
  drawScale(scale, frame: frame, into: &picture)
  for (index, line) in frame.footerLines.enumerated() {
    picture.write(
      line, x: frame.padding, y: frame.footerTop + index * frame.lineHeight, size: text, .ink)
  }
  return picture
}

private func drawScale(_ scale: Scale, frame: HeatMapFrame, into picture: inout Picture) {
  let height = frame.panel.height
  picture.fill(
    x: frame.barX - frame.rule, y: frame.top - frame.rule, width: frame.barWidth + 2 * frame.rule,
    height: height + 2 * frame.rule, .ink)
  for y in 0..<height {
    let share = 1 - (Double(y) + 0.5) / Double(height)
    picture.fill(
      x: frame.barX, y: frame.top + y, width: frame.barWidth, height: 1,
      ColourMap.colour(at: share))
  }
  picture.write("u", x: frame.barX, y: frame.padding, size: frame.text, .ink)
  let end = frame.barX + frame.barWidth
  for mark in scale.marks {
    let y = frame.top + Int((1 - scale.share(mark)) * Double(height - 1))
    picture.fill(
      x: end, y: y - frame.rule / 2, width: 3 * frame.text, height: frame.rule, .ink)
    let half = Font.height * frame.text / 2
    picture.write(
      decimals(mark, digits: scale.digits), x: end + 5 * frame.text,
      y: min(max(y - half, frame.top), frame.top + height - 2 * half), size: frame.text, .ink)
  }
}

extension Colour {
  static let paper = Colour(255, 255, 255)
  static let ink = Colour(32, 33, 36)
}
