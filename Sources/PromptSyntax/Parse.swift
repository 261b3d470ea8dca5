package import PromptSource

/// Parses the concise spelling. Never throws: gives a tree and all independent findings in source
/// order, in time linear in the file.
///
/// The rules of the spelling:
///
/// - A file is a row of declarations. Each starts with its keyword at the beginning of a line (or behind
///   the `{` or `}` of a superclass block on the same line) and ends with its line:
///
///       edition NUMBER                         license TEXT
///       set NAME ["VERSION"]                   source TEXT
///       import "PATH" [version "RANGE"] [as NAME]
///       extends "PATH" [version "RANGE"]       templates NAME = LIST
///       templates NAME { "…" … }               superclass NAME { class… }
///       class ID NAME = CONCEPTS [with LIST]   scoring { KEY VALUE … }
///       class NAME += CONCEPTS                 class NAME -= CONCEPTS
///       ood NAME [near NAME, …] = CONCEPTS [with LIST]
///       ood NAME += CONCEPTS                   ood NAME -= CONCEPTS
///       remove class NAME                      remove ood NAME
///       renumber NAME ID
///       expect TEXT is [ood] NAME
///       expect similarity(NAME or TEXT, NAME or TEXT) < NUMBER     (or `>`)
///
/// - Keywords are keywords only where a declaration may start: `class`, `set`, `near` and `with` are
///   ordinary words inside a concept or a name (`class room`, `set of stairs`, `near miss`).
/// - A concept list goes on over the end of a line behind `=` or a comma. Then the next line belongs to
///   the list, unless its first word is a keyword and either its second token is a number or a string,
///   or the line holds `=` or `{`, or it starts with `remove class`, `remove ood` or
///   `expect similarity(`, or it is `renumber`, a word and a number. The same holds for a `near` list.
/// - `+=` and `-=` are one sign each. In `similarity(…)` a name of several words needs no quotes; a
///   text in quotes that is a name stands for it.
/// - `with NAME` is the template list of a class or entry only where it is the last of the declaration
///   (it may have a line of its own). Anywhere else `with` is a word of a concept: `cup with a lid, mug`.
///   A last concept that ends so is quoted: `"tree with people"`.
/// - The `{` of a block ends the line of its keyword or starts the next; templates stand side by side
///   without commas; a key of `scoring` and its value share a line.
/// - Words are any characters but blanks and `" = , { } ( ) ! #`; outside strings the characters
///   `; [ ] < > \` and the backquote are kept for later. A name or a value of several words is quoted,
///   a concept of several words is not. Runs of blanks between the words of a concept count as one.
/// - A string stays on its line. Escapes: `\"`, `\\`, `\n`, `\t`, `\u{…}`.
/// - `#` outside a string starts a comment to the end of the line.
/// - Lines end with LF, CR LF or CR; a byte order mark at the start is skipped.
/// - A file of a newer edition is refused with one finding.
package func parse(_ file: SourceFile) -> (document: Document, diagnostics: [Diagnostic]) {
  let (isText, characters) = checkCharacters(file, spelling: .concise)
  guard isText else { return (Document(file: file), characters) }
  let lexer = Lexer(file.utf8)
  var parser = Parser(file, lexer.tokens)
  parser.refusal = yamlInDisguise(file, lexer.tokens)
  parser.parseDocument()
  parser.document.comments = lexer.comments.map { CommentDeclaration($0, in: file) }
  var found = characters + parser.reader.diagnostics
  if let refusal = parser.refusal {
    found = characters.filter { $0.rule == .notUTF8 } + [refusal]
  } else {
    found += gluedComments(lexer.comments, in: file)
    found += conceptsWithTemplates(parser.document)
    found += conceptsWithNear(parser.document)
  }
  return (parser.document, found.inSourceOrder(files: [file]))
}

/// Comments that touch the word before them: `C# sign` holds one concept, `C`.
private func gluedComments(_ comments: [TextRange], in file: SourceFile) -> [Diagnostic] {
  let apart: Set<UInt8> = [
    0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","),
  ]
  return comments.compactMap { comment in
    guard comment.start > 0, !apart.contains(file.utf8[comment.start - 1]), comment.start > 3
    else { return nil }
    return Diagnostic(
      .gluedComment, "`#` right behind a word starts a comment",
      at: SourcePlace(file, TextRange(comment.start, comment.start + 1)),
      help: "put a blank before the comment, or quote the text that `#` belongs to")
  }
}
