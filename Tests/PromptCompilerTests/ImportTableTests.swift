import Foundation
import PromptCompiler
import PromptSource
import PromptSyntax
import TestSupport
import Testing

/// Lists whose lines have columns, parted by tabs.
@Suite struct ImportTableTests {
  /// What a table makes, a class a line: `id superclass name = concepts`; `-` for what is not there.
  private func classes(_ document: Document) -> [String] {
    document.classes.map {
      "\($0.id.map { "\($0.value)" } ?? "-") \($0.superclass?.value ?? "-") \($0.name.value) = "
        + $0.concepts.map(\.text.value).joined(separator: "|")
    }
  }

  @Test func wordsThatRepeatAreSuperclasses() {
    let (document, text, findings) = imported(
      "# a comment\nroad\tflat\nsidewalk, pavement\tflat\nbuilding\tconstruction\n", .list)
    #expect(findings == ["lists/small.txt:4:1 singleton-superclass"])
    #expect(
      classes(document) == [
        "0 flat road = road", "1 flat sidewalk = sidewalk|pavement",
        "2 construction building = building",
      ])
    #expect(text.contains("`--columns label,superclass`"))
    #expect(text.contains("# a comment\n"))
  }

  @Test func numbersThatStandOnceAreIDs() {
    let (document, text, findings) = imported("mud\t0\ndirt\t1\ngrass\t3\n", .list)
    #expect(findings.filter { !$0.hasSuffix("class-id-gap") } == [])
    #expect(classes(document) == ["0 - mud = mud", "1 - dirt = dirt", "3 - grass = grass"])
    #expect(text.contains("`--columns label,id`"))
    // The id may stand before the label.
    let other = imported("0\tmud\n1\tdirt\n3\tgrass\n", .list)
    #expect(classes(other.document) == classes(document))
  }

  /// ADE20K's flag for stuff is no id; nor are words that stand once superclasses.
  @Test(arguments: [
    "wall\t1\nsky\t1\nbed\t0\n", "wall\ta thing to lean on\nsky\tblue\nbed\tsoft\n",
    "wall\nsky\tup\nbed\n", "wall\tup\nsky\tup\nbed\n",
  ])
  func whatCannotBeToldIsFound(text: String) {
    let (document, printed, findings) = imported(text, .list)
    #expect(classes(document) == ["0 - wall = wall", "1 - sky = sky", "2 - bed = bed"])
    #expect(findings.count == 1)
    #expect(findings.allSatisfy { $0.hasSuffix(" unread-part") }, "\(findings)")
    #expect(printed.contains("`--columns label,-`"))
  }

  @Test func severalColumnsOfWordsAreLeftToTheAuthor() {
    let text = "car\tvehicle\tauto\nbus\tvehicle\tauto\nsky\tnature\tnature\nsun\tnature\tnature\n"
    let (document, _, findings) = imported(text, .list)
    #expect(
      findings == ["lists/small.txt:1:5 unread-part", "lists/small.txt:1:13 unread-part"])
    #expect(document.classes.allSatisfy { $0.superclass == nil })
    let chosen = imported(text, .list, columns: [.label, .none, .superclass])
    #expect(chosen.findings == [])
    #expect(
      chosen.document.classes.map(\.superclass?.value) == ["auto", "auto", "nature", "nature"])
  }

  /// Cityscapes' `labels.py` as a table: the names of the columns stand above them, as a line or as a comment.
  @Test(arguments: [
    "name\tid\ttrainId\tcategory\n", "# columns: name\tid\ttrainId\tcategory (of 8)\n",
  ])
  func namesOfColumnsAreUsed(header: String) {
    let rows =
      "road\t7\t0\tflat\nown hood\t1\t255\tvoid\nsidewalk\t8\t1\tflat\nplate\t-1\t-1\tvoid\n"
    let (document, text, findings) = imported(header + rows, .list)
    // The train ids are not read, and what has no id is no class.
    #expect(
      findings.filter { !$0.hasSuffix("superclass") } == [
        "lists/small.txt:2:8 unread-part", "lists/small.txt:5:7 unread-part",
      ])
    #expect(
      classes(document) == [
        "7 flat road = road", "1 void own hood = own hood", "8 flat sidewalk = sidewalk",
      ])
    #expect(text.contains("# plate"))
    #expect(text.contains("`--columns label,id,-,superclass`"))

    let trained = imported(
      header + rows + "sky\t23\t255\tsky\n", .list, columns: [.label, .none, .id, .superclass])
    #expect(classes(trained.document) == ["0 flat road = road", "1 flat sidewalk = sidewalk"])
    #expect(trained.findings == ["lists/small.txt:3:12 unread-part"])
    #expect(trained.text.contains("# own hood") && trained.text.contains("# sky"))
  }

  /// A label called like a column is a label where the line is no header.
  @Test func labelsAreNoHeader() {
    let (document, _, _) = imported("class\troom\nname\tplate\nboard\tplate\nchair\troom\n", .list)
    #expect(document.classes.map(\.name.value) == ["class", "name", "board", "chair"])
    #expect(document.classes.map(\.superclass?.value) == ["room", "plate", "plate", "room"])
  }

  @Test func cellsThatAreNoIDsAreFound() {
    let (document, _, findings) = imported(
      "name\tid\nroad\t0\nsky\tx\ncar\t01\nbus\n\t5\ntree\t1\n", .list)
    #expect(document.classes.map(\.name.value) == ["road", "tree"])
    #expect(
      findings == [
        "lists/small.txt:3:5 bad-number", "lists/small.txt:4:5 bad-number",
        "lists/small.txt:5:1 missing-id", "lists/small.txt:6:2 empty-concept",
      ])
  }

  @Test func moreColumnsThanTheLineHasAreRefused() {
    let (document, text, findings) = imported(
      "road\tflat\nsky\tflat\n", .list, columns: [.label, .superclass, .id])
    #expect(findings == ["lists/small.txt:1:1 unreadable-list"])
    #expect(document.classes.isEmpty && text.isEmpty)
  }

  @Test func columnsThatAreNotNamedAreFound() {
    let (document, _, findings) = imported(
      "road\t0\tflat\nkerb\t1\tflat\n", .list, columns: [.label, .id])
    #expect(findings == ["lists/small.txt:1:8 unread-part"])
    #expect(document.classes.map(\.id?.value) == [0, 1])
  }

  /// Tabs that indent a list, or stand at its ends, part no columns.
  @Test func indentationIsNoColumn() {
    let (document, text, findings) = imported("\troad\n\tsidewalk\t\n", .list)
    #expect(findings == [])
    #expect(classes(document) == ["0 - road = road", "1 - sidewalk = sidewalk"])
    #expect(!text.contains("columns"))
  }

  @Test func aColumnIsNamedAndMeantOnce() throws {
    #expect(try listColumns("label, id,-,superclass") == [.label, .id, .none, .superclass])
    for text in ["", "id", "label,label", "label,id,id", "label,name", "-,-"] {
      #expect(throws: ListColumnError.self, "\(text)") { try listColumns(text) }
    }
  }

  @Test(arguments: [
    ("lists/cityscapes-v1.2.txt", "cityscapes-v1.2"), ("a/ade20k.names.json", "ade20k.names"),
    ("v1.2", "v1.2"), (".labels", "labels"), ("a b.txt", "a-b"), ("<stdin>", "imported"),
    ("a.b/..", "imported"), ("road.tar.gz.", "road.tar.gz"),
  ])
  func aSetIsCalledLikeItsFile(path: String, name: String) {
    #expect(imported("road\n", .list, path: path).document.set?.name.value == name)
  }

  /// Published label files: each row is a class by its cells, or a comment, and each column is read or reported.
  @Test(arguments: [
    ("ade20k-150", "label,-"), ("bdd100k", "label,id,-,superclass"),
    ("cityscapes-19", "label,superclass"), ("cityscapes-35-full", "label,id,-,superclass"),
    ("coco-panoptic-supercategories", "label,superclass,-"), ("coco-things-80", "label,superclass"),
    ("idd-full", "label,id,-,-,-,-,superclass,-,-"), ("kitti360", "label,id,-,-,superclass"),
    ("mseg-universal-194-wordnet", "label,-,superclass,-"), ("phenobench", "label,id"),
    ("rellis3d", "label,id"), ("taco-litter", "label,superclass"), ("wilddash2", "label,-,-,-,-"),
  ])
  func publishedTablesComeWithoutLoss(name: String, written: String) throws {
    guard let folder = referenceData?.appendingPathComponent("labels") else { return }
    let text = try String(
      contentsOf: folder.appendingPathComponent(name + ".txt"), encoding: .utf8)
    let columns = try listColumns(written)
    let (document, printed, findings) = imported(text, .list, path: name + ".txt")
    #expect(printed.contains("`--columns \(written)`"))
    #expect(document.set?.name.value == name)
    let unread = findings.filter { $0.hasSuffix(" unread-part") }
    var rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    let withoutID = rows.filter { row in
      columns.firstIndex(of: .id).map { row[$0] == "-1" } ?? false
    }
    for row in withoutID { #expect(printed.contains("# \(row.joined(separator: " "))\n")) }
    #expect(unread.count == columns.count { $0 == .none } + (withoutID.isEmpty ? 0 : 1))
    rows.removeAll { withoutID.contains($0) }
    #expect(document.classes.count == rows.count)
    for (number, (row, entry)) in zip(rows, document.classes).enumerated() {
      #expect(entry.concepts.map(\.text.value).joined(separator: ", ") == row[0])
      #expect(entry.id?.value == columns.firstIndex(of: .id).map { Int(row[$0]) } ?? number)
      let superclass = columns.firstIndex(of: .superclass).map { row[$0] } ?? ""
      #expect(entry.superclass?.value ?? "" == superclass)
    }
  }

  @Test func fuzzTablesOfAnyCellsNeverCrash() {
    var chance = SeededGenerator(seed: 17)
    let pieces = [
      "\t", "\t", "\n", "\n", "a", "b", "0", "1", "255", "-1", "#", ", ", "name", "id", "é",
    ]
    let choices: [[ListColumn]?] = [nil, [.label], [.label, .superclass], [.id, .none, .label]]
    for _ in 0..<fuzzIterations(1_000) {
      let count = Int.random(in: 0..<30, using: &chance)
      let text = (0..<count).map { _ in pieces.randomElement(using: &chance) ?? "" }.joined()
      for columns in choices {
        let file = SourceFile(path: "a", text: text)
        let (printed, diagnostics) = importList(file, form: .list, columns: columns)
        for item in diagnostics { #expect(item.place.range.end <= file.utf8.count) }
        let read = parseSource(SourceFile(path: "a.prompts", text: printed))
        if !read.document.classes.isEmpty {
          #expect(
            read.diagnostics.filter { $0.rule.level == .error }.map(\.message) == [], "\(printed)")
        }
      }
    }
  }
}
