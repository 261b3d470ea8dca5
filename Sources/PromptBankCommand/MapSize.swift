import ArgumentParser

/// The height and width of a map, written `1024x2048`.
struct MapSize: ExpressibleByArgument {
  var height: Int
  var width: Int

  init?(argument: String) {
    let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let height = Int(parts[0]), let width = Int(parts[1]), height > 0,
      width > 0
    else { return nil }
    (self.height, self.width) = (height, width)
  }

  var defaultValueDescription: String { "\(height)x\(width)" }
}
