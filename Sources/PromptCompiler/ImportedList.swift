internal import PromptSource
internal import PromptSyntax

/// How a published list of classes is written.
package enum ListForm: String, Sendable, CaseIterable {
  /// `id:name,synonym,…`, a class a line, as OpenSeg, ODISE and FC-CLIP keep them.
  case fcclip
  /// A label a line, its synonyms parted by `, `; the ids count from 0.
  case list
  /// JSON: an array of strings, synonyms parted by `, `, as CAT-Seg keeps them (the ids count from 0); COCO's
  /// `categories`; or Hugging Face's `id2label`.
  case json
}

/// A published list as a document whose ranges point into the list.
struct ImportedList {
  var document: Document
  var diagnostics: [Diagnostic] = []
  /// What its columns were taken for, if it has any.
  var columns: [ListColumn] = []

  init(_ file: SourceFile) { document = Document(file: file) }

  mutating func report(_ rule: Rule, _ message: String, _ range: TextRange, help: String) {
    diagnostics.append(
      Diagnostic(rule, message, at: SourcePlace(document.file, range), help: help))
  }

  /// The id that is written somewhere; nil and a finding where it is none.
  mutating func id(at place: TextRange) -> Located<Int>? {
    let written = document.file.text(place)
    guard let id = wholeNumber(written) else {
      report(
        .badNumber, "\(quoted(written)) is not an id", place,
        help: "an id is a whole number from 0 to 65535, without leading zeros")
      return nil
    }
    return Located(id, at: place)
  }

  /// Adds a class whose label stands in a list, its synonyms parted by `, `.
  mutating func add(id: Located<Int>?, label: TextRange, superclass: Located<String>? = nil) {
    let text = Array(document.file.utf8[label.start..<label.end])
    let concepts = concepts(text, needsBlank: true) {
      TextRange(label.start + $0.lowerBound, label.start + $0.upperBound)
    }
    add(id: id, concepts, label, superclass: superclass)
  }

  /// Adds a class called by the first of its concepts.
  mutating func add(
    id: Located<Int>?, _ concepts: [Located<String>], _ range: TextRange,
    superclass: Located<String>? = nil
  ) {
    guard let first = concepts.first else { return }
    var name = first.value[...]
    while let end = name.last, end.isWhitespace { name.removeLast() }
    document.classes.append(
      ClassDeclaration(
        id: id, name: Located(String(name.drop(while: \.isWhitespace)), at: first.range),
        superclass: superclass, templates: nil,
        concepts: concepts.map {
          ConceptDeclaration(text: $0, plural: .none, number: nil, range: $0.range)
        }, range: range))
  }

  /// Notes a line that makes no class as a comment.
  mutating func note(_ range: TextRange) {
    let text = String(
      String.UnicodeScalarView(
        document.file.text(range).unicodeScalars.map { isDisturbing($0) ? " " : $0 }))
    document.comments.append(
      CommentDeclaration(
        text: text.hasPrefix("#") ? text : "# " + text, range: range, isTrailing: false))
  }

  /// Cuts a class into its concepts at commas; one blank behind a comma belongs to the comma. Empty ones are
  /// reported and left out.
  ///
  /// - Parameters:
  ///   - needsBlank: whether a comma without a blank behind it belongs to the text.
  ///   - place: where a range of the text stands in the file.
  mutating func concepts(
    _ text: [UInt8], needsBlank: Bool, place: (Range<Int>) -> TextRange
  ) -> [Located<String>] {
    var concepts: [Located<String>] = []
    var start = 0
    for offset in 0...text.count {
      let isEnd = offset == text.count
      guard offset >= start, isEnd || text[offset] == UInt8(ascii: ",") else { continue }
      let hasBlank = !isEnd && offset + 1 < text.count && text[offset + 1] == 0x20
      if needsBlank, !isEnd, !hasBlank { continue }
      let concept = String(decoding: text[start..<offset], as: UTF8.self)
      let range = place(start..<offset)
      if concept.allSatisfy(\.isWhitespace) {
        report(
          .emptyConcept, "the class has an empty concept", range, help: "remove one of the commas")
      } else {
        concepts.append(Located(concept, at: range))
      }
      start = offset + (hasBlank ? 2 : 1)
    }
    return concepts
  }
}
