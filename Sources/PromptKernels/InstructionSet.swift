internal import CPromptKernels

/// A processor's vector instructions, as the kernels choose between them.
public enum InstructionSet: Int32, Sendable, CaseIterable, Comparable {
  /// What every processor of the architecture has.
  case baseline = 0
  case avx2 = 1
  case avx512 = 2

  /// The widest set of this processor.
  public static let widest = InstructionSet(rawValue: pk_widest_instructions()) ?? .baseline

  /// Whether one set is narrower than another.
  public static func < (a: InstructionSet, b: InstructionSet) -> Bool { a.rawValue < b.rawValue }
}
