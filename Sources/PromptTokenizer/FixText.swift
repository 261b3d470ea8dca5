/// Fixes a text as `ftfy.fix_text` 6.3 does with `fix_encoding=False`.
///
/// ftfy repeats its steps over a line until nothing changes. Here a reference is replaced as soon as its
/// semicolon is reached, and what it stands for goes through the same steps at once: the result is the
/// same, because references never overlap, and nested ones take linear time.
///
/// - Parameter inspect: is shown each line, references replaced, where ftfy would look for text decoded
///   with the wrong encoding.
func fixedText(_ codes: [UInt32], inspect: (([UInt32]) -> Void)? = nil) -> [UInt32] {
  var result: [UInt32] = []
  result.reserveCapacity(codes.count)
  var unescapes = true
  var start = 0
  while start < codes.count {
    var end = start
    while end < codes.count, end - start < longestSegment {
      end += 1
      if codes[end - 1] == 0x0A { break }
    }
    let line = Array(codes[start..<end])
    // A `<` says that the rest of the text is HTML, whose references are meant.
    if line.contains(UInt32(ascii: "<")) { unescapes = false }
    result += fixedLine(line, unescapes: unescapes, inspect: inspect)
    start = end
  }
  return result
}

/// Longer lines are fixed in pieces.
private let longestSegment = 1_000_000

private func fixedLine(
  _ line: [UInt32], unescapes: Bool, inspect: (([UInt32]) -> Void)?
) -> [UInt32] {
  var line = line
  while true {
    if let inspect { inspect(LineFixer.output(line, unescapes: unescapes, fixes: false)) }
    let before = line
    if line.contains(escape) {
      // Terminal sequences end the one pass in which they are whole, so this pass goes step by step.
      line = withoutTerminalSequences(unescapes ? withReferencesReplacedOnce(line) : line)
    } else {
      line = LineFixer.output(line, unescapes: unescapes, fixes: true)
    }
    line = composed(line)
    if line == before { return line }
  }
}

private let escape: UInt32 = 0x1B

/// Replaces characters and references as they come.
private struct LineFixer {
  let unescapes: Bool
  /// Whether single characters are replaced too.
  let fixes: Bool
  private var output: [UInt32] = []
  private var pending: [UInt32] = []

  static func output(_ line: [UInt32], unescapes: Bool, fixes: Bool) -> [UInt32] {
    var fixer = LineFixer(unescapes: unescapes, fixes: fixes)
    fixer.output.reserveCapacity(line.count)
    for code in line { fixer.push(code) }
    return fixer.output
  }

  private init(unescapes: Bool, fixes: Bool) {
    self.unescapes = unescapes
    self.fixes = fixes
  }

  private mutating func push(_ code: UInt32) {
    if code >= 0x20, code < 0x7F, code != UInt32(ascii: ";") {
      output.append(code)
      return
    }
    pending.append(code)
    while let code = pending.popLast() {
      if code == UInt32(ascii: ";") {
        semicolon()
      } else if fixes, let fixed = asciiEquivalent(code) ?? fixedCharacters(code) {
        for code in fixed.reversed() { pending.append(code) }
      } else {
        output.append(code)
      }
    }
  }

  private mutating func semicolon() {
    guard unescapes, let start = referenceStart(output, end: output.count),
      let codes = references(output[(start + 1)...])
    else {
      output.append(UInt32(ascii: ";"))
      return
    }
    output.removeSubrange(start...)
    for code in codes.reversed() { pending.append(code) }
  }
}

/// The ASCII character that normal form C has for a character, and that can be part of a reference.
private func asciiEquivalent(_ code: UInt32) -> [UInt32]? {
  switch code {
  case 0x037E: [UInt32(ascii: ";")]
  case 0x212A: [UInt32(ascii: "K")]
  default: nil
  }
}

