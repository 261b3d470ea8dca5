internal import CPromptKernels

/// Replaces each entry by its exponential; relative error below 3e-7 from -87.3 to 88.3, 0 below and
/// infinite above.
public func replaceByExponentials(
  _ values: inout MutableSpan<Float>, limit: InstructionSet = .widest
) {
  unsafe values.withUnsafeMutableBufferPointer {
    unsafe pk_exp(limit.rawValue, $0.baseAddress, $0.count)
  }
}

/// Replaces each entry x by 1 / (1 + exp(-x)).
public func replaceBySigmoids(_ values: inout MutableSpan<Float>, limit: InstructionSet = .widest) {
  unsafe values.withUnsafeMutableBufferPointer {
    unsafe pk_sigmoid(limit.rawValue, $0.baseAddress, $0.count)
  }
}

/// Replaces each row [any, columns] by its softmax; the largest entry is taken off first.
public func replaceBySoftmax(
  _ rows: inout MutableSpan<Float>, columns: Int, limit: InstructionSet = .widest
) {
  precondition(columns > 0 && rows.count.isMultiple(of: columns))
  unsafe rows.withUnsafeMutableBufferPointer {
    unsafe pk_softmax(limit.rawValue, $0.baseAddress, $0.count / columns, columns)
  }
}
