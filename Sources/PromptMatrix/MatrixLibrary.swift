internal import COpenBLAS

/// OpenBLAS, where it is installed: it is opened when it is first asked for.
@safe package struct MatrixLibrary: @unchecked Sendable, CustomStringConvertible {
  /// The library of this machine; nil where none is installed, and in a program of one static file.
  package static let installed = MatrixLibrary()

  private let functions: openblas_library
  /// The library and the kernels it chose for this processor, as `OpenBLAS 0.3.21, Haswell`.
  package let description: String

  private init?() {
    var functions = unsafe openblas_library()
    guard unsafe openblas_open(&functions) else { return nil }
    unsafe self.functions = functions
    let configuration = unsafe String(cString: functions.configuration)
    let core = unsafe String(cString: functions.core)
    let name = configuration.split(separator: " ").prefix(2).joined(separator: " ")
    description = "\(name), \(core)"
  }

  /// Sets a matrix to a product, c ← a bᵀ, or adds the product to it; float32, all row-major.
  ///
  /// One thread of the library computes a product: callers divide rows between threads of their own,
  /// which measured faster than the library's threads at every size. The last digits of a row may
  /// depend on how many rows there are and on its place, as the library's kernels differ at edges.
  ///
  /// - Parameters:
  ///   - a: [rows, depth]; only its front is read.
  ///   - b: [columns, depth], as linear layers store their weights.
  ///   - c: [rows, columns]; only its front is written.
  /// - Precondition: each size fits 32 bits and the operands are as large as the sizes say.
  package func multiply(
    _ a: [Float], transposed b: [Float], rows: Int, columns: Int, depth: Int,
    into c: inout [Float], accumulating: Bool = false
  ) {
    guard rows > 0, columns > 0, depth > 0 else { return }
    precondition(
      holds(a.count, rows, depth) && holds(b.count, columns, depth) && holds(c.count, rows, columns)
    )
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe c.withUnsafeMutableBufferPointer { c in
          unsafe functions.sgemm(
            CInt(openblas_row_major), CInt(openblas_no_transpose),
            CInt(openblas_transpose), CInt(rows), CInt(columns), CInt(depth), 1,
            a.baseAddress, CInt(depth), b.baseAddress, CInt(depth), accumulating ? 1 : 0,
            c.baseAddress, CInt(columns))
        }
      }
    }
  }
}

/// Whether `count` entries hold a matrix, without overflow.
private func holds(_ count: Int, _ rows: Int, _ columns: Int) -> Bool {
  let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
  return !overflow && count >= product && rows <= Int(CInt.max) && columns <= Int(CInt.max)
}
