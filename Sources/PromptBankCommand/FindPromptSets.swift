import FoundationEssentials
import PromptSource

/// The prompt sets that arguments name: files as they are, and for a folder all `*.prompts`,
/// `*.prompts.yaml` and `*.prompts.yml` below it, sorted. Hidden files and folders and symbolic links to
/// folders are left out; a file that is named twice comes once.
///
/// - Throws: ``CommandFailure`` for a folder that holds none: a check of nothing must not pass.
func findPromptSets(_ arguments: [String]) throws(CommandFailure) -> [String] {
  var paths: [String] = []
  var seen = Set<String>()
  for argument in arguments {
    // What can be listed is a folder; one that cannot is refused where it is read.
    guard (try? FileManager.default.contentsOfDirectory(atPath: argument)) != nil else {
      if seen.insert(argument).inserted { paths.append(argument) }
      continue
    }
    let found = promptSets(below: argument)
    if found.isEmpty {
      throw CommandFailure(
        "the folder \(quoted(argument)) holds no *.prompts and no *.prompts.yaml file")
    }
    paths += found.filter { seen.insert($0).inserted }
  }
  return paths
}

private func promptSets(below folder: String) -> [String] {
  let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
  var found: [String] = []
  var folders = [""]
  while let inside = folders.popLast() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + inside)) ?? []
    for name in names where !name.hasPrefix(".") {
      let attributes = try? FileManager.default.attributesOfItem(
        atPath: folder + "/" + inside + name)
      if attributes?[.type] as? FileAttributeType == .typeDirectory {
        folders.append(inside + name + "/")
      } else if [".prompts", ".prompts.yaml", ".prompts.yml"].contains(where: name.hasSuffix) {
        found.append(prefix + inside + name)
      }
    }
  }
  return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
