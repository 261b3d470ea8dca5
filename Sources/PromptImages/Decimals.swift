/// A number with so many digits after the point, rounded half away from zero: `-0.50`, never `-0.00`.
///
/// - Parameters:
///   - digits: 0 ... 9.
///   - signed: whether a positive number has a sign too.
/// - Returns: `none` for what is not finite.
package func decimals(_ value: Double, digits: Int, signed: Bool = false) -> String {
  guard value.isFinite else { return "none" }
  // From 2^53 on, a number has no digits after the point.
  guard abs(value) < 0x1p53 else { return "\(value)" }
  let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
  let whole = abs(value).rounded(.down)
  var units = UInt64(whole)
  var parts = UInt64(((abs(value) - whole) * scale).rounded())
  if parts >= UInt64(scale) { (units, parts) = (units + 1, 0) }
  let sign = value < 0 && (units > 0 || parts > 0) ? "-" : signed ? "+" : ""
  guard digits > 0 else { return sign + String(units) }
  let text = String(parts)
  return sign + String(units) + "." + String(repeating: "0", count: digits - text.count) + text
}
