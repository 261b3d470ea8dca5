import PromptSource
import PromptSyntax

/// Every file of a set, each loaded once, and how they import each other.
struct ImportedFiles {
  /// The set's own file first, then each imported one in the order of first import.
  private(set) var documents: [Document]
  /// For each of `documents`, the indices of the files it imports and where it does so.
  private var edges: [[Int: TextRange]] = [[:]]
  private(set) var findings: [Diagnostic] = []
  private var indexOfPath: [String: Int]

  init(of document: Document, importing load: ImportLoader) {
    documents = [document]
    indexOfPath = [document.file.path: 0]
    follow(load)
  }

  /// Whether `file` is `from` or reached from it by imports.
  func reaches(_ file: Int, from: Int) -> Bool {
    var seen = Set([from])
    var waiting = [from]
    while let next = waiting.popLast() {
      if next == file { return true }
      waiting += edges[next].keys.filter { seen.insert($0).inserted }
    }
    return false
  }

  /// Depth first, with its own stack: the depth of a chain of files is the user's.
  private mutating func follow(_ load: ImportLoader) {
    var stack = [(file: 0, next: 0)]
    var onStack: Set<Int> = [0]
    while let (file, next) = stack.last {
      let imports = documents[file].imports
      guard next < imports.count else {
        stack.removeLast()
        onStack.remove(file)
        continue
      }
      stack[stack.count - 1].next += 1
      guard let (target, isNew) = open(imports[next], of: file, load) else { continue }
      if onStack.contains(target) {
        findCycle(stack.map(\.file), closing: target, at: imports[next])
        continue
      }
      if let earlier = edges[file][target] {
        findRepeat(of: target, by: file, at: imports[next].path.range, after: earlier)
        continue
      }
      edges[file][target] = imports[next].path.range
      if isNew {
        stack.append((target, 0))
        onStack.insert(target)
      }
    }
  }

  private mutating func open(
    _ declaration: ImportDeclaration, of importer: Int, _ load: ImportLoader
  ) -> (index: Int, isNew: Bool)? {
    let file = documents[importer].file
    let path = declaration.path
    switch load(path.value, file) {
    case .notFound(let reason):
      findings.append(
        Diagnostic(
          .importNotFound, "cannot import \(quoted(path.value)): \(reason)",
          at: SourcePlace(file, path.range),
          help: "a path is relative to the file that imports it"))
      return nil
    case .document(let document, let parserFindings):
      if let known = indexOfPath[document.file.path] { return (known, false) }
      let index = documents.count
      indexOfPath[document.file.path] = index
      documents.append(document)
      edges.append([:])
      findings += parserFindings
      if !document.classes.isEmpty || !document.ood.isEmpty {
        findings.append(
          Diagnostic(
            .importedClassesIgnored,
            "\(quoted(path.value)) holds classes, which `import` leaves out",
            at: SourcePlace(file, path.range), label: "only its template lists come in"))
      }
      return (index, true)
    }
  }

  private mutating func findCycle(
    _ stack: [Int], closing target: Int, at declaration: ImportDeclaration
  ) {
    guard let importer = stack.last, let start = stack.lastIndex(of: target) else { return }
    let paths = (stack[start...] + [target]).map { quoted(documents[$0].file.path) }
    // A long ring is named by its ends.
    let chain =
      paths.count <= 8 ? paths : Array(paths.prefix(4)) + ["…"] + Array(paths.suffix(3))
    let place = SourcePlace(documents[importer].file, declaration.path.range)
    findings.append(
      Diagnostic(
        .importCycle,
        target == importer
          ? "\(quoted(documents[target].file.path)) imports itself"
          : "imports run in a circle: " + chain.joined(separator: " → "),
        at: place, help: "take the import out of one of the files"))
  }

  private mutating func findRepeat(
    of target: Int, by importer: Int, at range: TextRange, after earlier: TextRange
  ) {
    let file = documents[importer].file
    findings.append(
      Diagnostic(
        .repeatedImport, "\(quoted(documents[target].file.path)) is imported twice",
        at: SourcePlace(file, range), label: "again here",
        related: [.init("first here", at: SourcePlace(file, earlier))],
        help: "one import is enough"))
  }
}
