import PromptJSON
import Testing

@testable import PromptEncoder

/// Every key of a configuration is read, idle or refused, and which is a table.
@Suite struct ConfigurationKeysTests {
  static let tables = [
    ("model_cfg", ConfigurationKeys.openCLIPModel), ("text_cfg", ConfigurationKeys.openCLIPText),
    ("text_config", ConfigurationKeys.huggingFaceText),
  ].map { (name: $0.0, keys: $0.1) }

  private func check(_ keys: ConfigurationKeys, _ members: [JSONValue.Member]) throws {
    try keys.check(Configuration(path: "config", value: .object(members)))
  }

  @Test func noKeyStandsInTwoLists() {
    for (_, keys) in Self.tables {
      #expect(keys.read.isDisjoint(with: keys.idle))
      #expect(keys.read.union(keys.idle).isDisjoint(with: keys.refused.keys))
      #expect(keys.neutral.keys.allSatisfy { keys.refused[$0] != nil })
    }
  }

  @Test func idleKeysMayHoldAnything() throws {
    for (_, keys) in Self.tables {
      try check(keys, keys.idle.union(keys.read).sorted().map { .init($0, .string("anything")) })
    }
  }

  @Test func refusedKeysAreNamedUnlessSwitchedOff() throws {
    for (name, keys) in Self.tables {
      for (key, reason) in keys.refused {
        for value in [true, .number("0.5"), .string("on"), .object([.init("type", 1)])]
          as [JSONValue]
        {
          let error = #expect(throws: EncoderError.self, "\(name).\(key)") {
            try check(keys, [.init(key, value)])
          }
          #expect(error?.place == .key(key))
          #expect(error?.reason == reason)
        }
        for value in [false, .null, .object([]), .array([])] as [JSONValue] {
          try check(keys, [.init(key, value)])
        }
        if let value = keys.neutral[key] { try check(keys, [.init(key, value)]) }
      }
      let error = #expect(throws: EncoderError.self) { try check(keys, [.init("unheard_of", 3)]) }
      #expect(error?.place == .key("unheard_of"))
    }
  }
}
