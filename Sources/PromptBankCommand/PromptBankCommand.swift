import ArgumentParser

/// The command `promptbank`: arguments to library call to exit code.
@main
struct PromptBankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promptbank",
    abstract: "Prompt sets for vision-language anomaly detection: check, compile, score.",
    discussion: """
      A prompt set names the in-distribution classes of a scene in words, and the outliers that resemble \
      them. `compile` turns it into a bank of text embeddings; `score` lays the bank over what a \
      vision-language model saw and says, pixel by pixel, what is none of the classes.

        promptbank check prompts/cityscapes.prompts
        promptbank compile prompts/cityscapes.prompts --encoder DIR \\
          -o city.bank.safetensors
        promptbank score --bank city.bank.safetensors \\
          --outputs model.safetensors --size 1024x2048 \\
          --output anomaly.safetensors --heat-map anomaly.png

      Exit codes: 0 nothing to report, 1 findings, 2 wrong usage, 3 cannot read, write or load.
      Environment: PROMPTBANK_ENCODER, PROMPTBANK_ENGINE, PROMPTBANK_CACHE, NO_COLOR.
      """,
    version: "promptbank \(releaseVersion) (language edition 1, bank format 1)",
    subcommands: [
      InitCommand.self, CheckCommand.self, FormatCommand.self, ConvertCommand.self,
      ImportCommand.self, ExpandCommand.self, TokenizeCommand.self, EncodeCommand.self,
      CompileCommand.self, InspectCommand.self, ScoreCommand.self, EvaluateCommand.self,
      TestCommand.self, SuggestCommand.self, ExplainCommand.self, RulesCommand.self,
      SchemaCommand.self, EnginesCommand.self, CacheCommand.self, EncodersCommand.self,
    ])

  /// Runs the command line; the exit codes are the contract's, not the argument parser's.
  static func main() {
    do {
      var command: any ParsableCommand
      do {
        command = try parseAsRoot()
      } catch  where exitCode(for: error) != .success {
        leave(fullMessage(for: error), .usage)
      }
      try command.run()
    } catch let code as ExitCode {
      leave(code.rawValue)
    } catch let failure as CommandFailure {
      leave("promptbank: \(failure.message)", failure.status)
    } catch  where exitCode(for: error) == .success {
      // A request for help or the version.
      print(fullMessage(for: error))
    } catch {
      // What the world did: every such error says the file and the reason.
      leave("promptbank: \(error)", .unavailable)
    }
  }
}

private func leave(_ message: String, _ status: ExitStatus) -> Never {
  printMessage(message)
  leave(status.rawValue)
}
