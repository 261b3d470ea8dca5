import PromptSource

extension RuleEntry {
  /// The long form of a rule, for a terminal.
  package var longText: String {
    var text = "\(code) \(name)\n\nLevel: \(level.rawValue)"
    switch fix {
    case .none: break
    case .safe: text += ". Fixed by `check --fix`"
    case .unsafe: text += ". Fixed by `check --unsafe-fixes`"
    }
    if let needs { text += ". Needs an \(needs)" }
    text += ".\n\n" + wrapped(explanation, width: 80) + "\n"
    text += example("Found in", bad) + example("As it should be", good)
    return text
  }

  /// The long form as Markdown, without its heading.
  package var markdown: String {
    func section(_ title: String, _ snippets: [Snippet]) -> String {
      snippets.isEmpty
        ? ""
        : "\n## \(title)\n"
          + snippets.map { "\n```\($0.language)\n\($0.text)```\n" }.joined()
    }
    return explanation + "\n" + section("Found in", bad) + section("As it should be", good)
  }

  private func example(_ title: String, _ snippets: [Snippet]) -> String {
    snippets.enumerated().map { index, snippet in
      let heading = index == 0 ? title : "With"
      let name = snippet.name.map { $0 == "bytes" ? "" : " `\($0)`" } ?? ""
      let lines = snippet.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      return "\n\(heading)\(name):\n\n"
        + lines.map { "    \($0.count > 100 ? $0.prefix(90) + " …" : $0)\n" }.joined()
    }.joined()
  }
}

/// A paragraph with a line break wherever a line would grow past a width.
private func wrapped(_ text: String, width: Int) -> String {
  var lines = [""]
  for word in text.split(separator: " ") {
    let last = lines[lines.count - 1]
    if !last.isEmpty, last.count + 1 + word.count > width {
      lines.append(String(word))
    } else {
      lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
    }
  }
  return lines.joined(separator: "\n")
}
