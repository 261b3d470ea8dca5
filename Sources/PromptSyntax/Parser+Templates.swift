import PromptSource

extension Parser {
  /// `templates NAME = LIST` or `templates NAME { "…" … }`
  /// Grammar: templates
  mutating func parseTemplates() {
    let keyword = reader.range(current)
    advance()
    declared.insert(.templates)
    var name = parseName()
    if let written = name {
      name = checked(written, of: "the template list")
    } else {
      reader.report(
        .missingName, "the template list has no name", keyword,
        help: "write `templates default …` for the list of every class without `with`")
    }
    let body: TemplateListDeclaration.Body
    if current.kind == .equals, token(1).kind == .openBrace {
      let equals = reader.range(current)
      reader.report(
        .unexpectedText, "`=` cannot stand before `{`", equals,
        help: "leave it out: `=` stands before the name of another list",
        fix: Fix("remove it", [.init(TextRange(tokens[position - 1].end, equals.end), "")]))
      advance()
    }
    switch current.kind {
    case .equals:
      guard let reference = parseTemplateReference() else { return }
      body = reference
    case .openBrace: body = .templates(parseTemplateBlock())
    case .lineEnd where nextLineOpensBlock:
      skipLineEnds()
      body = .templates(parseTemplateBlock())
    case .word where reader.source(current).hasPrefix("["):
      reader.report(
        .missingBrace, "the templates stand in brackets", reader.range(current),
        help: "write them between `{` and `}`, without commas")
      return skipDeclaration()
    default:
      let rest = restOfLine
      reader.report(
        .missingBrace, "the template list has neither `{` nor `=`",
        rest.isEmpty ? name?.range ?? keyword : reader.range(rest.prefix(1)),
        help: "write `templates NAME { \"a photo of {a}.\" }`, or `templates NAME = OTHER`")
      return skipDeclaration()
    }
    guard let name else { return }
    document.templateLists.append(TemplateListDeclaration(name: name, body: body))
  }

  var nextLineOpensBlock: Bool { current.kind == .lineEnd && token(1).kind == .openBrace }

  /// At `=`.
  private mutating func parseTemplateReference() -> TemplateListDeclaration.Body? {
    let equals = reader.range(current)
    advance()
    let isString = current.isString
    guard let reference = parseName() else {
      reader.report(
        .missingName, "no template list is named behind `=`", equals,
        help: "name a list, or write the templates between `{` and `}`")
      return nil
    }
    if isString, reference.value.contains("{") {
      reader.report(
        .missingBrace, "a template stands where the name of a list belongs", reference.range,
        help: "write the templates between `{` and `}`, without `=`")
      return .templates([reference])
    }
    return checked(reference, of: "the template list").map { .reference($0) }
  }

  /// At `{`.
  /// Grammar: template-block, template
  private mutating func parseTemplateBlock() -> [Located<String>] {
    let open = reader.range(current)
    advance()
    var templates: [Located<String>] = []
    var hasComma = false
    while true {
      switch current.kind {
      case .lineEnd: advance()
      case .string, .unclosedString:
        templates.append(reader.text(current))
        advance()
      case .closeBrace:
        advance()
        return templates
      case .comma:
        if !hasComma {
          reader.report(
            .misplacedComma, "templates are not parted by commas", reader.range(current),
            help: "remove the commas: blanks or line breaks part templates")
        }
        hasComma = true
        advance()
      case .end:
        reportUnclosedBrace(open)
        return templates
      default:
        if isFirstOfLine, startsDeclaration(at: position) {
          reportUnclosedBrace(open)
          // The declaration is parsed by the loop, which expects an end of line first.
          position -= 1
          return templates
        }
        let words = takeUnquotedTemplate()
        reader.report(
          .unexpectedText, "\(quoted(reader.source(words))) is not a string",
          reader.range(words),
          help: words.count == 1
            ? "write each template between `\"`; another list is named without braces: "
              + quoted("templates NAME = \(reader.source(words))")
            : "write each template between `\"`")
      }
    }
  }

  var isFirstOfLine: Bool { position > 0 && tokens[position - 1].kind == .lineEnd }

  /// A template that was left unquoted: up to a string or the end of the line, its holes included.
  private mutating func takeUnquotedTemplate() -> ArraySlice<Token> {
    let start = position
    var depth = 0
    while current.kind != .lineEnd, current.kind != .end, !current.isString || position == start {
      if current.kind == .openBrace { depth += 1 }
      if current.kind == .closeBrace {
        if depth == 0 { break }
        depth -= 1
      }
      advance()
    }
    return tokens[start..<position]
  }
}
