import PromptSource
import PromptSyntax

/// Every file of a set, each loaded once, and how they import and extend each other.
struct ImportedFiles {
  /// The set's own file first, then each imported one in the order of first import.
  private(set) var documents: [Document]
  /// For each of `documents`, what first brought it in.
  private(set) var arrivals: [Arrival?] = [nil]
  /// For each of `documents`, the file it extends.
  private(set) var bases: [Int?] = [nil]
  /// For each of `documents`, what it imports and extends.
  private var edges: [[Edge]] = [[]]
  private(set) var findings: [Diagnostic] = []
  private var indexOfPath: [String: Int]
  /// Imported files whose classes have been said to be left out.
  private var noted: Set<Int> = []

  init(of document: Document, importing load: ImportLoader) {
    documents = [document]
    indexOfPath = [document.file.path: 0]
    follow(load)
  }

  /// An `import` or `extends` that was followed.
  struct Edge {
    var target: Int
    var link: Link
  }

  /// `import` and `extends` in one form.
  struct Link {
    var path: Located<String>
    var version: Located<String>?
    var alias: Located<String>?
    var isExtends: Bool
  }

  /// The files whose names a file sees as they are: itself, and what it imports without an alias or
  /// extends, and so on.
  func visible(from: Int) -> [Int] {
    var seen = Set([from])
    var order = [from]
    var next = 0
    while next < order.count {
      for edge in edges[order[next]] where edge.link.alias == nil {
        if seen.insert(edge.target).inserted { order.append(edge.target) }
      }
      next += 1
    }
    return order
  }

  private struct EdgeKey: Hashable {
    var file: Int
    var target: Int
    var alias: String?
  }

  /// What a file imports under an alias.
  func aliased(by file: Int) -> [Edge] { edges[file].filter { $0.link.alias != nil } }

  /// What a file imports, without what it extends.
  func imports(of file: Int) -> [Edge] { edges[file].filter { !$0.link.isExtends } }

  /// Whether a file declares what `import` leaves out.
  func holdsClasses(_ file: Int) -> Bool {
    !documents[file].classes.isEmpty || !documents[file].ood.isEmpty
  }

  /// The file and whatever it brings in, under whatever name.
  func reachable(from file: Int) -> Set<Int> {
    var seen: Set<Int> = [file]
    var waiting = [file]
    while let next = waiting.popLast() {
      for edge in edges[next] where seen.insert(edge.target).inserted {
        waiting.append(edge.target)
      }
    }
    return seen
  }

  /// The file, what it extends, what that extends, and so on.
  var extended: [Int] {
    var chain = [0]
    while let last = chain.last, let base = bases[last] { chain.append(base) }
    return chain
  }

  /// Whether a file extends another, and sees the names of a third by it.
  func inherits(_ heir: Int, from other: Int) -> Bool {
    guard heir != other, let base = bases[heir] else { return false }
    return visible(from: base).contains(other)
  }

  private static func links(of document: Document) -> [Link] {
    var links = document.imports.map {
      Link(path: $0.path, version: $0.version, alias: $0.alias, isExtends: false)
    }
    if let extends = document.extends {
      let place = links.firstIndex { $0.path.range.start > extends.path.range.start }
      links.insert(
        Link(path: extends.path, version: extends.version, alias: nil, isExtends: true),
        at: place ?? links.count)
    }
    return links
  }

  /// Depth first, with its own stack: the depth of a chain of files is the user's.
  private mutating func follow(_ load: ImportLoader) {
    var stack = [(file: 0, links: Self.links(of: documents[0]), next: 0)]
    var entered: [Link] = []
    var onStack: Set<Int> = [0]
    var known: [EdgeKey: Link] = [:]
    while let (file, links, next) = stack.last {
      guard next < links.count else {
        stack.removeLast()
        _ = entered.popLast()
        onStack.remove(file)
        continue
      }
      stack[stack.count - 1].next += 1
      let link = links[next]
      guard let (target, isNew) = open(link, of: file, load) else { continue }
      if onStack.contains(target) {
        findCycle(stack.map(\.file), entered, closing: target, at: link)
        continue
      }
      if let version = link.version,
        let finding = checkVersion(version, of: documents[target], in: documents[file].file)
      {
        findings.append(finding)
      }
      let key = EdgeKey(file: file, target: target, alias: link.alias?.value)
      if let earlier = known[key] {
        findRepeat(of: target, by: file, at: link, after: earlier)
        if link.isExtends { bases[file] = target }
        continue
      }
      known[key] = link
      edges[file].append(Edge(target: target, link: link))
      if link.isExtends { bases[file] = target }
      if isNew {
        arrivals[target] = Arrival(
          place: SourcePlace(documents[file].file, link.path.range), isExtends: link.isExtends)
        stack.append((target, Self.links(of: documents[target]), 0))
        entered.append(link)
        onStack.insert(target)
      }
    }
  }

