package import PromptSource
import PromptSyntax

/// Lays a file of the YAML spelling out in its one canonical form, or gives nil where a finding is an
/// error.
///
/// The rules of the layout:
///
/// - The order of keys and entries stays, and so does each collection's style: block (by lines) or flow
///   (by brackets). Blocks are indented by two blanks, lists in mappings too.
/// - A flow collection is written `{id: 0, concepts: [road, street]}`: on the line of its key where it
///   fits into 100 columns, else on the next where it fits there; else it is broken behind commas, as late
///   as they allow: a list behind its key, a mapping on the next line, further lines indented by four
///   more blanks than the key.
/// - A scalar is plain where every reader of YAML 1.1 and 1.2 sees its text in it: it starts with a
///   letter, is no boolean, null, number or date for any of them, and holds none of `: , [ ] { } # " \`,
///   `< > |` and the backquote. Otherwise it is between double quotes, or between single ones where it
///   holds `"` or a backslash. What the author left plain stays plain, unless other readers would see
///   something else; the values of `edition`, `id`, `renumber`, `scoring` and `expect` may be numbers. A text over
///   several lines, except a block scalar, comes to stand on one; a block scalar is literal (`|`).
/// - Directives and `---` stay, `...` goes. Comments and blank lines are kept as in the concise spelling:
///   ``LayoutLines``.
package func formatYAML(_ file: SourceFile) -> (text: String?, diagnostics: [Diagnostic]) {
  let (_, diagnostics) = parseYAML(file)
  guard !diagnostics.contains(where: { $0.rule.level == .error }) else { return (nil, diagnostics) }
  var printer = YAMLPrinter(file, YAMLTree(file))
  return (printer.print(), diagnostics)
}
