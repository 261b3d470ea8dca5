/// Where the parts of a heat map's picture stand, in pixels.
struct HeatMapFrame {
  let panel: (width: Int, height: Int)
  /// How wide a dot of the text is.
  let text: Int
  let footerLines: [String]
  let width: Int
  let height: Int

  var padding: Int { 10 * text }
  var lineHeight: Int { (Font.height + 4) * text }
  var rule: Int { max(1, text / 2) }
  /// The upper edge of the panels.
  var top: Int { padding + lineHeight }
  var footerTop: Int { top + panel.height + 8 * text }
  var barWidth: Int { 12 * text }
  let barX: Int
  private let slot: Int

  /// - Parameters:
  ///   - titles: what stands above each panel, which gets as much room as it needs.
  ///   - labels: the numbers of the scale.
  ///   - footer: sentences below the panels, joined to lines as wide as there is room.
  init(
    panel: (width: Int, height: Int), titles: [String], text: Int, labels: [String],
    footer: [String]
  ) {
    self.panel = panel
    self.text = text
    let padding = 10 * text
    slot = panelSlot(panel.width, titles: titles, text: text)
    barX = padding + titles.count * slot
    let labelWidth = labels.map { Picture.width(of: $0, size: text) }.max() ?? 0
    let longest = footer.map { Picture.width(of: $0, size: text) }.max() ?? 0
    width = max(barX + 17 * text + labelWidth + padding, longest + 2 * padding)
    var lines: [String] = []
    for sentence in footer {
      let joined = lines.last.map { $0 + "   " + sentence } ?? sentence
      if lines.isEmpty || Picture.width(of: joined, size: text) > width - 2 * padding {
        lines.append(sentence)
      } else {
        lines[lines.count - 1] = joined
      }
    }
    footerLines = lines
    let lineHeight = (Font.height + 4) * text
    height = padding + lineHeight + panel.height + 8 * text + lines.count * lineHeight + 6 * text
  }

  /// The left edge of a panel.
  func panelX(_ index: Int) -> Int { padding + index * slot }
}

/// From one panel's left edge to what stands right of it: wide enough for the longest title.
func panelSlot(_ width: Int, titles: [String], text: Int) -> Int {
  max(width, titles.map { Picture.width(of: $0, size: text) }.max() ?? 0) + 10 * text
}
