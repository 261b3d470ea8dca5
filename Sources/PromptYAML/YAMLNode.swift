import PromptSource

/// A part of a YAML text and where it stands. Scalars are text as written, whatever they look like.
indirect enum YAMLNode {
  case scalar(YAMLScalar)
  case list([YAMLNode], TextRange)
  case mapping([Entry], TextRange)
  /// What a finding has already been made about: an alias, too deep a nest.
  case unreadable(TextRange)

  struct Entry {
    var key: YAMLNode
    var value: YAMLNode

    /// The key, where it is a text.
    var scalarKey: YAMLScalar? { if case .scalar(let key) = key { key } else { nil } }
  }

  var range: TextRange {
    switch self {
    case .scalar(let scalar): scalar.range
    case .list(_, let range), .mapping(_, let range), .unreadable(let range): range
    }
  }

  /// The kind in the words of a message.
  var kind: String {
    switch self {
    case .scalar(let scalar): scalar.value.isEmpty ? "nothing" : "a text"
    case .list: "a list"
    case .mapping: "a mapping"
    case .unreadable: "something unreadable"
    }
  }
}

/// One scalar: its value after quotes, escapes and folding, and the bytes it was read from.
struct YAMLScalar {
  var value: String
  var style: YAMLEvent.Style
  /// The whole scalar, quotes included.
  var range: TextRange
  var isPlain: Bool { style == .plain }
}
