import Foundation
import PromptJSON
import TestSupport
import Testing

/// The checkpoints of `Fixtures/make_checkpoints.py`.
struct Fixture: CustomTestStringConvertible, Sendable {
  static let folder = packageRoot.appendingPathComponent("Tests/TorchCheckpointsTests/Fixtures")
  /// With what PyTorch reads from each.
  static let accepted = all("accepted")
  /// With a part of the message that refuses each.
  static let refused = all("refused")

  let name: String
  let url: URL
  let expected: JSONValue
  var testDescription: String { name }

  private static func all(_ kind: String) -> [Fixture] {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent(kind + ".json")),
      let members = try? readJSON(Array(data)).members
    else { return [] }
    return members.map { member in
      Fixture(
        name: member.key, url: folder.appendingPathComponent("\(kind)/\(member.key).pt"),
        expected: member.value)
    }
  }
}
