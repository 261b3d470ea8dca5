#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Colours from dark to light for numbers from low to high.
///
/// Equal steps are equally visible: the 256 colours lie at equal distances along a curve through CIELAB
/// (CIE 1976, white D65) whose lightness only rises, so that the order survives grey print and every kind of
/// colour blindness. The curve goes from indigo over magenta and orange to pale yellow.
package enum ColourMap {
  /// From the lowest number to the highest.
  package static let colours: [Colour] = {
    let curve = smoothCurve(points).map(insideGamut)
    var lengths = [0.0]
    for (a, b) in zip(curve, curve.dropFirst()) {
      lengths.append(lengths[lengths.count - 1] + distance(a, b))
    }
    var segment = 0
    return (0..<256).map { index in
      let wanted = lengths[lengths.count - 1] * Double(index) / 255
      while segment + 2 < curve.count, lengths[segment + 1] < wanted { segment += 1 }
      let part = (wanted - lengths[segment]) / (lengths[segment + 1] - lengths[segment])
      let (a, b) = (curve[segment], curve[segment + 1])
      return colour(linearSRGB(a + part * (b - a)))
    }
  }()

  /// The colour for a share of the range; shares outside 0 ... 1 are taken as its ends.
  package static func colour(at share: Double) -> Colour {
    share.isNaN ? colours[0] : colours[Int(min(max(share, 0), 1) * 255 + 0.5)]
  }

  /// L, a, b.
  private static let points: [SIMD3<Double>] = [
    [5, 6, -16], [22, 42, -46], [40, 62, -22], [55, 64, 28], [70, 38, 62], [85, 4, 70],
    [97, -8, 30],
  ]

  /// A Catmull-Rom spline through the points.
  private static func smoothCurve(_ points: [SIMD3<Double>]) -> [SIMD3<Double>] {
    var curve: [SIMD3<Double>] = []
    for index in 0..<points.count - 1 {
      let (p1, p2) = (points[index], points[index + 1])
      let p0 = index > 0 ? points[index - 1] : 2 * p1 - p2
      let p3 = index + 2 < points.count ? points[index + 2] : 2 * p2 - p1
      for step in 0..<64 {
        let t = Double(step) / 64
        let linear = p2 - p0
        let square = 2 * p0 - 5 * p1 + 4 * p2 - p3
        let cube = 3 * (p1 - p2) + p3 - p0
        curve.append(p1 + 0.5 * t * (linear + t * (square + t * cube)))
      }
    }
    return curve + [points[points.count - 1]]
  }

  /// The most colourful colour of the same lightness and hue that a screen can show.
  private static func insideGamut(_ lab: SIMD3<Double>) -> SIMD3<Double> {
    for step in stride(from: 200.0, through: 0, by: -1) {
      let candidate = lab * [1, step / 200, step / 200]
      let linear = linearSRGB(candidate)
      if linear.min() >= 0, linear.max() <= 1 { return candidate }
    }
    return lab * [1, 0, 0]
  }

  private static func linearSRGB(_ lab: SIMD3<Double>) -> SIMD3<Double> {
    let y = (lab[0] + 16) / 116
    let roots: [Double] = [y + lab[1] / 500, y, y - lab[2] / 200]
    let xyz = zip(roots, [0.95047, 1, 1.08883]).map { root, white in
      white * (root > 6.0 / 29 ? root * root * root : 108.0 / 841 * (root - 4.0 / 29))
    }
    return [
      3.2404542 * xyz[0] - 1.5371385 * xyz[1] - 0.4985314 * xyz[2],
      -0.9692660 * xyz[0] + 1.8760108 * xyz[1] + 0.0415560 * xyz[2],
      0.0556434 * xyz[0] - 0.2040259 * xyz[1] + 1.0572252 * xyz[2],
    ]
  }

  /// IEC 61966-2-1.
  private static func colour(_ linear: SIMD3<Double>) -> Colour {
    func byte(_ value: Double) -> UInt8 {
      let value = min(max(value, 0), 1)
      let encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
      return UInt8(encoded * 255 + 0.5)
    }
    return Colour(byte(linear[0]), byte(linear[1]), byte(linear[2]))
  }

}

/// The CIELAB distance of two colours (CIE 1976).
func distance(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double {
  let difference = a - b
  return (difference * difference).sum().squareRoot()
}

/// The light of an sRGB colour, each channel 0 ... 1 (IEC 61966-2-1).
func linear(_ colour: Colour) -> SIMD3<Double> {
  func light(_ byte: UInt8) -> Double {
    let value = Double(byte) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
  return [light(colour.red), light(colour.green), light(colour.blue)]
}

/// CIELAB (CIE 1976, white D65) of the light of an sRGB colour.
func lab(_ linear: SIMD3<Double>) -> SIMD3<Double> {
  let rows: [SIMD3<Double>] = [
    [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
  ]
  let roots = zip(rows, [0.95047, 1, 1.08883]).map { row, white in
    let share = (row * linear).sum() / white
    return share > 216.0 / 24_389 ? cbrt(share) : (24_389.0 / 27 * share + 16) / 116
  }
  return [116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])]
}
