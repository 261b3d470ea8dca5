import ArgumentParser
import FoundationEssentials
import PromptEncoder
import PromptImages
import PromptKernels

/// How prompts are encoded: threads, precision, and what is said of it.
struct EncodingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many threads work; all processors if not given.", valueName: "n"))
  var jobs: Int?

  @Option(
    help: """
      float32, or bfloat16 where the processor has it: two to three times as fast, with embeddings whose \
      cosine to float32's is above 0.999; the bank records it.
      """)
  var precision: Precision = .float32

  /// The numbers that are multiplied.
  enum Precision: String, ExpressibleByArgument, CaseIterable {
    case float32, bfloat16
  }

  @Flag(help: "Say what multiplies, and how the work was shared.")
  var verbose = false

  @Flag(name: .customLong("no-cache"), help: "Neither read nor keep embeddings in the cache.")
  var withoutCache = false

  /// Where embeddings are kept.
  var cache: EmbeddingCache? {
    withoutCache
      ? nil : EmbeddingCache(folder: cacheFolder(ProcessInfo.processInfo.environment))
  }

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 1024")
    }
  }

  /// What multiplies.
  func products() throws(CommandFailure) -> ProductPath {
    let path = ProductPath.fastest(precision == .float32 ? .float32 : .bfloat16)
    if path == .packed(.scalarBFloat16) {
      throw CommandFailure("--precision bfloat16: this processor has no instructions for it")
    }
    return path
  }

  /// Says what multiplies, with `--verbose`.
  func report(_ path: ProductPath) {
    guard verbose else { return }
    printMessage("products: \(path)")
    if path != .library {
      printMessage("library, not used here: \(ProductPath.libraryDescription)")
    }
    let kept = path.isStable ? cache?.folder ?? "not used" : "not used with this library"
    printMessage("cache: \(kept)")
    printMessage("threads: \(jobs ?? availableProcessors)")
  }

  /// Says what encoding took, with `--verbose`.
  func report(_ effort: EncodingEffort, prompts: Int) {
    guard verbose, effort.encoding > .zero else { return }
    let seconds = effort.encoding / .seconds(1)
    printMessage("preparing weights: \(thousandths(effort.preparing)) s")
    printMessage(
      "encoding: \(thousandths(effort.encoding)) s, \(Int(Double(prompts) / seconds)) prompts/s")
    printMessage(
      "work: \(decimals(effort.operations / 1e12, digits: 6)) TFLOP of products, "
        + "\(Int(effort.billionsPerSecond)) GFLOP/s")
  }
}

/// Seconds with three places behind the point.
func thousandths(_ duration: Duration) -> String {
  decimals(duration / .seconds(1), digits: 3)
}
