/// Checks that what a bank is to be written from fits together, so that what is written can be read.
func checkContents(_ contents: BankContents, path: String) throws(BankError) {
  func wrong(_ reason: String) -> BankError { BankError(path: path, reason: reason) }
  let dimension = contents.space.dimension
  guard dimension > 0 else { throw wrong("the dimension is \(dimension)") }
  for digest in [
    contents.space.id, contents.space.encoderDigest, contents.space.vocabularyDigest,
  ] where !isDigest(digest) {
    throw wrong("`\(digest)` is not a SHA-256 digest")
  }
  for temperature in [contents.scoring.temperature, contents.scoring.encoderTemperature] {
    if let temperature, !(temperature.isFinite && temperature > 0) {
      throw wrong("the temperature \(temperature) is not a finite number above 0")
    }
  }
  if contents.classes.isEmpty { throw wrong("the set has no class") }
  if contents.files.isEmpty { throw wrong("the set has no file") }
  for file in contents.files {
    if file.name.utf8.first == UInt8(ascii: "/") {
      throw wrong("the file name `\(file.name)` is not relative to the set's folder")
    }
    if file.digest.count != 32 { throw wrong("the digest of `\(file.name)` has not 32 bytes") }
  }
  for entry in contents.ood where !entry.near.allSatisfy(contents.classes.indices.contains) {
    throw wrong("ood entry `\(entry.name)` is near a class that is not there")
  }
  if contents.voidEmbedding.count != (contents.scoring.void == nil ? 0 : dimension) {
    throw wrong("\(contents.voidEmbedding.count) numbers are not the embedding of `void`")
  }
  if let heads = contents.scoring.heads {
    let isAscending = zip(heads.unseen, heads.unseen.dropFirst()).allSatisfy { $0 < $1 }
    if !isAscending || !heads.unseen.allSatisfy(contents.classes.indices.contains) {
      throw wrong("the unseen classes are not ascending indices of classes")
    }
    if !(0...1).contains(heads.alpha) || !(0...1).contains(heads.beta) {
      throw wrong("a head's weight is not within 0 and 1")
    }
  }
  let owners =
    contents.classes.map { ($0.name, $0.templateList, $0.concepts) }
    + contents.ood.map { ($0.name, $0.templateList, $0.concepts) }
  for (name, list, concepts) in owners {
    if concepts.isEmpty { throw wrong("`\(name)` has no concept") }
    guard contents.templateLists.indices.contains(list) else {
      throw wrong("`\(name)` uses a template list that is not there")
    }
    let count = contents.templateLists[list].templates.count
    for concept in concepts {
      if !contents.files.indices.contains(concept.file) || concept.line < 1 || concept.character < 1
      {
        throw wrong("the origin of `\(concept.text)` is not a place in a file")
      }
      if count == 0 || concept.prompts.count != count {
        throw wrong("`\(concept.text)` has \(concept.prompts.count) prompts for \(count) templates")
      }
      if concept.prompts.contains(where: { $0.utf8.contains(0) }) {
        throw wrong("a prompt of `\(concept.text)` holds a zero byte")
      }
    }
  }
  let count = owners.reduce(0) { $0 + $1.2.count }
  let (size, overflow) = count.multipliedReportingOverflow(by: dimension)
  if overflow || contents.embeddings.count != size {
    throw wrong(
      "\(contents.embeddings.count) numbers are not \(count) embeddings of dimension \(dimension)")
  }
}
