import Foundation

/// A bar with rate and time left on the terminal that watches; silent everywhere else.
struct ProgressBar {
  private let label: String
  private let unit: String
  private let started = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?

  /// - Parameters:
  ///   - label: what is being done, one or two words.
  ///   - unit: what is counted, in the plural.
  init(_ label: String, unit: String) {
    self.label = label
    self.unit = unit
  }

  /// Draws the bar anew, at most ten times a second.
  mutating func update(done: Int, total: Int) {
    guard Terminal.messagesAreWatched, total > 0 else { return }
    let now = ContinuousClock.now
    if let lastDrawn, now - lastDrawn < .milliseconds(100), done < total { return }
    lastDrawn = now
    let seconds =
      Double((now - started).components.seconds)
      + Double((now - started).components.attoseconds) * 1e-18
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let filled = 24 * done / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    let left = rate > 0 ? Int((Double(total - done) / rate).rounded(.up)) : 0
    let speed = rateText(rate)
    let text = "\(label) \(bar) \(done)/\(total) \(unit), \(speed)/s, \(left) s left"
    FileHandle.standardError.write(Data(("\r" + text + "\u{1B}[K").utf8))
  }

  /// Takes the bar away again.
  func finish() {
    guard lastDrawn != nil else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }
}

/// A number a second with two or more digits that say something: `0.031`, `2.5`, `140`.
func rateText(_ rate: Double) -> String {
  rate < 10 ? String(format: "%.2g", rate) : "\(Int(rate))"
}
