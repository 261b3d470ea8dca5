/// Why outputs cannot be scored.
public struct ScoringError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The tensor that is wrong; nil where it is something else.
  public var tensor: String?
  /// The index of its offending element, row-major; nil where it is the whole tensor.
  public var element: Int?
  /// What is wrong, without a full stop.
  public var reason: String

  /// Makes an error about a tensor, an element of it, or neither.
  public init(tensor: String? = nil, element: Int? = nil, reason: String) {
    self.tensor = tensor
    self.element = element
    self.reason = reason
  }

  /// The place and the reason on one line.
  public var description: String {
    guard let tensor else { return reason }
    guard let element else { return "tensor `\(tensor)`: \(reason)" }
    return "tensor `\(tensor)`, element \(element): \(reason)"
  }
}
