package import PromptSource
import PromptSyntax

/// What a set promises about an encoder's embeddings, its names resolved.
package struct Expectation: Sendable {
  package var claim: Claim
  /// The whole declaration.
  package var place: SourcePlace

  package enum Claim: Sendable {
    /// The text is nearest to one of these, by their largest cosine.
    case nearest(text: String, target: Target)
    case similarity(Operand, Operand, isBelow: Bool, limit: Double)
  }

  package enum Target: Hashable, Sendable {
    /// Indices of classes: one, or all of a superclass.
    case classes([Int], name: String)
    case ood(Int)
  }

  package enum Operand: Hashable, Sendable {
    case named(Target)
    case text(String)
  }
}

extension MergedSet {
  /// Resolves the set's own expectations; one whose names or bound are wrong is left out.
  ///
  /// `is NAME` names a class, or else a superclass, which stands for its classes together.
  mutating func resolveExpectations(_ document: Document) -> [Expectation] {
    var superclasses: [String: [Int]] = [:]
    for (index, entry) in classes.enumerated() {
      if let superclass = entry.superclass { superclasses[superclass, default: []].append(index) }
    }
    var suggestions = NameSuggestions(
      classes.map(\.name) + superclasses.keys.sorted() + ood.map(\.name))
    func classTarget(_ name: String) -> Expectation.Target? {
      classIndex[name].map { .classes([$0], name: name) }
        ?? superclasses[name].map { .classes($0, name: name) }
    }
    func anyTarget(_ name: String) -> Expectation.Target? {
      classTarget(name) ?? oodIndex[name].map { .ood($0) }
    }
    func unknown(_ name: Located<String>, _ kind: String, help: String?) -> Diagnostic {
      let near = suggestions.nearest(to: name.value)
      return Diagnostic(
        .unknownExpectedName, "no \(kind) \(quoted(name.value))",
        at: SourcePlace(document.file, name.range),
        help: help ?? near.map { "did you mean \(quoted($0))?" }
          ?? "an expectation names classes, superclasses and ood entries of this set")
    }
    func operand(_ written: ExpectDeclaration.Operand) -> Expectation.Operand? {
      if let target = anyTarget(written.value.value) { return .named(target) }
      if written.isText { return .text(written.value.value) }
      findings.append(
        unknown(
          written.value, "class or ood entry",
          help: suggestions.nearest(to: written.value.value) == nil
            ? "an expectation names classes, superclasses and ood entries of this set; a text is written "
              + document.file.say(
                quoted("\"\(written.value.value)\""), quoted("{text: \(written.value.value)}"))
            : nil))
      return nil
    }
    return document.expectations.compactMap { item in
      let place = SourcePlace(document.file, item.range)
      switch item.claim {
      case .nearest(let text, let target):
        let name = target.name
        let found =
          target.isOOD ? oodIndex[name.value].map { .ood($0) } : classTarget(name.value)
        guard let found else {
          let isOther = anyTarget(name.value) != nil
          let help: String? =
            isOther
            ? target.isOOD
              ? "it is a class: leave `ood` out"
              : document.file.say("write `is ood NAME`", "write `is: {ood: NAME}`")
            : name.value == "ood" && !target.isOOD
              ? document.file.say(
                "name the entry, as in `is ood NAME`", "name the entry: `is: {ood: NAME}`") : nil
          findings.append(unknown(name, target.isOOD ? "ood entry" : "class", help: help))
          return nil
        }
        return Expectation(claim: .nearest(text: text.value, target: found), place: place)
      case .similarity(let first, let second, let bound):
        let (left, right) = (operand(first), operand(second))
        guard let limit = decimal(bound.limit.value), (-1...1).contains(limit) else {
          findings.append(
            Diagnostic(
              .badBound, "\(quoted(bound.limit.value)) is no cosine",
              at: SourcePlace(document.file, bound.limit.range),
              help: "write a number from -1 to 1, such as `0.97`"))
          return nil
        }
        guard let left, let right else { return nil }
        return Expectation(
          claim: .similarity(left, right, isBelow: bound.isUpper, limit: limit), place: place)
      }
    }
  }
}
