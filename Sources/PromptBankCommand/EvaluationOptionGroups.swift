import ArgumentParser
import PromptEvaluation

/// How components are compared.
struct ComponentOptions: ParsableArguments {
  @Option(
    help: """
      Which components are too small to count: anomaly (predicted below 500 pixels, labelled below 100) \
      or obstacle (50 and 10). Without it: obstacle where the labels' folder says so, else anomaly.
      """)
  var track: Track?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The least score of a predicted component's pixels, instead of the one with the best F1.",
      valueName: "score"))
  var componentThreshold: Float?

  enum Track: String, ExpressibleByArgument, CaseIterable {
    case anomaly, obstacle
  }

  func validate() throws {
    if let componentThreshold, !componentThreshold.isFinite {
      throw ValidationError("--component-threshold must be finite")
    }
  }

  /// The track that was asked for, or that the folder's name says.
  func chosenTrack(labels: String) -> ComponentTrack {
    if let track { return track == .obstacle ? .obstacle : .anomaly }
    return labels.lowercased().contains("obstacle") ? .obstacle : .anomaly
  }
}

/// How intervals are made.
struct IntervalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How often images are drawn with replacement; 0 for no intervals.", valueName: "times"))
  var replicates = 1_000

  @Option(help: ArgumentHelp("What the draws begin with.", valueName: "number"))
  var seed: UInt64 = 1

  func validate() throws {
    guard (0...1_000_000).contains(replicates) else {
      throw ValidationError("--replicates must be between 0 and 1000000")
    }
  }

  var bootstrap: BootstrapOptions {
    var options = BootstrapOptions()
    (options.replicates, options.seed) = (replicates, seed)
    return options
  }
}
