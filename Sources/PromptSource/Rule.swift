/// What a finding is an instance of: a permanent code and a permanent name.
package struct Rule: Hashable, Sendable {
  /// Permanent, for machines and suppression: `PB201`.
  package let code: String
  /// Permanent, for people: `duplicate-concept`.
  package let name: String
  package let level: Level

  package init(_ code: String, _ name: String, _ level: Level) {
    self.code = code
    self.name = name
    self.level = level
  }

  /// How much a finding matters.
  package enum Level: String, Sendable, Comparable {
    case note, warning, error

    package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }
}
