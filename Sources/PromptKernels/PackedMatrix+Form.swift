internal import CPromptKernels

extension PackedMatrix {
  /// The numbers that products multiply; sums are float32 in both.
  public enum Precision: String, Sendable, CaseIterable {
    case float32
    /// x and W rounded to 8 bits of significand: twice as fast where the processor has the instruction (AMD), and
    /// three times where it has tiles (Intel's AMX).
    /// An entry's error is near 0.0024 of the root of its squared terms' sum.
    case bfloat16
  }

  /// How products are computed; it fixes the layout of packed weights.
  public enum Form: Int32, Sendable, CaseIterable {
    /// Portable float32: the reference of the other forms.
    case scalar = 0
    case neon = 1
    /// AVX2 with FMA.
    case avx2 = 2
    case avx512 = 3
    /// Portable bfloat16: the reference of the next form, and slow.
    case scalarBFloat16 = 4
    /// AVX512_BF16.
    case avx512BFloat16 = 5
    /// AMX_BF16, which sums sixteen pairs of terms before it adds them: its last bits are its own.
    case amxBFloat16 = 6

    /// The numbers it multiplies.
    public var precision: Precision {
      switch self {
      case .scalar, .neon, .avx2, .avx512: .float32
      case .scalarBFloat16, .avx512BFloat16, .amxBFloat16: .bfloat16
      }
    }

    /// Whether this processor and its operating system can.
    public var runs: Bool { pk_product_form_runs(rawValue) != 0 }

    /// The fastest form of a precision that runs; a scalar one always does.
    public static func fastest(_ precision: Precision) -> Form {
      // Cases rise in speed.
      allCases.last { $0.precision == precision && $0.runs }
        ?? (precision == .float32 ? .scalar : .scalarBFloat16)
    }
  }
}
