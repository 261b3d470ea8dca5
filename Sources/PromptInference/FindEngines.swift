internal import FoundationEssentials

#if os(macOS)
  private let ending = "dylib"
#else
  private let ending = "so"
#endif

/// Looks for inference engines.
///
/// `PROMPTBANK_ENGINE` as `onnxruntime` or `openvino` looks for that engine alone; as a path it is the
/// library, or a folder that holds it, and nothing else is tried. Otherwise each engine is looked for,
/// ONNX Runtime first, in: `engines` of the cache folder; the Python packages and libraries of
/// `VIRTUAL_ENV`, `CONDA_PREFIX`, the folders that `PATH` takes `python3` from, `~/.local`,
/// `/usr/local` and `/usr`; the system's loader. The working directory is never looked into: a
/// library is code.
///
/// - Parameters:
///   - environment: the process's variables.
///   - stopAtFirst: whether to stop once one engine is found.
package func findEngines(
  environment: [String: String], stopAtFirst: Bool = false
) -> EngineSearch {
  let cache = cacheFolder(environment)
  var search = EngineSearch(
    installCommand: installCommand(.onnxRuntime, folder: cache.map { $0 + "/engines" }))
  guard EngineHandle.canOpenLibraries else {
    search.canOpenLibraries = false
    return search
  }
  let wish = environment["PROMPTBANK_ENGINE"].flatMap { $0.isEmpty ? nil : $0 }
  let wishedKind = wish.flatMap(EngineKind.init(rawValue:))
  if let wish, wishedKind == nil {
    search.openWished(wish)
    return search
  }
  if let wishedKind {
    search.preferred = wishedKind
    search.installCommand = installCommand(wishedKind, folder: cache.map { $0 + "/engines" })
  }
  for kind in wishedKind.map({ [$0] }) ?? EngineKind.allCases {
    if stopAtFirst, !search.found.isEmpty { break }
    search.open(kind, in: folders(kind, cache: cache, environment))
  }
  return search
}

/// The folder for what was fetched, as `PROMPTBANK_CACHE`, `XDG_CACHE_HOME` and `HOME` say.
private func cacheFolder(_ environment: [String: String]) -> String? {
  func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
  return value("PROMPTBANK_CACHE")
    ?? value("XDG_CACHE_HOME").map { $0 + "/promptbank" }
    ?? value("HOME").map { $0 + "/.cache/promptbank" }
}

private func installCommand(_ kind: EngineKind, folder: String?) -> String {
  let start = "python3 -m pip install"
  guard let folder else { return "\(start) \(kind.requirement)" }
  let quotedFolder = "'" + folder.replacing("'", with: #"'\''"#) + "'"
  return "\(start) --no-deps --target \(quotedFolder) \(kind.requirement)"
}

/// The folders that may hold an engine's library, in order, each once.
private func folders(
  _ kind: EngineKind, cache: String?, _ environment: [String: String]
) -> [String] {
  var prefixes = ["VIRTUAL_ENV", "CONDA_PREFIX"].compactMap { environment[$0] }
  for folder in (environment["PATH"] ?? "").split(separator: ":")
  where folder.hasPrefix("/") && folder.hasSuffix("/bin") {
    if FileManager.default.isExecutableFile(atPath: folder + "/python3") {
      prefixes.append(String(folder.dropLast("/bin".count)))
    }
  }
  if let home = environment["HOME"], !home.isEmpty { prefixes.append(home + "/.local") }
  prefixes += ["/usr/local", "/usr"]

  var folders = cache.map { [$0 + "/engines/" + kind.wheelFolder] } ?? []
  for prefix in prefixes where prefix.hasPrefix("/") {
    let libraries = prefix + "/lib"
    for python in names(in: libraries) where python.hasPrefix("python3") {
      for packages in ["site-packages", "dist-packages"]
      where FileManager.default.fileExists(atPath: "\(libraries)/\(python)/\(packages)") {
        folders.append("\(libraries)/\(python)/\(packages)/\(kind.wheelFolder)")
      }
    }
    folders.append(libraries)
  }
  var seen = Set<String>()
  return folders.filter { seen.insert($0).inserted }
}

/// The numbers in a name, in order: 1, 9 for `engine-1.9`, which is before 1, 22.
private func numbers(_ name: String) -> [Int] {
  name.split { !$0.isASCII || !$0.isNumber }.map { Int($0) ?? .max }
}

/// The names in a folder, sorted backwards so that of several releases the later tends to come first;
/// none where it cannot be read.
private func names(in folder: String) -> [String] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  return names.sorted(by: >).sorted { numbers($1).lexicographicallyPrecedes(numbers($0)) }
}

extension EngineSearch {
  /// Opens the first library of a kind in the folders, or else by the system's loader.
  fileprivate mutating func open(_ kind: EngineKind, in folders: [String]) {
    for folder in folders where open(kind, in: folder) { return }
    let names =
      kind == .onnxRuntime && ending == "so"
      ? [kind.libraryPrefix + ending, kind.libraryPrefix + ending + ".1"]
      : [kind.libraryPrefix + ending]
    for name in names where open(kind, library: name, shown: "the system's loader, \(name)") {
      return
    }
  }

  /// Opens the first library of a kind in a folder; whether one was opened.
  fileprivate mutating func open(_ kind: EngineKind, in folder: String) -> Bool {
    let libraries = names(in: folder).filter {
      $0.hasPrefix(kind.libraryPrefix) && $0.split(separator: ".").contains(Substring(ending))
    }
    if libraries.isEmpty {
      tried.append(
        Place(kind: kind, path: "\(folder)/\(kind.libraryPrefix)\(ending)*", reason: "not there"))
    }
    for library in libraries {
      let path = folder + "/" + library
      if open(kind, library: path, shown: path) { return true }
    }
    return false
  }

  private mutating func open(_ kind: EngineKind, library: String, shown: String) -> Bool {
    do throws(InferenceError) {
      let engine = try Engine(library: library)
      if engine.kind == kind {
        found.append(engine)
        return true
      }
      tried.append(Place(kind: kind, path: shown, reason: "it is \(engine.kind.name)"))
    } catch {
      tried.append(Place(kind: kind, path: shown, reason: error.reason))
    }
    return false
  }

  /// Opens what `PROMPTBANK_ENGINE` names: a library, or a folder with one, bare or as pip leaves it.
  fileprivate mutating func openWished(_ path: String) {
    if (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil {
      for kind in EngineKind.allCases {
        for folder in [path, path + "/" + kind.wheelFolder] where open(kind, in: folder) { break }
      }
      return
    }
    // A bare name would go to the loader, and a missing file would be looked for elsewhere.
    let file = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    guard FileManager.default.fileExists(atPath: file) else {
      tried.append(
        Place(
          kind: nil, path: "PROMPTBANK_ENGINE, \(quoted(path))",
          reason: "neither `onnxruntime`, `openvino` nor a library that is there"))
      return
    }
    do throws(InferenceError) {
      found.append(try Engine(library: file))
    } catch {
      tried.append(
        Place(kind: nil, path: "PROMPTBANK_ENGINE, \(quoted(path))", reason: error.reason))
    }
  }
}
