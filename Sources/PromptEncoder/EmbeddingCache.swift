internal import Crypto
package import FoundationEssentials
internal import TensorFiles

/// Embeddings and digests kept between runs, in a folder that may be deleted at any time.
///
/// `embeddings/KEY/*.rows` hold rows of one encoder as it works on this processor; `digests/KEY` the
/// digest of weight files that have not changed since. No process changes a file of another one:
/// each writes rows to a file of its own, and every row carries a digest. Nothing here throws: without
/// a cache things only take longer.
package struct EmbeddingCache: Sendable {
  package let folder: String
  /// What automatic pruning leaves, in bytes.
  package static let defaultLimit = 2 << 30

  package init(folder: String) { self.folder = folder }

  var embeddings: URL { URL(fileURLWithPath: folder).appendingPathComponent("embeddings") }
  private var digests: URL { URL(fileURLWithPath: folder).appendingPathComponent("digests") }

  /// The digest remembered for weights that are still the same files; else made and remembered.
  func digest(of tower: any TextTower, _ make: () -> String) -> String {
    let stamps = tower.source.stamps.map(\.text).joined(separator: "\n")
    let text = "weights 1\n\(tower.configurationText)\n\(stamps)\n"
    let file = digests.appendingPathComponent(hexadecimal(SHA256.hash(data: Array(text.utf8))))
    // A damaged entry would give a bank the wrong space: the digest stands beside its own.
    func entry(_ digest: String) -> String {
      digest + "\n" + hexadecimal(SHA256.hash(data: Array((text + digest).utf8))) + "\n"
    }
    if let data = try? Data(contentsOf: file), let kept = String(data: data, encoding: .utf8),
      kept == entry(String(kept.prefix(71)))
    {
      return String(kept.prefix(71))
    }
    let digest = make()
    try? FileManager.default.createDirectory(at: digests, withIntermediateDirectories: true)
    try? Data(entry(digest).utf8).write(to: file, options: .atomic)
    return digest
  }

  /// The rows kept for one encoder.
  ///
  /// - Parameter identity: everything a row's bytes depend on but its tokens.
  func store(identity: String, dimension: Int) -> EmbeddingStore {
    let key = SHA256.hash(data: Array(identity.utf8))
    return EmbeddingStore(
      folder: embeddings.appendingPathComponent(hexadecimal(key)), key: Array(key),
      dimension: dimension)
  }

  /// A file of rows.
  package struct Segment: Sendable {
    package let url: URL
    package let bytes: Int
    package let used: Date
  }

  /// Every file of rows, the one used longest ago first.
  package func segments() -> [Segment] {
    let manager = FileManager.default
    let paths = (try? manager.subpathsOfDirectory(atPath: embeddings.path)) ?? []
    var segments: [Segment] = []
    for path in paths where path.hasSuffix(".rows") {
      let url = embeddings.appendingPathComponent(path)
      guard let attributes = try? manager.attributesOfItem(atPath: url.path),
        let bytes = (attributes[.size] as? UInt).map({ Int($0) }),
        let used = attributes[.modificationDate] as? Date
      else { continue }
      segments.append(Segment(url: url, bytes: bytes, used: used))
    }
    return segments.sorted { ($0.used, $0.url.path) < ($1.used, $1.url.path) }
  }

  /// Removes rows used longest ago until at most `limit` bytes are left.
  ///
  /// - Returns: the bytes removed.
  @discardableResult package func prune(to limit: Int = defaultLimit) -> Int {
    let segments = segments()
    var left = segments.reduce(0) { $0 + $1.bytes }
    var removed = 0
    for segment in segments where left > limit {
      guard (try? FileManager.default.removeItem(at: segment.url)) != nil else { continue }
      left -= segment.bytes
      removed += segment.bytes
      // The folder of an encoder goes with its last file.
      let folder = segment.url.deletingLastPathComponent()
      if (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.isEmpty == true {
        try? FileManager.default.removeItem(at: folder)
      }
    }
    return removed
  }

  /// Removes everything it keeps.
  package func clear() {
    for folder in [embeddings, digests] { try? FileManager.default.removeItem(at: folder) }
  }
}
