import PromptSource
import PromptSyntax

/// What is wrong with the version of an imported or extended set.
func checkVersion(
  _ range: Located<String>, of target: Document, in file: SourceFile
) -> Diagnostic? {
  let place = SourcePlace(file, range.range)
  guard let wanted = VersionRange(range.value) else {
    return Diagnostic(
      .badVersionRange, "\(quoted(range.value)) is no version range", at: place,
      help: "write comparisons parted by blanks, such as `>=1.2 <2`, or `^1.2`, `~1.2.3`, `1.2.3`")
  }
  let name = quoted(target.file.path)
  guard let set = target.set, let written = set.version else {
    return Diagnostic(
      .missingVersion, "\(name) gives no version, and \(quoted(range.value)) is asked for",
      at: place,
      related: target.set.map { [.init("the set", at: SourcePlace(target.file, $0.name.range))] }
        ?? [],
      help: "give that set one, as in "
        + target.file.say("`set NAME \"1.2.0\"`", "`set: {name: NAME, version: \"1.2.0\"}`")
        + ", or leave the range out")
  }
  let related = [
    Diagnostic.Related("its version", at: SourcePlace(target.file, written.range))
  ]
  guard let version = Version(written.value) else {
    return Diagnostic(
      .versionMismatch,
      "\(name) is version \(quoted(written.value)), which cannot be compared with "
        + quoted(range.value), at: place, related: related,
      help: "a version that can be compared is dotted numbers, such as `1.2.0`")
  }
  guard !wanted.contains(version) else { return nil }
  return Diagnostic(
    .versionMismatch,
    "\(name) is version \(quoted(written.value)), and \(quoted(range.value)) is asked for",
    at: place, related: related,
    help: "widen the range if this file goes with that version, or take the file of the right one")
}
