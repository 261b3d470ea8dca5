package import PromptSource

/// `expect "a tram in the street" is train`, `expect similarity(truck, caravan) < 0.97`
package struct ExpectDeclaration: Sendable {
  package var claim: Claim
  package var range: TextRange

  package init(_ claim: Claim, range: TextRange) {
    self.claim = claim
    self.range = range
  }

  package enum Claim: Sendable {
    /// The class or ood entry that a text is nearest to.
    case nearest(text: Located<String>, target: Target)
    case similarity(Operand, Operand, Bound)
  }

  package struct Target: Sendable {
    package var name: Located<String>
    package var isOOD: Bool

    package init(name: Located<String>, isOOD: Bool) {
      self.name = name
      self.isOOD = isOOD
    }
  }

  /// What a similarity is taken of: the name of a class or an ood entry, or a text. A text that is such
  /// a name stands for it, so that names may be quoted.
  package struct Operand: Sendable {
    package var value: Located<String>
    package var isText: Bool

    package init(_ value: Located<String>, isText: Bool) {
      self.value = value
      self.isText = isText
    }
  }

  /// `< 0.97`, `> 0.5`
  package struct Bound: Sendable {
    package var isUpper: Bool
    /// The number as written.
    package var limit: Located<String>

    package init(isUpper: Bool, limit: Located<String>) {
      self.isUpper = isUpper
      self.limit = limit
    }
  }
}
