/// Colours that tell columns apart, also for people who do not see red or green.
package enum ColumnPalette {
  /// How many colours there are before they repeat.
  package static let count = 64

  /// A column's colour: the same in every picture.
  ///
  /// - Precondition: the column is not negative.
  package static func colour(of column: Int) -> Colour { colours[column % count] }

  /// Okabe and Ito's palette (2008), whose hues all kinds of sight tell apart.
  private static let first: [Colour] = [
    Colour(0, 114, 178), Colour(230, 159, 0), Colour(0, 158, 115), Colour(213, 94, 0),
    Colour(86, 180, 233), Colour(204, 121, 167), Colour(240, 228, 66), Colour(153, 153, 153),
  ]

  /// Behind the first, each colour is the one farthest from those before it, of a grid through sRGB. Near
  /// is what looks alike to anyone: the least CIELAB distance of three kinds of sight.
  private static let colours: [Colour] = {
    let steps: [UInt8] = [0, 51, 102, 153, 204, 255]
    var candidates = first
    for red in steps {
      for green in steps { for blue in steps { candidates.append(Colour(red, green, blue)) } }
    }
    let seen = candidates.map { colour in
      Sight.allCases.map { lab($0.seen(linear(colour))) }
    }
    // Neither paper nor ink, which carry the text.
    var distances = candidates.indices.map { index in
      [Colour(255, 255, 255), Colour(0, 0, 0)].map { taken in
        Sight.allCases.indices.map { sight in
          distance(seen[index][sight], lab(Sight.allCases[sight].seen(linear(taken))))
        }.min() ?? 0
      }.min() ?? 0
    }
    var chosen: [Colour] = []
    while chosen.count < count {
      let farthest = distances.indices.max { distances[$0] < distances[$1] } ?? 0
      let next = chosen.count < first.count ? chosen.count : farthest
      chosen.append(candidates[next])
      for index in candidates.indices {
        for sight in Sight.allCases.indices {
          distances[index] = min(
            distances[index], distance(seen[index][sight], seen[next][sight]))
        }
      }
    }
    return chosen
  }()
}

/// Kinds of colour sight.
private enum Sight: CaseIterable {
  case full, protanopia, deuteranopia

  /// What a linear sRGB colour looks like; the matrices are those of Viénot, Brettel and Mollon (1999).
  func seen(_ colour: SIMD3<Double>) -> SIMD3<Double> {
    let (r, g) = (colour.x, colour.y)
    switch self {
    case .full: return colour
    case .protanopia:
      let yellow = 0.11238 * r + 0.88762 * g
      return [yellow, yellow, 0.00401 * r - 0.00401 * g + colour.z]
    case .deuteranopia:
      let yellow = 0.29275 * r + 0.70725 * g
      return [yellow, yellow, -0.02234 * r + 0.02234 * g + colour.z]
    }
  }
}
