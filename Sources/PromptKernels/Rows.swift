/// Fills the rows of `matrix` [any, row length] with one row.
public func fill(_ matrix: inout MutableSpan<Float>, withRow row: Span<Float>) {
  precondition(row.count > 0 && matrix.count.isMultiple(of: row.count))
  unsafe matrix.withUnsafeMutableBufferPointer { matrix in
    unsafe row.withUnsafeBufferPointer { row in
      for start in stride(from: 0, to: matrix.count, by: row.count) {
        unsafe (matrix.baseAddress! + start).update(from: row.baseAddress!, count: row.count)
      }
    }
  }
}

/// Adds one row to every row of `matrix` [any, row length].
public func add(row: Span<Float>, to matrix: inout MutableSpan<Float>) {
  precondition(row.count > 0 && matrix.count.isMultiple(of: row.count))
  unsafe matrix.withUnsafeMutableBufferPointer { matrix in
    unsafe row.withUnsafeBufferPointer { row in
      for start in stride(from: 0, to: matrix.count, by: row.count) {
        for column in row.indices {
          unsafe matrix[start &+ column] += row[column]
        }
      }
    }
  }
}

/// Adds `other` to `values`, entry by entry.
public func add(_ other: Span<Float>, to values: inout MutableSpan<Float>) {
  precondition(values.count == other.count)
  unsafe values.withUnsafeMutableBufferPointer { values in
    unsafe other.withUnsafeBufferPointer { other in
      for index in values.indices { unsafe values[index] += other[index] }
    }
  }
}

/// Moves the named rows of `matrix` [any, width] to its front, in order.
///
/// - Precondition: the names rise.
public func moveToFront(rows: Span<Int32>, of matrix: inout MutableSpan<Float>, width: Int) {
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

/// Sets each row of `matrix` [names, width] to the sum of a row of `a` and a row of `b`.
///
/// - Parameters:
///   - rowsOfA: which row of `a` [any, width], for each row of `matrix`.
///   - rowsOfB: likewise for `b`.
public func setSums(
  of a: Span<Float>, rows rowsOfA: Span<Int32>, and b: Span<Float>, rows rowsOfB: Span<Int32>,
  width: Int, in matrix: inout MutableSpan<Float>
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
