import CLibYAML

/// One event of libyaml's parser, with the bytes it was read from.
struct YAMLEvent {
  var kind: Kind
  /// Offsets in UTF-8 bytes of the text.
  var start: Int
  var end: Int

  enum Kind {
    case documentStart, documentEnd
    case alias(String)
    case scalar(Scalar)
    case listStart(Properties), listEnd
    case mappingStart(Properties), mappingEnd
  }

  struct Scalar {
    var value: [UInt8]
    var style: Style
    var properties: Properties
  }

  enum Style { case plain, singleQuoted, doubleQuoted, block }

  struct Properties {
    var anchor: String?
    var tag: String?
  }
}

/// Why libyaml stopped, in its own words, and where.
struct YAMLProblem {
  var text: String
  var offset: Int
  /// What was being read, in libyaml's words, and where it began.
  var context: String
  var contextOffset: Int?
}

/// Reads YAML events one by one, so that a reader can stop before a text nests too deeply.
///
/// The only file that knows libyaml. Its marks count characters; here they have become byte offsets. A
/// byte order mark is kept from it, for it would move the columns of the first line.
@safe struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutableBufferPointer<UInt8>
  /// The byte offset of every 64th character.
  private var checkpoints: [Int] = []
  private(set) var problem: YAMLProblem?
  private var isAtEnd = false

  /// - Parameter utf8: valid UTF-8.
  init(_ utf8: [UInt8]) {
    unsafe text = .allocate(capacity: max(utf8.count, 1))
    _ = unsafe text.update(fromContentsOf: utf8)
    var characters = 0
    start = utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for offset in start..<utf8.count where utf8[offset] & 0xC0 != 0x80 {
      if characters & 63 == 0 { checkpoints.append(offset) }
      characters += 1
    }
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    length = utf8.count
    // Out of memory is the only failure; it shows in the first event.
    isAtEnd = unsafe yaml_parser_initialize(parser) == 0
    guard !isAtEnd else { return }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(
      parser, text.baseAddress.map { unsafe $0 + start }, utf8.count - start)
  }

  private let length: Int
  /// The offset behind a byte order mark.
  private let start: Int

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deinitialize(count: 1)
    unsafe parser.deallocate()
    unsafe text.deallocate()
  }

  /// The next event, or nil at the end of the text or at a ``problem``.
  mutating func next() -> YAMLEvent? {
    while !isAtEnd {
      var event = unsafe yaml_event_t()
      guard unsafe yaml_parser_parse(parser, &event) == 1 else {
        isAtEnd = true
        problem = readProblem()
        return nil
      }
      defer { unsafe yaml_event_delete(&event) }
      if let kind = unsafe kind(of: event) {
        let start = unsafe offset(ofCharacter: event.start_mark.index)
        let end = unsafe offset(ofCharacter: event.end_mark.index)
        return YAMLEvent(kind: kind, start: start, end: max(start, end))
      }
    }
    return nil
  }

  /// The event's own parts, or nil for what carries nothing: the stream's ends.
  private mutating func kind(of event: yaml_event_t) -> YAMLEvent.Kind? {
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(unsafe string(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let value = unsafe Array(UnsafeBufferPointer(start: scalar.value, count: scalar.length))
      let style: YAMLEvent.Style =
        switch unsafe scalar.style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
      let properties = unsafe YAMLEvent.Properties(
        anchor: string(scalar.anchor), tag: string(scalar.tag))
      return .scalar(YAMLEvent.Scalar(value: value, style: style, properties: properties))
    case YAML_SEQUENCE_START_EVENT:
      let data = unsafe event.data.sequence_start
      return .listStart(unsafe .init(anchor: string(data.anchor), tag: string(data.tag)))
    case YAML_SEQUENCE_END_EVENT: return .listEnd
    case YAML_MAPPING_START_EVENT:
      let data = unsafe event.data.mapping_start
      return .mappingStart(unsafe .init(anchor: string(data.anchor), tag: string(data.tag)))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_STREAM_END_EVENT:
      isAtEnd = true
      return nil
    default: return nil
    }
  }

  private func readProblem() -> YAMLProblem {
    let parser = unsafe parser.pointee
    let message = unsafe string(parser.problem) ?? "out of memory"
    // The reader counts bytes from the start of the text; scanner and parser set marks.
    let isReader = unsafe parser.error == YAML_READER_ERROR
    let place =
      unsafe isReader
      ? min(start + parser.problem_offset, length) : offset(ofCharacter: parser.problem_mark.index)
    let context = unsafe string(parser.context)
    return YAMLProblem(
      text: message, offset: place, context: context ?? "",
      contextOffset: unsafe context == nil ? nil : offset(ofCharacter: parser.context_mark.index))
  }

  private func string(_ bytes: UnsafePointer<CChar>?) -> String? {
    unsafe bytes.map { unsafe String(cString: $0) }
  }

  private func string(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe bytes.map { unsafe String(cString: $0) }
  }

  /// The byte offset of a character, counted without a byte order mark; past the end, the end.
  private func offset(ofCharacter index: Int) -> Int {
    guard index >> 6 < checkpoints.count else { return length }
    var offset = checkpoints[index >> 6]
    for _ in 0..<(index & 63) {
      guard offset < length else { return length }
      offset += 1
      while offset < length, unsafe text[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }
}
