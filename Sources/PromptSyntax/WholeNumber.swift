/// A number from 0 to 2 147 483 647 in decimal digits without a sign or a leading zero, or nil.
/// Grammar: number
package func wholeNumber(_ text: String) -> Int? {
  guard !text.isEmpty, text.utf8.count <= 10, text == "0" || text.utf8.first != UInt8(ascii: "0"),
    text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
    let value = Int32(text)
  else { return nil }
  return Int(value)
}
