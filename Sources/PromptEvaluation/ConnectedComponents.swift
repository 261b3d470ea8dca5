/// The 8-connected components of a mask, numbered from 1 by their first pixel.
struct ConnectedComponents {
  /// [height, width]: the number of a pixel's component, 0 outside the mask.
  private(set) var numbers: [Int32]
  /// The pixels of each component by number; that of 0 is unused.
  private(set) var sizes: [Int] = [0]

  /// A row's neighbouring pixels of the mask.
  private struct Run {
    var row: Int
    var columns: Range<Int>
  }

  /// - Parameter mask: [height, width], true inside.
  init(width: Int, mask: [Bool]) {
    numbers = [Int32](repeating: 0, count: mask.count)
    let runs = Self.runs(width: width, mask: mask)
    // A forest of runs; each points to an earlier one of its component, the first to itself.
    var parents = Array(runs.indices)
    func root(_ run: Int) -> Int {
      var run = run
      while parents[run] != run {
        parents[run] = parents[parents[run]]
        run = parents[run]
      }
      return run
    }
    var above = 0
    for (index, run) in runs.enumerated() {
      // Runs of earlier rows, and those that end before the left neighbour, touch no more.
      while above < index,
        runs[above].row < run.row - 1
          || runs[above].row == run.row - 1
            && runs[above].columns.upperBound < run.columns.lowerBound
      { above += 1 }
      var other = above
      while other < index, runs[other].row == run.row - 1,
        runs[other].columns.lowerBound <= run.columns.upperBound
      {
        let (a, b) = (root(other), root(index))
        parents[max(a, b)] = min(a, b)
        other += 1
      }
    }
    var numbersOfRuns = [Int32](repeating: 0, count: runs.count)
    for (index, run) in runs.enumerated() {
      let first = root(index)
      if first == index {
        numbersOfRuns[index] = Int32(sizes.count)
        sizes.append(0)
      }
      let number = numbersOfRuns[first]
      sizes[Int(number)] += run.columns.count
      for column in run.columns { numbers[run.row * width + column] = number }
    }
  }

  private static func runs(width: Int, mask: [Bool]) -> [Run] {
    var runs: [Run] = []
    for row in 0..<mask.count / max(1, width) {
      var column = 0
      while column < width {
        let start = column
        while column < width, mask[row * width + column] { column += 1 }
        if column > start { runs.append(Run(row: row, columns: start..<column)) }
        column += 1
      }
    }
    return runs
  }
}
