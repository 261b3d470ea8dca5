internal import PromptJSON

/// An object of a model's configuration, which knows where it stands for messages.
struct Configuration: Sendable {
  let path: String
  /// The keys that lead here, each with a full stop behind it.
  var prefix = ""
  let value: JSONValue

  init(path: String, prefix: String = "", value: JSONValue) {
    self.path = path
    self.prefix = prefix
    self.value = value
  }

  func problem(_ key: String, _ reason: String) -> EncoderError {
    EncoderError(path, .key(prefix + key), reason)
  }

  /// The value of a key; nil where it is missing or `null`.
  subscript(key: String) -> JSONValue? {
    guard let value = value[key], value != .null else { return nil }
    return value
  }

  /// A positive integer, not above `limit`.
  func integer(_ key: String, default fallback: Int? = nil, limit: Int = 1 << 24)
    throws(EncoderError) -> Int
  {
    guard let value = self[key] else {
      if let fallback { return fallback }
      throw problem(key, "is missing")
    }
    guard let number = value.int, number >= 1, number <= limit else {
      throw problem(key, "\(value.excerpt) is not a whole number from 1 to \(limit)")
    }
    return number
  }

  /// A number above 0, not above `limit`.
  func number(_ key: String, default fallback: Double, limit: Double) throws(EncoderError) -> Double
  {
    guard let value = self[key] else { return fallback }
    guard let number = value.double, number > 0, number <= limit else {
      throw problem(key, "\(value.excerpt) is not a number above 0, up to \(limit)")
    }
    return number
  }

  func string(_ key: String) throws(EncoderError) -> String? {
    guard let value = self[key] else { return nil }
    guard let string = value.string else { throw problem(key, "\(value.excerpt) is not a string") }
    return string
  }

  func bool(_ key: String) throws(EncoderError) -> Bool {
    guard let value = self[key] else { return false }
    guard let bool = value.bool else {
      throw problem(key, "\(value.excerpt) is neither true nor false")
    }
    return bool
  }

  func object(_ key: String) throws(EncoderError) -> Configuration? {
    guard let value = self[key] else { return nil }
    guard value.members != nil else { throw problem(key, "\(value.excerpt) is not an object") }
    return Configuration(path: path, prefix: prefix + key + ".", value: value)
  }

  /// Refuses keys by name, unless their value switches them off.
  func refuse(_ keys: [String], because reason: String) throws(EncoderError) {
    for key in keys where isSwitchedOn(key) { throw problem(key, reason) }
  }

  /// Refuses every key outside `known`, unless its value switches it off.
  func allowOnly(_ known: Set<String>) throws(EncoderError) {
    for member in value.members ?? [] where !known.contains(member.key) {
      if isSwitchedOn(member.key) {
        throw problem(member.key, "is not supported, and may change the arithmetic")
      }
    }
  }

  /// Whether a value is anything but null, false or empty.
  func isSwitchedOn(_ key: String) -> Bool {
    switch self[key] {
    case nil, .bool(false): false
    case .array(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    default: true
    }
  }
}

extension JSONValue {
  /// The value's text for a message, shortened.
  fileprivate var excerpt: String {
    let text = text()
    return "`" + (text.count > 40 ? text.prefix(40) + "…" : text) + "`"
  }
}
