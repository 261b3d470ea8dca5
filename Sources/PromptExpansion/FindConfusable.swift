import PromptSource
import PromptSyntax

/// A word that mixes Latin letters with others that look like Latin ones, or nil.
func findConfusable(_ text: Located<String>, in file: SourceFile) -> Diagnostic? {
  for word in text.value.split(separator: " ") {
    let scalars = word.unicodeScalars
    guard scalars.contains(where: { $0.isASCII && $0.properties.isAlphabetic }),
      let found = scalars.first(where: { confusables[$0] != nil }), let latin = confusables[found]
    else { continue }
    let number = String(found.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
    var mended = String.UnicodeScalarView()
    for scalar in text.value.unicodeScalars { mended.append(confusables[scalar] ?? scalar) }
    return Diagnostic(
      .confusableLetter,
      "\(quoted(String(word))) holds U+\(padded), which looks like the Latin `\(latin)`",
      at: SourcePlace(file, text.range), help: "write \(quoted(String(mended))) in Latin letters",
      fix: writtenPart(text, in: file).map {
        Fix("write Latin letters", [.init($0, String(mended))], isSafe: false)
      })
  }
  return nil
}

/// Cyrillic and Greek letters drawn as Latin ones (from the confusables of Unicode's UTS 39).
private let confusables: [Unicode.Scalar: Unicode.Scalar] = {
  let pairs = [
    ("аеорсухіјѕһԁԛԝ", "aeopcyxijshdqw"), ("АВЕКМНОРСТХІЈЅ", "ABEKMHOPCTXIJS"), ("ονρα", "ovpa"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
  ]
  var table: [Unicode.Scalar: Unicode.Scalar] = [:]
  for (foreign, latin) in pairs {
    for (key, value) in zip(foreign.unicodeScalars, latin.unicodeScalars) { table[key] = value }
  }
  return table
}()
