extension YAMLMapping {
  /// A whole file. What it must hold depends on whether it is a set or is there to be imported.
  package static let promptSet = YAMLMapping(
    "A prompt set: the classes of a scene in words, and the outliers that resemble them.",
    [
      Key("edition", .edition, isRequired: true, "The edition of the language.", examples: ["1"]),
      Key("set", .mapping(.set), "The name and version of the prompt set."),
      Key(
        "license", .text, "The licence of the set, as an SPDX name.",
        examples: ["CC-BY-4.0", "MIT"]),
      Key("source", .text, "What the classes are taken from."),
      Key(
        "import", .list(.either([.filledText, .mapping(.importedFile)])),
        "Files whose template lists come in by name; paths are relative to this file.",
        examples: ["templates/street.prompts"]),
      Key(
        "extends", .either([.filledText, .mapping(.extendedFile)]),
        "A prompt set whose classes, outliers, templates and scoring are inherited.",
        examples: ["cityscapes.prompts"]),
      Key(
        "templates",
        .names(.either([.list(.template), .reference]), least: 0),
        "Template lists by name: sentences with the hole {}, {a} or {there}, or another list's name. "
          + "`default` is the list of every class that names none."),
      Key(
        "classes", .names(.either([.mapping(.class), .mapping(.patch)]), least: 1),
        "The in-distribution classes by name."),
      Key(
        "ood", .names(.either([.mapping(.ood), .mapping(.patch)]), least: 0),
        "Outliers by name."),
      Key("remove", .mapping(.removals), "Inherited classes and outliers to leave out."),
      Key(
        "renumber", .names(.classID, least: 0), "Inherited classes and the ids that they have here."
      ),
      Key("scoring", .mapping(.scoring), "How scores are made; recorded in the bank."),
      Key(
        "expect",
        .list(
          .either([
            .mapping(.nearest), .mapping(.similarity("below")), .mapping(.similarity("above")),
          ])),
        "What `promptbank test` checks with an encoder."),
    ])

  static let set = YAMLMapping(
    "The name and version of the prompt set.",
    [
      Key("name", .name, isRequired: true, "The name of the set.", examples: ["cityscapes"]),
      Key("version", .text, "The version, in quotes.", examples: ["1.0.0"]),
    ])

  static let importedFile = YAMLMapping(
    "A file to import.",
    [
      Key("file", .filledText, isRequired: true, "The path, relative to this file."),
      Key("version", .text, "The range its version must lie in.", examples: [">=1.2 <2", "^1.0"]),
      Key("as", .name, "What stands before the imported names, parted by a full stop."),
    ])

  static let extendedFile = YAMLMapping(
    "A prompt set to extend.",
    [
      Key("file", .filledText, isRequired: true, "The path, relative to this file."),
      Key("version", .text, "The range its version must lie in.", examples: [">=1.2 <2", "^1.0"]),
    ])

  static let `class` = YAMLMapping(
    "A class.",
    [
      Key("id", .classID, isRequired: true, "The class's number in the label images."),
      Key("superclass", .name, "The superclass that the class is merged into at test time."),
      Key("templates", .name, "The name of its template list.", default: "default"),
      Key("concepts", .concepts, isRequired: true, conceptsDescription),
    ])

  static let ood = YAMLMapping(
    "An outlier.",
    [
      Key("near", .list(.name), "The classes that it resembles.", examples: ["truck", "bus"]),
      Key("concepts", .concepts, isRequired: true, conceptsDescription),
      Key("templates", .name, "The name of its template list.", default: "default"),
    ])

  static let patch = YAMLMapping(
    "A change to an inherited class or outlier.",
    [
      Key("add", .concepts, "Concepts that join it."),
      Key("remove", .concepts, "Concepts that leave it."),
    ])

  static let removals = YAMLMapping(
    "Inherited classes and outliers to leave out.",
    [
      Key("classes", .list(.name), "Names of classes."),
      Key("ood", .list(.name), "Names of outliers."),
    ])

  package static let scoring = YAMLMapping(
    "How scores are made; recorded in the bank.",
    [
      Key("temperature", .positive, "Similarities are divided by it.", examples: ["0.01"]),
      Key(
        "columns", .choice(["class", "superclass"]), "What one column of the softmax stands for.",
        default: "class"),
      Key(
        "ood", .choice(["separate", "grouped"]), "One column an ood concept, or one an entry.",
        default: "separate"),
      Key(
        "score", .choice(["vl4ad", "max-probability", "entropy", "energy", "rba"]),
        "How an anomaly score is made from the columns.", default: "vl4ad"),
      Key("void", .name, "A text whose embedding is one more column that stands for no class."),
      Key("alpha", .number(0...1), "The out-of-vocabulary head's weight for seen classes."),
      Key("beta", .number(0...1), "The out-of-vocabulary head's weight for unseen classes."),
      Key(
        "unseen", .either([.text, .list(.text)]),
        "Classes that the in-vocabulary head was not trained on."),
    ])

  static let nearest = YAMLMapping(
    "The class or outlier that a text is nearest to.",
    [
      Key("text", .name, isRequired: true, "A text.", examples: ["a tram in the street"]),
      Key(
        "is", .either([.name, .mapping(.oodTarget)]), isRequired: true,
        "The name of a class, or {ood: NAME}.", examples: ["train"]),
    ])

  static let oodTarget = YAMLMapping(
    "An ood entry.", [Key("ood", .name, isRequired: true, "Its name.")])

  static func similarity(_ bound: String) -> YAMLMapping {
    YAMLMapping(
      "A bound on the similarity of two names or texts.",
      [
        Key(
          "similarity", .list(.either([.name, .mapping(.textOperand)]), least: 2, most: 2),
          isRequired: true, "Two names of classes or outliers, or {text: …}."),
        Key(bound, .number(-1...1), isRequired: true, "The bound, a cosine.", examples: ["0.97"]),
      ])
  }

  static let textOperand = YAMLMapping(
    "A text.", [Key("text", .name, isRequired: true, "A text of its own.")])

  private static let conceptsDescription =
    "Noun phrases. `tree(s)` adds the plural, `person(people)` names it; `!mass`, `!pl` and `!sg` "
    + "state the number."
}

extension YAMLShape {
  fileprivate static let concepts = YAMLShape.list(.name, least: 1, most: nil)
}
