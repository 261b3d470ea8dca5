import PromptCompiler
import PromptSource

/// Reads a prompt set, or stops the command with the reason.
func openSource(_ path: String) throws(CommandFailure) -> SourceFile {
  do {
    return try readSource(path)
  } catch {
    throw CommandFailure("\(error)")
  }
}
