import ArgumentParser
import FoundationEssentials
import PromptEncoder

/// The `--encoder` option and where a text encoder comes from without it.
struct EncoderOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A Hugging Face or OpenCLIP model directory. Without it: PROMPTBANK_ENCODER, then the default \
      encoder if it was fetched.
      """, valueName: "dir"), completion: .directory)
  var encoder: String?

  /// The directory to load: the option, the environment, the fetched default.
  func directory() throws(CommandFailure) -> String {
    if let encoder { return encoder }
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["PROMPTBANK_ENCODER"], !named.isEmpty { return named }
    let fetched = cacheFolder(environment) + "/encoders/all-MiniLM-L6-v2"
    if FileManager.default.fileExists(atPath: fetched + "/config.json") { return fetched }
    throw CommandFailure(
      """
      no text encoder: there is no --encoder, PROMPTBANK_ENCODER is not set, and \(fetched) does not exist
        run `make encoder` in the PromptBank checkout to fetch the default encoder (84 MB)
      """)
  }

  /// Why there is no encoder to load; nil where there is one.
  func reasonForNone() -> String? {
    do { _ = try directory() } catch { return error.message }
    return nil
  }

  /// Opens the encoder, and says how it works where that is asked for.
  func load(_ options: EncodingOptions) throws -> TextEncoder {
    let products = try options.products()
    let encoder = try TextEncoder(
      directory: try directory(), products: products, cache: options.cache)
    options.report(products)
    return encoder
  }
}

/// The cache folder: `PROMPTBANK_CACHE`, else `promptbank` in the user's cache folder.
func cacheFolder(_ environment: [String: String]) -> String {
  func set(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
  if let folder = set("PROMPTBANK_CACHE") { return folder }
  let caches =
    set("XDG_CACHE_HOME") ?? (set("HOME") ?? FileManager.default.homeDirectoryForCurrentUser.path)
    + "/.cache"
  return caches + "/promptbank"
}