  private mutating func open(
    _ link: Link, of importer: Int, _ load: ImportLoader
  ) -> (index: Int, isNew: Bool)? {
    let file = documents[importer].file
    let path = link.path
    let verb = link.isExtends ? "extend" : "import"
    switch load(path.value, file) {
    case .notFound(let reason, let help):
      findings.append(
        Diagnostic(
          .importNotFound, "cannot \(verb) \(quoted(path.value)): \(reason)",
          at: SourcePlace(file, path.range),
          help: help ?? "a path is relative to the file that \(verb)s it"))
      return nil
    case .outside:
      findings.append(
        Diagnostic(
          .importOutside,
          "cannot \(verb) \(quoted(path.value)): it lies outside the folders that are read",
          at: SourcePlace(file, path.range),
          help: "move it into the folder of this file or into the working folder, or give "
            + "`--allow-outside`"))
      return nil
    case .document(let document, let parserFindings):
      let known = indexOfPath[document.file.path]
      let index = known ?? documents.count
      if known == nil {
        indexOfPath[document.file.path] = index
        documents.append(document)
        edges.append([])
        bases.append(nil)
        arrivals.append(nil)
        findings += parserFindings
      }
      if !link.isExtends, holdsClasses(index), index != 0, noted.insert(index).inserted {
        findings.append(
          Diagnostic(
            .importedClassesIgnored,
            "\(quoted(path.value)) holds classes, which `import` leaves out",
            at: SourcePlace(file, path.range), label: "only its template lists come in",
            help: file.say(
              "write `extends` in place of `import` to inherit its classes",
              "write `extends: \(path.value)` in place of the import to inherit its classes")))
      }
      return (index, known == nil)
    }
  }

  private mutating func findCycle(
    _ stack: [Int], _ entered: [Link], closing target: Int, at link: Link
  ) {
    guard let importer = stack.last, let start = stack.lastIndex(of: target) else { return }
    let paths = (stack[start...] + [target]).map { quoted(documents[$0].file.path) }
    // A long ring is named by its ends.
    let chain =
      paths.count <= 8 ? paths : Array(paths.prefix(4)) + ["…"] + Array(paths.suffix(3))
    let place = SourcePlace(documents[importer].file, link.path.range)
    let extends = entered[start...].count { $0.isExtends } + (link.isExtends ? 1 : 0)
    let isPure = extends == 0 || extends == paths.count - 1
    let verb = extends == 0 ? "import" : "extend"
    let message =
      target == importer
      ? "\(quoted(documents[target].file.path)) \(verb)s itself"
      : isPure
        ? "\(verb == "import" ? "imports" : "extensions") run in a circle: "
          + chain.joined(separator: " → ")
        : "imports and extensions run in a circle: " + chain.joined(separator: " → ")
    findings.append(
      Diagnostic(
        extends == 0 ? .importCycle : .extendsCycle, message, at: place,
        help: "take the \(link.isExtends ? "`extends`" : "import") out of one of the files"))
  }

  private mutating func findRepeat(
    of target: Int, by importer: Int, at link: Link, after earlier: Link
  ) {
    let file = documents[importer].file
    let name = quoted(documents[target].file.path)
    findings.append(
      Diagnostic(
        .repeatedImport,
        link.isExtends || earlier.isExtends
          ? "\(name) is imported and extended" : "\(name) is imported twice",
        at: SourcePlace(file, link.path.range), label: "again here",
        related: [.init("first here", at: SourcePlace(file, earlier.path.range))],
        help: link.isExtends || earlier.isExtends
          ? "leave the import out: `extends` brings the names in, too" : "one import is enough"))
  }
}
