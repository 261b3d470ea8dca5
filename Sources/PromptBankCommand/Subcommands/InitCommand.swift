import ArgumentParser
import FoundationEssentials
import PromptSource
import TensorFiles

/// `promptbank init`: a commented first prompt set to change.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented first prompt set.",
    discussion: """
      The set is small, complete and free of findings: change its words to those of your scene. An \
      existing file is never overwritten.

        promptbank init yard.prompts
        promptbank check yard.prompts
      """)

  @Argument(
    help: "The file to write, ending in .prompts; `-` prints it.", completion: promptSetCompletion)
  var file: String = "scene.prompts"

  func run() throws {
    if file == "-" { return try printResult(firstSet(named: "scene")) }
    guard file.hasSuffix(".prompts") else {
      throw CommandFailure("\(quoted(file)) does not end in .prompts", .usage)
    }
    // A name that is taken by anything, a link that leads nowhere too, is left alone.
    guard (try? FileManager.default.attributesOfItem(atPath: file)) == nil else {
      throw CommandFailure("\(quoted(file)) exists: nothing was written")
    }
    let stem = URL(fileURLWithPath: file).lastPathComponent.dropLast(".prompts".count)
    let output = try AtomicFile(path: file)
    try output.write(Array(firstSet(named: String(stem)).utf8))
    try output.commit()
    printMessage("wrote \(file); next: promptbank check \(file)")
  }
}

/// A set of a loading yard that shows each part of the language once.
///
/// - Parameter name: the set's name; whatever is no plain word becomes a hyphen.
func firstSet(named name: String) -> String {
  let plain = name.unicodeScalars.map { scalar in
    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      ? Character(scalar) : "-"
  }
  let trimmed = String(plain).split(separator: "-").joined(separator: "-")
  return """
    # A loading yard. Everything behind `#` is a comment: change the words to those of your scene, then
    # run `promptbank check` on this file and `promptbank expand` to see every prompt.
    edition 1

    set \(trimmed.isEmpty ? "scene" : trimmed) "0.1.0"
    license CC0-1.0
    source  "made with promptbank init"

    # Sentences around each concept. `{}` is the concept as written; `{a}` puts the article it needs.
    templates default {
      "{}"
      "a photo of {a}."
    }

    # In-distribution classes, with the ids of your labels: what belongs in the scene.
    # `truck(s)` means truck and trucks, `person(people)` names the plural, and `!mass` says that a word
    # has no plural. A bare concept is exactly itself.
    superclass ground {
      class 0 road     = road(s), driveway, asphalt!mass
      class 1 sidewalk = sidewalk(s), footpath(s)
    }
    superclass vehicle {
      class 2 car   = car(s), van(s)
      class 3 truck = truck(s), lorry(s)
    }
    class 4 person   = person(people), worker(s)
    class 5 building = building(s), warehouse(s)
    class 6 sky      = sky!mass, clouds!pl

    # Outliers that resemble a class: these entries are what sets them apart from it.
    ood caravan   near truck, car = caravan(s), camper van(s)
    ood mannequin near person     = mannequin(s), scarecrow(s)
    # Outliers that resemble no class.
    ood debris                    = cardboard box(s), tire(s), mattress(s)

    # `superclass`: classes of one superclass are not told apart when an anomaly is looked for.
    scoring { temperature 0.01  columns superclass }

    """
}
