package import PromptSource

/// The comments of a YAML file, each from `#` to the end of its line, in order.
///
/// A `#` starts a comment at the start of a line and behind a blank, outside scalars.
package func yamlComments(_ file: SourceFile) -> [TextRange] {
  let utf8 = file.utf8
  guard file.firstInvalidByte == nil else { return [] }
  var scalars: [TextRange] = []
  var events = YAMLEvents(utf8)
  while let event = events.next() {
    guard case .scalar = event.kind, event.end > event.start else { continue }
    scalars.append(TextRange(event.start, event.end))
  }
  var comments: [TextRange] = []
  var next = 0
  var offset = 0
  while offset < utf8.count {
    while next < scalars.count, scalars[next].end <= offset { next += 1 }
    if next < scalars.count, scalars[next].start <= offset {
      offset = scalars[next].end
      continue
    }
    let isComment =
      utf8[offset] == UInt8(ascii: "#")
      && (offset == 0 || [0x20, 0x09, 0x0A, 0x0D].contains(utf8[offset - 1]))
    guard isComment else {
      offset += 1
      continue
    }
    let start = offset
    while offset < utf8.count, utf8[offset] != 0x0A, utf8[offset] != 0x0D { offset += 1 }
    comments.append(TextRange(start, offset))
  }
  return comments
}