/// Where the reference whose semicolon would stand at `end` starts: `&#?[0-9A-Za-z]{1,24};`.
private func referenceStart(_ codes: [UInt32], end: Int) -> Int? {
  var start = end
  while start > 0, end - start < 25, codes[start - 1].isASCIILetter || codes[start - 1].isASCIIDigit
  {
    start -= 1
  }
  guard start < end, end - start < 25, start > 0 else { return nil }
  if codes[start - 1] == UInt32(ascii: "#") { start -= 1 }
  return start > 0 && codes[start - 1] == UInt32(ascii: "&") ? start - 1 : nil
}

/// The characters of a reference without its `&` and `;`, as `ftfy` reads it; nil where it stays.
private func references(_ name: ArraySlice<UInt32>) -> [UInt32]? {
  guard name.first == UInt32(ascii: "#") else {
    return HTMLEntities.codes(named: name) ?? upperCasedReference(name)
  }
  var digits = name.dropFirst()
  let isHexadecimal = digits.first.map { $0 | 0x20 } == UInt32(ascii: "x")
  if isHexadecimal { digits = digits.dropFirst() }
  guard !digits.isEmpty else { return nil }
  var number: UInt32 = 0
  for code in digits {
    guard let digit = digitValue(code, hexadecimal: isHexadecimal) else { return nil }
    number = min(number * (isHexadecimal ? 16 : 10) + digit, 0x110000)
  }
  // ftfy takes a semicolon in the result for one that was not part of the reference.
  return number == UInt32(ascii: ";") ? nil : referencedCodes(number)
}

/// `&EACUTE;` for `É`: a lower-case name in capitals that is no reference of HTML, not even its start.
private func upperCasedReference(_ name: ArraySlice<UInt32>) -> [UInt32]? {
  guard !name.contains(where: { $0 >= 0x61 && $0 <= 0x7A }) else { return nil }
  let lower = name.map { $0.isASCIILetter ? $0 | 0x20 : $0 }
  guard let codes = HTMLEntities.codes(named: lower),
    HTMLEntities.longestBarePrefix(of: name, below: name.count + 1) == nil
  else { return nil }
  return codePoints(text(codes).uppercased())
}

private func withReferencesReplacedOnce(_ line: [UInt32]) -> [UInt32] {
  var result: [UInt32] = []
  var start = 0
  for (end, code) in line.enumerated() where code == UInt32(ascii: ";") {
    guard let ampersand = referenceStart(line, end: end), ampersand >= start,
      let codes = references(line[(ampersand + 1)..<end])
    else { continue }
    result += line[start..<ampersand]
    result += codes
    start = end + 1
  }
  return result + line[start...]
}

/// Fixes single characters and removes terminal sequences, `ESC [ … letter`.
private func withoutTerminalSequences(_ line: [UInt32]) -> [UInt32] {
  let fixed = line.flatMap { $0 == escape ? [escape] : mapped($0) }
  var result: [UInt32] = []
  var index = 0
  while index < fixed.count {
    if fixed[index] == escape {
      index = endOfTerminalSequence(fixed, at: index) ?? index + 1
    } else {
      // Controls inside a sequence break it, so they go only now.
      if fixedCharacters(fixed[index])?.isEmpty != true { result.append(fixed[index]) }
      index += 1
    }
  }
  return result
}

private func mapped(_ code: UInt32) -> [UInt32] {
  guard let fixed = fixedCharacters(code), !fixed.isEmpty else { return [code] }
  return fixed
}

private func endOfTerminalSequence(_ codes: [UInt32], at start: Int) -> Int? {
  guard start + 1 < codes.count, codes[start + 1] == UInt32(ascii: "[") else { return nil }
  var index = start + 2
  while index < codes.count, codes[index] == UInt32(ascii: ";") || isDecimalDigit(codes[index]) {
    index += 1
  }
  return index < codes.count && codes[index].isASCIILetter ? index + 1 : nil
}

private func isDecimalDigit(_ code: UInt32) -> Bool {
  code.isASCIIDigit
    || code >= 0x80 && Unicode.Scalar(code)?.properties.generalCategory == .decimalNumber
}
