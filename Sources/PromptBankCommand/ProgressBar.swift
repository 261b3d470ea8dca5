import PromptImages

/// A bar with rate and time left on the terminal that watches; silent everywhere else.
struct ProgressBar {
  private var label: String
  private let unit: String
  /// When the first progress was told, and what was done by then.
  private var started: (at: ContinuousClock.Instant, done: Int)?
  private var lastDrawn: ContinuousClock.Instant?

  /// - Parameters:
  ///   - label: what is being done, one or two words.
  ///   - unit: what is counted, in the plural.
  init(_ label: String, unit: String) {
    self.label = label
    self.unit = unit
  }

  /// Draws the bar anew under another label.
  mutating func update(_ label: String, done: Int, total: Int) {
    self.label = label
    update(done: done, total: total)
  }

  /// Draws the bar anew, at most ten times a second. The rate counts from the first call.
  mutating func update(done: Int, total: Int) {
    guard Terminal.messagesAreWatched, total > 0 else { return }
    let now = ContinuousClock.now
    let started = self.started ?? (now, done)
    self.started = started
    if let lastDrawn, now - lastDrawn < .milliseconds(100), done < total { return }
    lastDrawn = now
    let seconds = (now - started.at) / .seconds(1)
    let rate = seconds > 0 ? Double(done - started.done) / seconds : 0
    let filled = 24 * done / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    var text = "\(label) \(bar) \(done)/\(total) \(unit)"
    if rate > 0 {
      text += ", \(rateText(rate))/s, \(duration(Double(total - done) / rate)) left"
    }
    writeToStandardError("\r" + text + "\u{1B}[K")
  }

  /// Takes the bar away again.
  func finish() {
    guard lastDrawn != nil else { return }
    writeToStandardError("\r\u{1B}[K")
  }
}

/// A number a second with two or more digits that say something: `0.031`, `2.5`, `140`.
func rateText(_ rate: Double) -> String {
  guard rate < 10 else { return "\(Int(rate))" }
  var digits = 1
  var least = 1.0
  while rate < least, digits < 9 { (digits, least) = (digits + 1, least / 10) }
  return decimals(rate, digits: digits)
}
