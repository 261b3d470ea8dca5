import PromptSource

extension Findings {
  /// One line a finding, as compilers write them: `path:line:column: level[code name]: message`.
  package func conciseReport() -> String {
    diagnostics.map { diagnostic in
      let (rule, start) = (diagnostic.rule, diagnostic.place.start)
      return "\(diagnostic.place.file.path):\(start.line):\(start.column): "
        + "\(rule.level.rawValue)[\(rule.code) \(rule.name)]: \(diagnostic.message)\n"
    }.joined()
  }
}
