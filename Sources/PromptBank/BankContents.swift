/// What a bank is written from.
public struct BankContents: Sendable {
  /// What the set says about itself.
  public var set: SetDescription
  /// The space of the embeddings.
  public var space: EmbeddingSpace
  /// What was multiplied, where that was not float32: `bfloat16`.
  public var precision: String?
  /// Heads, activation, ε, mask and pooling of the encoder, for people; nil where nobody said.
  public var arithmetic: String?
  /// The choices that scores depend on.
  public var scoring: BankScoring
  /// The set's own file first, then what it imports.
  public var files: [File]
  /// The lists that classes and ood entries use.
  public var templateLists: [TemplateList]
  /// In source order; at least one.
  public var classes: [IDClass]
  /// In source order.
  public var ood: [OODEntry]
  /// One row of ``space``'s dimension a concept: the classes' concepts in order, then the ood
  /// entries'. Rows need not have length 1; writing normalises them.
  public var embeddings: [Float]
  /// The embedding of ``BankScoring/void``, of the space's dimension; empty without one.
  public var voidEmbedding: [Float]

  /// Joins its parts.
  public init(
    set: SetDescription, space: EmbeddingSpace, scoring: BankScoring, files: [File],
    templateLists: [TemplateList], classes: [IDClass], ood: [OODEntry], embeddings: [Float],
    voidEmbedding: [Float] = [], precision: String? = nil,
    arithmetic: String? = nil
  ) {
    self.voidEmbedding = voidEmbedding
    self.precision = precision
    self.arithmetic = arithmetic
    self.set = set
    self.space = space
    self.scoring = scoring
    self.files = files
    self.templateLists = templateLists
    self.classes = classes
    self.ood = ood
    self.embeddings = embeddings
  }
}

/// What a prompt set says about itself.
public struct SetDescription: Hashable, Sendable {
  /// What the set calls it.
  public var name: String
  /// As the set gives it.
  public var version: String?
  /// As the set gives it.
  public var license: String?
  /// As the set gives it.
  public var source: String?

  /// Joins its parts.
  public init(
    name: String, version: String? = nil, license: String? = nil, source: String? = nil
  ) {
    self.name = name
    self.version = version
    self.license = license
    self.source = source
  }
}

extension BankContents {
  /// A source file of the set.
  public struct File: Hashable, Sendable {
    /// Relative to the folder of the set's own file.
    public var name: String
    /// The SHA-256 of the file, 32 bytes.
    public var digest: [UInt8]

    /// Joins its parts.
    public init(name: String, digest: [UInt8]) {
      self.name = name
      self.digest = digest
    }
  }

  /// A named list of templates, as written in the set.
  public struct TemplateList: Hashable, Sendable {
    /// What the set calls it.
    public var name: String
    /// In source order.
    public var templates: [String]

    /// Joins its parts.
    public init(name: String, templates: [String]) {
      self.name = name
      self.templates = templates
    }
  }

  /// An in-distribution class.
  public struct IDClass: Hashable, Sendable {
    /// As the set gives it.
    public var id: Int
    /// What the set calls it.
    public var name: String
    /// The superclass it is merged into, if any.
    public var superclass: String?
    /// An index into ``BankContents/templateLists``.
    public var templateList: Int
    /// At least one.
    public var concepts: [Concept]

    /// Joins its parts.
    public init(
      id: Int, name: String, superclass: String?, templateList: Int, concepts: [Concept]
    ) {
      self.id = id
      self.name = name
      self.superclass = superclass
      self.templateList = templateList
      self.concepts = concepts
    }
  }

  /// A named outlier concept set.
  public struct OODEntry: Hashable, Sendable {
    /// What the set calls it.
    public var name: String
    /// Indices into ``BankContents/classes``.
    public var near: [Int]
    /// An index into ``BankContents/templateLists``.
    public var templateList: Int
    /// At least one.
    public var concepts: [Concept]

    /// Joins its parts.
    public init(name: String, near: [Int], templateList: Int, concepts: [Concept]) {
      self.name = name
      self.near = near
      self.templateList = templateList
      self.concepts = concepts
    }
  }

  /// One noun phrase, where it was written, and what was encoded for it.
  public struct Concept: Hashable, Sendable {
    /// As the prompts hold it.
    public var text: String
    /// An index into ``BankContents/files``.
    public var file: Int
    /// Counted from 1.
    public var line: Int
    /// The Unicode scalar in the line, counted from 1.
    public var character: Int
    /// One for each template of the owner's list, in that order.
    public var prompts: [String]

    /// Joins its parts.
    public init(text: String, file: Int, line: Int, character: Int, prompts: [String]) {
      self.text = text
      self.file = file
      self.line = line
      self.character = character
      self.prompts = prompts
    }
  }
}
