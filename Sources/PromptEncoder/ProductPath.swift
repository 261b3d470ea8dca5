package import PromptKernels
internal import PromptMatrix

/// What multiplies matrices in a tower.
package enum ProductPath: Sendable, Hashable, CustomStringConvertible {
  /// Own kernels over weights packed beforehand. A row of a product has the same bytes whatever stands
  /// around it, so an embedding depends on its prompt alone.
  case packed(PackedMatrix.Form)
  /// OpenBLAS: the last digits of a row may depend on the prompts beside it.
  case library

  /// The fastest of a precision on this processor. Without vector instructions of its own for packed
  /// products, float32 falls to OpenBLAS where that is installed.
  package static func fastest(_ precision: PackedMatrix.Precision = .float32) -> ProductPath {
    let form = PackedMatrix.Form.fastest(precision)
    return form == .scalar && MatrixLibrary.installed != nil ? .library : .packed(form)
  }

  /// What is multiplied.
  package var precision: PackedMatrix.Precision {
    switch self {
    case .packed(let form): form.precision
    case .library: .float32
    }
  }

  /// What a bank says of it; nil for float32.
  package var recordedPrecision: String? {
    precision == .float32 ? nil : precision.rawValue
  }

  /// Whether an embedding depends on its prompt alone, to the last digit.
  package var isStable: Bool { self != .library }

  /// As `packed avx512, float32` or `OpenBLAS 0.3.21, Haswell, float32`.
  package var description: String {
    switch self {
    case .packed(let form): "packed \(form.instructions), \(precision.rawValue)"
    case .library: "\(Self.libraryDescription), \(precision.rawValue)"
    }
  }

  /// The library that does the other path's products, with the kernels it chose.
  package static var libraryDescription: String {
    MatrixLibrary.installed?.description ?? "OpenBLAS could not be opened"
  }
}

extension PackedMatrix.Form {
  /// The instructions a form uses.
  fileprivate var instructions: String {
    switch self {
    case .scalar, .scalarBFloat16: "scalar"
    case .neon: "neon"
    case .avx2: "avx2"
    case .avx512, .avx512BFloat16: "avx512"
    case .amxBFloat16: "amx"
    }
  }
}
