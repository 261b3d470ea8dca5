package import PromptSource

/// A value and where it was written.
package struct Located<Value> {
  package var value: Value
  package var range: TextRange

  package init(_ value: Value, at range: TextRange) {
    self.value = value
    self.range = range
  }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
