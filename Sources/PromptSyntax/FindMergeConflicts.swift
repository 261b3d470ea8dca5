import PromptSource

/// The conflicts that a merge left in a file: lines that start with `<<<<<<<`, `=======` and `>>>>>>>`, in this order.
func findMergeConflicts(_ file: SourceFile) -> [Diagnostic] {
  var found: [Diagnostic] = []
  var open: TextRange?
  var isParted = false
  for (index, start) in file.lineStarts.enumerated() {
    guard start < file.utf8.count, let mark = marker(file.utf8, at: start) else { continue }
    let line = file.range(ofLine: index + 1)
    switch mark {
    case UInt8(ascii: "<"): (open, isParted) = (line, false)
    case UInt8(ascii: "="): isParted = open != nil
    default:
      guard let first = open, isParted else { continue }
      found.append(
        Diagnostic(
          .mergeConflict, "a merge left a conflict here", at: SourcePlace(file, first),
          related: [.init("it ends here", at: SourcePlace(file, line))],
          help:
            "keep what is right of both sides, and delete the lines of `<<<<<<<`, `=======` and `>>>>>>>`"
        ))
      open = nil
    }
  }
  return found
}

/// The sign of which seven, and no eighth, stand at an offset.
private func marker(_ utf8: [UInt8], at start: Int) -> UInt8? {
  let sign = utf8[start]
  guard [UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">")].contains(sign),
    start + 7 <= utf8.count, utf8[start..<(start + 7)].allSatisfy({ $0 == sign }),
    start + 7 == utf8.count || [0x20, 0x0A, 0x0D].contains(utf8[start + 7])
  else { return nil }
  return sign
}
