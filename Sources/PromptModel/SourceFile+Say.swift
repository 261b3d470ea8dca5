package import PromptSource
import PromptSyntax

extension SourceFile {
  /// Help in the words of the spelling that the author wrote this file in.
  package func say(_ concise: String, _ yaml: String) -> String {
    (isYAML(self) ? Spelling.yaml : .concise).say(concise, yaml)
  }
}
