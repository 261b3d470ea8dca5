internal import COpenBLAS

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
    holds(a.count, rows, depth) && holds(b.count, columns, depth) && holds(c.count, rows, columns))
  _ = oneThread
  unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeBufferPointer { b in
      unsafe c.withUnsafeMutableBufferPointer { c in
        unsafe cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, CInt(rows), CInt(columns), CInt(depth), 1,
          a.baseAddress, CInt(depth), b.baseAddress, CInt(depth), accumulating ? 1 : 0,
          c.baseAddress, CInt(columns))
      }
    }
  }
}

/// The library and the kernels it chose for this processor, as `OpenBLAS 0.3.21, Haswell`.
package let matrixLibrary: String = {
  let core = unsafe String(cString: openblas_get_corename())
  let configuration = unsafe String(cString: openblas_get_config())
  let name = configuration.split(separator: " ").prefix(2).joined(separator: " ")
  return "\(name), \(core)"
}()

/// Sets the library to one thread, once for the process.
private let oneThread: Void = openblas_set_num_threads(1)

/// Whether `count` entries hold a matrix, without overflow.
private func holds(_ count: Int, _ rows: Int, _ columns: Int) -> Bool {
  let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
  return !overflow && count >= product && rows <= Int(CInt.max) && columns <= Int(CInt.max)
}
