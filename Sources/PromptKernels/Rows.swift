/// Sets the first rows of `matrix` [any, row length] to one row.
public func fill(_ matrix: inout [Float], rows: Int, withRow row: [Float]) {
  precondition(rows >= 0 && !row.isEmpty && matrix.count / row.count >= rows)
  unsafe matrix.withUnsafeMutableBufferPointer { matrix in
    unsafe row.withUnsafeBufferPointer { row in
      for index in 0..<rows {
        unsafe (matrix.baseAddress! + index * row.count).update(
          from: row.baseAddress!, count: row.count)
      }
    }
  }
}

/// Adds one row to each of the first rows of `matrix` [any, row length].
public func add(row: [Float], to matrix: inout [Float], rows: Int) {
  precondition(rows >= 0 && !row.isEmpty && matrix.count / row.count >= rows)
  unsafe matrix.withUnsafeMutableBufferPointer { matrix in
    unsafe row.withUnsafeBufferPointer { row in
      for index in 0..<rows {
        for column in row.indices {
          unsafe matrix[index &* row.count &+ column] += row[column]
        }
      }
    }
  }
}

/// Sets each row of `means` [runs, width] to the mean of a run of rows of `matrix` [any, width].
///
/// - Parameter lastRows: the last row of each run, rising; a run starts behind the one before.
public func setMeans(
  of matrix: [Float], lastRows: [Int32], width: Int, in means: inout [Float]
) {
  precondition(width > 0 && means.count / width >= lastRows.count)
  unsafe matrix.withUnsafeBufferPointer { matrix in
    unsafe means.withUnsafeMutableBufferPointer { means in
      var row = 0
      for run in lastRows.indices {
        let end = Int(lastRows[run]) + 1
        precondition(end > row && end <= matrix.count / width)
        let mean = unsafe UnsafeMutableBufferPointer(
          rebasing: means[run * width..<(run + 1) * width])
        unsafe mean.update(repeating: 0)
        let scale = 1 / Float(end - row)
        while row < end {
          for column in 0..<width { unsafe mean[column] += matrix[row &* width &+ column] }
          row += 1
        }
        for column in 0..<width { unsafe mean[column] *= scale }
      }
    }
  }
}

/// Moves the named rows of `matrix` [any, width] to its front, in order.
///
/// - Precondition: the names rise.
public func moveToFront(rows: [Int32], of matrix: inout [Float], width: Int) {
  unsafe matrix.withUnsafeMutableBufferPointer { matrix in
    for index in rows.indices {
      let row = Int(rows[index])
      precondition(row >= index && (row + 1) * width <= matrix.count)
      if row > index {
        unsafe (matrix.baseAddress! + index * width).update(
          from: matrix.baseAddress! + row * width, count: width)
      }
    }
  }
}

/// Sets the first rows of `target` [any, width] to the named rows of `matrix` [any, width].
public func gather(
  rows: [Int32], of matrix: [Float], into target: inout [Float], width: Int
) {
  precondition(width > 0 && target.count / width >= rows.count)
  unsafe matrix.withUnsafeBufferPointer { matrix in
    unsafe target.withUnsafeMutableBufferPointer { target in
      for index in rows.indices {
        let row = Int(rows[index])
        precondition(row >= 0 && row < matrix.count / width)
        unsafe (target.baseAddress! + index * width).update(
          from: matrix.baseAddress! + row * width, count: width)
      }
    }
  }
}

/// Spreads the first rows of `matrix` [any, width]: row i becomes what row `sources[i]` was.
///
/// - Precondition: no source stands behind its row.
public func spread(rows sources: [Int32], of matrix: inout [Float], width: Int) {
  precondition(width > 0 && matrix.count / width >= sources.count)
  unsafe matrix.withUnsafeMutableBufferPointer { matrix in
    // From the last on, so that every source still holds what it held.
    for row in sources.indices.reversed() {
      let source = Int(sources[row])
      precondition(source >= 0 && source <= row)
      if source < row {
        unsafe (matrix.baseAddress! + row * width).update(
          from: matrix.baseAddress! + source * width, count: width)
      }
    }
  }
}

/// Sets each row of `matrix` [names, width] to the sum of a row of `a` and a row of `b`.
///
/// - Parameters:
///   - rowsOfA: which row of `a` [any, width], for each row of `matrix`.
///   - rowsOfB: likewise for `b`.
public func setSums(
  of a: Span<Float>, rows rowsOfA: [Int32], and b: [Float], rows rowsOfB: [Int32],
  width: Int, in matrix: inout [Float]
) {
  precondition(rowsOfA.count == rowsOfB.count && matrix.count >= rowsOfA.count * width)
  unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeBufferPointer { b in
      unsafe matrix.withUnsafeMutableBufferPointer { matrix in
        for row in rowsOfA.indices {
          let (fromA, fromB) = (Int(rowsOfA[row]) * width, Int(rowsOfB[row]) * width)
          precondition(fromA >= 0 && fromA + width <= a.count)
          precondition(fromB >= 0 && fromB + width <= b.count)
          for column in 0..<width {
            unsafe matrix[row &* width &+ column] = a[fromA &+ column] + b[fromB &+ column]
          }
        }
      }
    }
  }
}

/// Whether every value is a finite number.
public func allFinite(_ values: Span<Float>) -> Bool {
  // A finite x gives x - x = 0, anything else a NaN, which stays in the sum.
  unsafe values.withUnsafeBufferPointer { values in
    var lanes = SIMD16<Float>.zero
    var index = 0
    while index + 16 <= values.count {
      for lane in 0..<16 { unsafe lanes[lane] += values[index + lane] - values[index + lane] }
      index += 16
    }
    var sum = lanes.sum()
    while index < values.count {
      sum += unsafe values[index] - values[index]
      index += 1
    }
    return sum == 0
  }
}
