import CLibFuzzer
import Glibc
import PromptExpansion
import PromptModel
import PromptSource
import PromptSyntax
import PromptTokenizer
import PromptYAML

/// `STAGE=concise|yaml|layout|set Fuzz [libFuzzer's arguments]`: libFuzzer on one stage of the language. No
/// argument, for libFuzzer calls the program anew when it merges and leaves out what it does not know.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments
    let stage = getenv("STAGE").map { String(cString: $0) } ?? ""
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var count = Int32(arguments.count)
    let status = pointers.withUnsafeMutableBufferPointer { buffer -> Int32 in
      var start = buffer.baseAddress
      switch stage {
      case "concise":
        return LLVMFuzzerRunDriver(&count, &start) { data, size in
          inTime { judge("f.prompts", bytes(data, size), parse) }
        }
      case "yaml":
        return LLVMFuzzerRunDriver(&count, &start) { data, size in
          inTime { judge("f.prompts.yaml", bytes(data, size), parseYAML) }
        }
      case "layout":
        return LLVMFuzzerRunDriver(&count, &start) { data, size in
          inTime { layOut(bytes(data, size)) }
        }
      case "set":
        return LLVMFuzzerRunDriver(&count, &start) { data, size in
          inTime { resolveAndExpand(bytes(data, size)) }
        }
      default: fatalError("STAGE is one of concise, yaml, layout and set, not \(stage)")
      }
    }
    exit(status)
  }
}

/// An input that takes two seconds of the processor is a finding. libFuzzer's own `-timeout` counts the
/// wall clock, which a busy machine stretches.
private func inTime(_ work: () -> Int32) -> Int32 {
  let start = processorSeconds()
  let result = work()
  precondition(processorSeconds() - start < 2, "the input took two seconds of the processor")
  return result
}

private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func bytes(_ data: UnsafePointer<UInt8>?, _ size: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: data, count: size))
}

/// Parses, and draws what was found: places have to lie in the file.
private func judge(
  _ path: String, _ bytes: [UInt8],
  _ parse: (SourceFile) -> (document: Document, diagnostics: [Diagnostic])
) -> Int32 {
  let file = SourceFile(path: path, bytes: bytes)
  draw(parse(file).diagnostics)
  return 0
}

private func draw(_ diagnostics: [Diagnostic]) {
  for diagnostic in diagnostics {
    for place in [diagnostic.place] + diagnostic.related.map(\.place) {
      precondition(place.range.end <= place.file.utf8.count, "a place outside its file")
    }
  }
  let renderer = DiagnosticRenderer()
  for diagnostic in diagnostics.prefix(8) {
    precondition(renderer.render(diagnostic).hasSuffix("\n"))
  }
}

/// A file that starts with `---` or `edition:` is YAML.
private func isYAML(_ file: SourceFile) -> Bool {
  file.utf8.starts(with: "---".utf8) || file.utf8.starts(with: "edition:".utf8)
}

private func read(_ file: SourceFile) -> (document: Document, diagnostics: [Diagnostic]) {
  isYAML(file) ? parseYAML(file) : parse(file)
}

/// format(format(x)) = format(x), meaning(format(x)) = meaning(x), comments(format(x)) = comments(x); and
/// the other spelling of a set without errors means the same.
private func layOut(_ bytes: [UInt8]) -> Int32 {
  let file = SourceFile(path: "f", bytes: bytes)
  let inYAML = isYAML(file)
  func layout(_ file: SourceFile) -> String? {
    inYAML ? formatYAML(file).text : formatConcise(file).text
  }
  guard let text = layout(file) else { return 0 }
  let again = SourceFile(path: "f", text: text)
  precondition(isYAML(again) == inYAML, "the layout is of the other spelling")
  precondition(layout(again) == text, "the layout changes again")
  let (before, found) = read(file)
  let (after, foundAfter) = read(again)
  let meaning = before.outline(withPlaces: false)
  let comments = before.comments.map(\.text)
  precondition(after.outline(withPlaces: false) == meaning, "the layout changes the meaning")
  precondition(after.comments.map(\.text) == comments, "the layout changes the comments")
  // Only a set whose keys are all known has a twin; what it imports does not matter.
  let foundLater = resolve(before) { _, _ in .notFound(reason: "no such file") }.1
  let isSound = (found + foundAfter + foundLater).allSatisfy {
    $0.rule.level != .error || $0.rule.code == "PB501" || $0.rule.code == "PB407"
  }
  // A name that is renumbered twice is found with the base alone; patches of one class become one in YAML.
  let changed =
    before.renumberings.map(\.name.value)
    + before.classes.filter { $0.change != .define }.map { "\($0.change) class \($0.name.value)" }
    + before.ood.filter { $0.change != .define }.map { "\($0.change) ood \($0.name.value)" }
  guard isSound, Set(changed).count == changed.count else { return 0 }
  let other = SourceFile(path: "f", text: inYAML ? printConcise(before) : printYAML(before))
  let (converted, foundInOther) = inYAML ? parse(other) : parseYAML(other)
  precondition(
    !foundInOther.contains { $0.rule.level == .error }, "the other spelling has errors")
  precondition(
    converted.outline(withPlaces: false) == meaning, "the other spelling means something else")
  precondition(
    converted.comments.map(\.text).sorted() == comments.sorted(),
    "the other spelling loses comments")
  return 0
}

/// The input is several files with a NUL between them: the set, and what it may import as `1`, `2`, ….
private func resolveAndExpand(_ bytes: [UInt8]) -> Int32 {
  let files = bytes.split(separator: 0, maxSplits: 4, omittingEmptySubsequences: false)
    .enumerated().map { SourceFile(path: "\($0.offset)", bytes: Array($0.element)) }
  guard let root = files.first else { return 0 }
  let (document, syntax) = read(root)
  let (set, model) = resolve(document) { path, _ in
    guard let index = Int(path), files.indices.contains(index) else {
      return .notFound(reason: "no such file")
    }
    let (document, found) = read(files[index])
    return .document(document, found)
  }
  var found = syntax + model
  if let set {
    let (expansion, problems) = expand(set, cleaned: canonicalConcept)
    let cleaning = TextCleaning(
      cleaned: cleanText, canonical: canonicalConcept, isMisdecoded: looksMisdecoded)
    found += problems + lintConcepts(of: set, cleaning: cleaning)
    found += lint(expansion, cleaning: cleaning)
    let templates = expansion.owners.map { expansion.templates(of: $0).templates.count }
    let concepts = expansion.owners.map { expansion.concepts(of: $0).count }
    precondition(
      expansion.prompts().count == zip(templates, concepts).reduce(0) { $0 + $1.0 * $1.1 })
  }
  draw(found.inSourceOrder(files: set?.files ?? [root]))
  return 0
}
