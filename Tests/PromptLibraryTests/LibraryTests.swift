import PromptCompiler
import PromptExpansion
import PromptModel
import PromptSource
import PromptSyntax
import TestSupport
import Testing

/// What every set below `prompts/` keeps to. `Tests/Parity/prompt_sets.py` runs the rules that need an
/// encoder, and the expectations.
@Suite struct LibraryTests {
  /// Of no data set: its classes are those of the pictures that the project draws.
  private static let ofNoDataSet: Set = ["streets"]
  /// In a field between two plants there is less to be mistaken for.
  private static let fewestNear = 8

  @Test func theLibraryIsThere() throws {
    let names = try Set(LibrarySet.paths.map { try LibrarySet(path: $0).set.name })
    #expect(
      names.isSuperset(of: [
        "ade20k", "bdd100k", "cityscapes", "coco-panoptic", "idd", "kitti360", "lars",
        "mapillary-vistas", "mvtec-ad", "nyuv2", "phenobench", "railsem19", "rellis3d", "rugd",
        "uavid",
      ]))
  }

  @Test(arguments: LibrarySet.paths + LibrarySet.basePaths)
  func everyRuleIsSatisfied(path: String) throws {
    let item = try LibrarySet(path: path)
    #expect(item.checked.diagnostics.map(\.message) == [], "\(item.path)")
    #expect(formatSource(item.file).text == item.file.text(), "\(item.path) is not canonical")
    #expect(item.set.license != nil && item.set.source != nil && item.set.version != nil)
  }

  @Test(arguments: LibrarySet.paths)
  func everyLabelIsAccountedFor(path: String) throws {
    let item = try LibrarySet(path: path)
    guard let list = try LabelList(ofSet: item.set.name) else {
      #expect(Self.ofNoDataSet.contains(item.set.name), "\(item.path) has no label list")
      return
    }
    let classes = Dictionary(
      uniqueKeysWithValues: item.set.classes.enumerated().map {
        (LabelList.key($1.name), (id: $1.id, concepts: item.expansion.classConcepts[$0]))
      })
    let classOfID = Dictionary(uniqueKeysWithValues: item.set.classes.map { ($0.id, $0.name) })
    var outliers: [String: [OODEntry]] = [:]
    for (index, entry) in item.set.ood.enumerated() {
      let texts = [entry.name] + item.expansion.oodConcepts[index].map(\.text)
      for text in texts { outliers[LabelList.key(text), default: []].append(entry) }
    }
    for (name, labels) in item.labelsOfOutliers {
      let entry = try #require(
        item.set.ood.first { $0.name == name }, "\(item.path): labels of \(name)")
      for label in labels { outliers[LabelList.key(label), default: []].append(entry) }
    }
    let leftOut = Set(item.leftOut.map(LabelList.key))
    for label in list.labels {
      let key = LabelList.key(label.name)
      let holder = label.id.flatMap { classOfID[$0] }.flatMap { classes[LabelList.key($0)] }
      // KITTI-360's `garage` has the train id of buildings, and is a concept of that class.
      let isConcept = holder?.concepts.contains { LabelList.key($0.text) == key } ?? false
      let isClass = classes[key] != nil
      let entries = outliers[key] ?? []
      let ways = [isClass || isConcept, !entries.isEmpty, leftOut.contains(key)]
      #expect(
        ways.filter { $0 }.count == 1,
        "\(item.path): label \(label.name) is a class \(ways[0]), ood \(ways[1]), left out \(ways[2])"
      )
      // A kind of defect is near every class that shows it.
      for name in label.near where !leftOut.contains(key) {
        #expect(
          entries.contains { $0.near.contains(name) }, "\(item.path): \(label.name) near \(name)")
      }
      if let found = classes[key] { #expect(found.id == label.id, "\(item.path): \(label.name)") }
    }
    let known = Set(list.labels.map { LabelList.key($0.name) })
    let stated = item.labelsOfOutliers.flatMap(\.labels).map(LabelList.key)
    let invented = Set(classes.keys).union(leftOut).union(stated).subtracting(known)
    #expect(invented == [], "\(item.path): no labels of the data set")
  }

  @Test(arguments: LibrarySet.paths)
  func itIsWorthStartingFrom(path: String) throws {
    let item = try LibrarySet(path: path)
    let counts = item.set.classes.map(\.concepts.count).sorted()
    #expect(counts[counts.count / 2] >= 3, "\(item.path): median of concepts")
    let near = item.set.ood.filter { !$0.near.isEmpty }
    #expect(near.count >= Self.fewestNear, "\(item.path): near-OOD entries")
    let expectations = item.set.expectations
    let ofOOD = expectations.filter {
      if case .nearest(_, .ood) = $0.claim { true } else { false }
    }
    #expect(expectations.count >= 5 && ofOOD.count >= 2, "\(item.path): expectations")
    #expect(item.domain != nil, "\(item.path): the first comment does not say what the set is for")
  }

  /// A vehicle or a road means the same in every driving set, whatever its id: the words are the base's, and a set
  /// says what its roads call it besides.
  @Test(
    arguments: ["bdd100k", "cityscapes", "idd", "kitti360", "mapillary-vistas", "railsem19"])
  func drivingSetsExtendTheBase(name: String) throws {
    let base = try LibrarySet(path: "prompts/base/street.prompts")
    let item = try LibrarySet(path: "prompts/\(name).prompts")
    #expect(item.set.files.contains { $0.path.hasSuffix("base/street.prompts") })
    let bases = Set(base.set.files.map(\.path))
    let inherited = item.set.classes.filter { bases.contains($0.place.file.path) }
    #expect(inherited.count >= 11, "\(item.path) inherits \(inherited.map(\.name))")
    let names = Set(base.set.classes.map(\.name))
    let repeated = item.set.classes.filter {
      !bases.contains($0.place.file.path) && names.contains($0.name)
    }
    #expect(repeated.map(\.name) == [], "\(item.path) writes out classes of the base")
    // One that is near other classes here has to be written anew.
    let outliers = Set(base.set.ood.map { outline($0) })
    let copied = item.set.ood.filter {
      !bases.contains($0.place.file.path) && outliers.contains(outline($0))
    }
    #expect(copied.map(\.name) == [], "\(item.path) writes out outliers of the base")
  }

  private func outline(_ entry: OODEntry) -> [String] {
    [entry.name] + entry.near + entry.concepts.map(\.declaration.text.value)
  }

  /// Merged vehicles hide what resembles several of them.
  @Test(arguments: LibrarySet.paths)
  func vehiclesStayApart(path: String) throws {
    let item = try LibrarySet(path: path)
    let vehicles: Set = ["car", "truck", "bus", "train", "motorcycle", "bicycle", "boat", "van"]
    for entry in item.set.classes where vehicles.contains(entry.name) {
      #expect(entry.superclass == nil, "\(item.path): \(entry.name)")
    }
  }

  /// The prompts, ids, superclasses, outliers and scoring are those of the set, through YAML and back.
  @Test(arguments: LibrarySet.paths + LibrarySet.basePaths)
  func bothSpellingsMeanTheSame(path: String) throws {
    let item = try LibrarySet(path: path)
    let meaning = parseSource(item.file).document.outline(withPlaces: false)
    let text = try #require(convertSource(item.file, toYAML: true).text)
    let yaml = SourceFile(path: item.file.path + ".yaml", text: text)
    let twin = check(yaml, roots: ImportRoots(files: [item.file.path]))
    #expect(twin.diagnostics.map(\.message) == [])
    let other = try #require(twin.expansion)
    #expect(other.prompts() == item.expansion.prompts())
    #expect(other.set.classes.map(\.id) == item.set.classes.map(\.id))
    #expect(other.set.classes.map(\.superclass) == item.set.classes.map(\.superclass))
    #expect(other.set.ood.map(\.near) == item.set.ood.map(\.near))
    #expect(other.set.scoring == item.set.scoring)
    #expect(parseSource(yaml).document.outline(withPlaces: false) == meaning)
    let back = SourceFile(
      path: item.file.path, text: try #require(convertSource(yaml, toYAML: false).text))
    #expect(parseSource(back).document.outline(withPlaces: false) == meaning)
  }
}
