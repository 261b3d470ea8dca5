import ArgumentParser
import FoundationEssentials
import PromptEncoder

/// `promptbank cache`: what is kept between runs.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Show what is kept between runs, and make room.",
    discussion: """
      Compiling keeps every embedding in PROMPTBANK_CACHE, or in the user's cache folder, so that a \
      change encodes only what is new. What was used longest ago goes first, beyond 2 GB. Fetched \
      encoders are left alone.

        promptbank cache
        promptbank cache --prune --limit 100
      """)

  @Flag(help: "Remove embeddings beyond the limit, those used longest ago first.")
  var prune = false

  @Flag(help: "Remove all embeddings and remembered digests.")
  var clear = false

  @Option(help: ArgumentHelp("What --prune leaves, in MB.", valueName: "mb"))
  var limit: Int = EmbeddingCache.defaultLimit >> 20

  func validate() throws {
    if prune, clear { throw ValidationError("--prune and --clear exclude each other") }
    if !(0...1 << 30).contains(limit) {
      throw ValidationError("--limit takes a number of MB from 0 to 1073741824")
    }
  }

  func run() throws {
    let cache = EmbeddingCache(folder: cacheFolder(ProcessInfo.processInfo.environment))
    if clear {
      cache.clear()
    } else if prune {
      cache.prune(to: limit << 20)
    }
    let segments = cache.segments()
    let encoders = Set(segments.map { $0.url.deletingLastPathComponent().path })
    let bytes = segments.reduce(0) { $0 + $1.bytes }
    try printResult(
      """
      folder      \(cache.folder)
      embeddings  \(megabytes(bytes)) MB in \(segments.count) files, of \(encoders.count) encoders

      """)
  }

  private func megabytes(_ bytes: Int) -> String {
    let tenths = (bytes + 52_428) / 104_858
    return "\(tenths / 10).\(tenths % 10)"
  }
}
