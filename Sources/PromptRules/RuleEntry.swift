package import PromptSource

/// One rule of the catalogue, as `grammar/rules` describes it.
package struct RuleEntry: Sendable {
  package var code: String
  package var name: String
  package var level: Rule.Level
  package var fix: FixClass
  /// What the rule needs beyond the file, such as `encoder`; nil for nothing.
  package var needs: String?
  /// The codes of other findings that the bad snippet cannot avoid.
  package var companions: [String]
  /// Why no snippet shows the rule, or nil where one does.
  package var notShown: String?
  /// What the rule means and why it matters, as one paragraph.
  package var explanation: String
  /// The sections below the explanation.
  let sections: Substring
  /// Files that give this finding; the first is the one to check.
  package var bad: [Snippet] { readSnippets(of: "Bad", in: sections) }
  /// Files that are as they should be.
  package var good: [Snippet] { readSnippets(of: "Good", in: sections) }

  /// Whether a change mends the finding by itself.
  package enum FixClass: String, Sendable {
    /// A person has to choose.
    case none
    /// The change surely keeps what the author meant.
    case safe
    /// The change is likely what the author meant.
    case unsafe
  }

  /// One file of an example.
  package struct Snippet: Sendable {
    /// `prompts` or `yaml`.
    package var language: String
    /// The file's name, where it matters; or `bytes`, where `\xE9` stands for a byte.
    package var name: String?
    package var text: String
  }
}
