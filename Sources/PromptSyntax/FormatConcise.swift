package import PromptSource

/// Lays a file of the concise spelling out in its one canonical form, or gives nil where a finding is an
/// error.
///
/// The rules of the layout:
///
/// - A declaration starts its own line, indented by two blanks in a superclass block; the order of
///   declarations, templates, concepts and keys stays. Words are parted by one blank.
/// - `{` ends the line of its keyword and `}` has a line of its own; a block with nothing in it is `{}`.
///   Every template has a line. `scoring` is one line, its entries two blanks apart, where it fits and
///   holds no comment, else a line an entry.
/// - Neighbouring `class` lines have their `=` in one column, and so have neighbouring `ood` lines, and
///   their `near`. A blank line or another declaration ends the run; comments do not. An ood name wider
///   than 16 columns, and a head wider than 44, take no part: one blank parts them from what follows.
///   The texts of `license` and `source` side by side start in one column, and so do the ids of
///   neighbouring `renumber` lines.
/// - A list that would go beyond column 100 is broken behind commas, as late as they allow; the lines
///   after the first are indented by four more blanks. `with` stands two blanks behind the list.
/// - Names, licences, concepts and plurals are quoted only where they must be; a quoted concept that
///   holds the word `with` stays quoted. Versions, paths, sources, templates and texts are always
///   quoted. `\n`, `\t`, `\"`, `\\` and `\u{…}` for what cannot be seen are the only escapes.
/// - Comments keep their words, their order and their declaration: at the end of a line they stay at the
///   end of one (two blanks behind it, aligned with those of neighbouring lines), on a line of their own
///   they take the indentation of what follows.
/// - One blank line stays where there were some, but not at the start or the end of the file or of a block,
///   nor inside a list. Lines end with LF, the last one too.
package func formatConcise(_ file: SourceFile) -> (text: String?, diagnostics: [Diagnostic]) {
  let (document, diagnostics) = parse(file)
  guard !diagnostics.contains(where: { $0.rule.level == .error }) else { return (nil, diagnostics) }
  return (layOut(document), diagnostics)
}

/// The canonical text of a document that was parsed from the concise spelling without errors.
private func layOut(_ document: Document) -> String {
  var declarations = LayoutReader(document).declarations
  var ends: [Int: Int] = [:]
  for (left, right) in zip(declarations, declarations.dropFirst()) {
    ends[right.range.start] = left.range.end
  }
  align(&declarations) { declaration in
    ends[declaration.range.start].map {
      document.file.hasBlankLine(between: $0, and: declaration.range.start)
    } ?? false
  }
  var lines = LayoutLines(document.file, comments: document.comments)
  for declaration in declarations {
    let indentation = 2 * declaration.depth
    let isClosing = declaration.kind == .closing
    let start = declaration.range.start
    lines.takeComments(before: start, indentation: indentation + (isClosing ? 2 : 0))
    lines.startLine(at: start, indentation: indentation, keepsBlank: !isClosing)
    var pieces = declaration.pieces
    pieces[0].blanks = 0
    lines.fill(pieces, hanging: indentation + 4)
    if declaration.kind == .opening { lines.openBlock() }
  }
  return lines.finish()
}
