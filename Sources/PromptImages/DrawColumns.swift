/// A picture of the likeliest columns, with a legend of those in it, the largest first.
///
/// - Parameters:
///   - columns: [height, width], each below the number of names.
///   - names: what the legend calls them; printable ASCII, other characters become `?`.
///   - image: what was looked at; scaled where it is of another size.
/// - Precondition: there are as many columns as the extents say, at least 1.
package func drawColumns(
  _ columns: [Int32], width: Int, height: Int, names: [String], image: Picture? = nil,
  placement: ImagePlacement = .beside
) -> Picture {
  precondition(width > 0 && height > 0 && columns.count == width * height)
  let zoom = max(1, (239 + min(width, height)) / min(width, height))
  let panel = (width: width * zoom, height: height * zoom)
  let text = max(1, (panel.height + 80) / 180)
  let padding = 10 * text
  let lineHeight = (Font.height + 5) * text
  let top = padding + (Font.height + 4) * text

  let lines = legendLines(columns, names: names, most: max(1, panel.height / lineHeight))
  let swatch = Font.height * text
  let legendWidth =
    swatch + 5 * text + (lines.map { Picture.width(of: $0.text, size: text) }.max() ?? 0)
  let scene = image.map { $0.inColour.resized(width: panel.width, height: panel.height) }
  let title = "likeliest class"
  let titles = scene != nil && placement == .beside ? ["image", title] : [title]
  let slot = panelSlot(panel.width, titles: titles, text: text)
  let legendX = padding + titles.count * slot
  var picture = Picture(
    width: legendX + legendWidth + padding,
    height: max(top + panel.height, top + lines.count * lineHeight) + padding, colour: .paper)
  var left = padding
  if let scene, placement == .beside {
    picture.draw(scene, x: left, y: top)
    picture.write("image", x: left, y: padding, size: text, .ink)
    left += slot
  }
  picture.write(title, x: left, y: padding, size: text, .ink)
  let under = placement == .under ? scene : nil
  for y in 0..<panel.height {
    for x in 0..<panel.width {
      let column = Int(max(0, columns[y / zoom * width + x / zoom]))
      var colour = ColumnPalette.colour(of: column)
      if let under { colour = colour.over(grey: under.grey(x: x, y: y)) }
      picture.set(x: left + x, y: top + y, colour)
    }
  }
  for (index, line) in lines.enumerated() {
    let y = top + index * lineHeight
    if let column = line.column {
      let rule = max(1, text / 2)
      picture.fill(x: legendX, y: y, width: swatch, height: swatch, .ink)
      picture.fill(
        x: legendX + rule, y: y + rule, width: swatch - 2 * rule, height: swatch - 2 * rule,
        ColumnPalette.colour(of: column))
    }
    picture.write(line.text, x: legendX + swatch + 5 * text, y: y, size: text, .ink)
  }
  return picture
}

/// The columns of a map with their share of it, the largest first; the last line counts those for
/// which there is no room.
private func legendLines(
  _ columns: [Int32], names: [String], most: Int
) -> [(column: Int?, text: String)] {
  var counts = [Int](repeating: 0, count: names.count)
  for column in columns where counts.indices.contains(Int(column)) { counts[Int(column)] += 1 }
  let present = counts.indices.filter { counts[$0] > 0 }.sorted {
    counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1]
  }
  let shown = present.count > most ? present.prefix(most - 1) : present[...]
  var lines: [(column: Int?, text: String)] = shown.map { column in
    let share = decimals(100 * Double(counts[column]) / Double(columns.count), digits: 1)
    let name = names[column]
    return (column, "\(name.count > 24 ? name.prefix(23) + "~" : name[...]) \(share)%")
  }
  if shown.count < present.count {
    lines.append((nil, "and \(present.count - shown.count) more"))
  }
  return lines
}
