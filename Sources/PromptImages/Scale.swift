#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The numbers written beside a colour scale.
struct Scale {
  let lower: Double
  let upper: Double
  /// Round numbers inside the range, evenly spaced.
  let marks: [Double]
  /// How many digits after the point tell the marks apart.
  let digits: Int

  /// - Parameter most: how many marks there may be, about.
  init(lower: Double, upper: Double, most: Int) {
    self.lower = lower
    // A scale of one number still has a length.
    self.upper = upper > lower ? upper : lower + max(abs(lower) * 1e-3, 1e-6)
    let rough = (self.upper - lower) / Double(max(1, most))
    let power = pow(10, floor(log10(rough)))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
    var marks: [Double] = []
    var index = (lower / step).rounded(.up)
    while index * step <= self.upper, marks.count < 100 {
      marks.append(index * step)
      index += 1
    }
    self.marks = marks
    digits = min(9, max(0, Int(-floor(log10(step) + 1e-9))))
  }

  /// The share of the range below a number.
  func share(_ value: Double) -> Double { (value - lower) / (upper - lower) }
}
