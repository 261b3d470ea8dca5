internal import PromptJSON

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One object of a manifest: reads its members by key, checks them, and refuses keys left over.
struct ManifestReader {
  let path: String
  /// The keys that lead to the object, joined by dots; empty for the whole manifest.
  let place: String
  private let members: [JSONValue.Member]

  /// - Parameter keys: every key the object may have.
  init(
    _ value: JSONValue, path: String, place: String = "", keys: [String]
  ) throws(InferenceError) {
    self.path = path
    self.place = place
    guard let members = value.members else {
      throw InferenceError(
        path: path, place: place.isEmpty ? nil : quoted(place), reason: "an object is expected")
    }
    self.members = members
    for member in members where !keys.contains(member.key) {
      throw problem(
        member.key, "no key of this name is known here; the keys are \(quotedList(keys))")
    }
  }

  /// An error about a key of this object.
  func problem(_ key: String, _ reason: String) -> InferenceError {
    InferenceError(
      path: path, place: quoted(place.isEmpty ? key : place + "." + key), reason: reason)
  }

  subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }

  func required(_ key: String) throws(InferenceError) -> JSONValue {
    guard let value = self[key] else { throw problem(key, "the key is missing") }
    return value
  }

  /// A text that is not empty.
  func text(_ key: String) throws(InferenceError) -> String? {
    guard let value = self[key] else { return nil }
    guard let text = value.string, !text.isEmpty, !text.utf8.contains(0) else {
      throw problem(key, "a text is expected")
    }
    return text
  }

  func requiredText(_ key: String) throws(InferenceError) -> String {
    _ = try required(key)
    return try text(key) ?? ""
  }

  /// One of a few words.
  func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Word.Type
  ) throws(InferenceError) -> Word? where Word.RawValue == String {
    guard let value = self[key] else { return nil }
    guard let word = value.string.flatMap(Word.init(rawValue:)) else {
      throw problem(key, "one of \(quotedList(Word.allCases.map(\.rawValue))) is expected")
    }
    return word
  }

  func requiredWord<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Word.Type
  ) throws(InferenceError) -> Word where Word.RawValue == String {
    guard let word = try word(key, type) else {
      throw problem(
        key, "the key is missing; it is one of \(quotedList(Word.allCases.map(\.rawValue)))")
    }
    return word
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(InferenceError) -> Int? {
    guard let value = self[key] else { return nil }
    guard let integer = value.int, range.contains(integer) else {
      throw problem(
        key, "an integer from \(range.lowerBound) to \(range.upperBound) is expected")
    }
    return integer
  }

  /// A number for each of the three channels.
  func channels(_ key: String) throws(InferenceError) -> [Double] {
    let numbers = try required(key).elements?.compactMap(\.double) ?? []
    guard numbers.count == 3, self[key]?.elements?.count == 3 else {
      throw problem(key, "three numbers are expected, one for each channel in the model's order")
    }
    return numbers
  }

  /// A space: `sha256:` and 64 hexadecimal digits.
  func space(_ value: JSONValue, _ key: String) throws(InferenceError) -> String {
    let prefix = "sha256:"
    guard let text = value.string, text.hasPrefix(prefix),
      text.utf8.count == prefix.utf8.count + 64,
      text.utf8.dropFirst(prefix.utf8.count).allSatisfy({
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      })
    else {
      throw problem(
        key,
        "`sha256:` and 64 hexadecimal digits are expected, as `promptbank inspect` shows for a "
          + "bank compiled with the model's text encoder")
    }
    return text
  }

  /// A temperature, said as such or by the checkpoint's logit scale; nil where neither is said.
  ///
  /// T = 1 / min(exp(logit_scale), 100), as CLIP clips it.
  func temperature() throws(InferenceError) -> Double? {
    if let value = self["temperature"] {
      if self["logit_scale"] != nil {
        throw problem("logit_scale", "`temperature` says the same; keep one of them")
      }
      guard let temperature = value.double, temperature >= 1e-6, temperature <= 1e6 else {
        throw problem("temperature", "a number from 1e-6 to 1e6 is expected, as 0.01")
      }
      return temperature
    }
    guard let value = self["logit_scale"] else { return nil }
    guard let scale = value.double, scale >= -10, scale <= 10 else {
      throw problem(
        "logit_scale",
        "the logarithm is expected, as the checkpoint stores it (4.6052 for a factor of 100); "
          + "for a factor of 100 itself write `temperature` 0.01")
    }
    return 1 / min(exp(scale), 100)
  }
}
