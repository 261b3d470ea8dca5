package import PromptSource

/// `import "base.prompts" version ">=1.2 <2" as base`: the path is relative to the importing file.
package struct ImportDeclaration: Sendable {
  package var path: Located<String>
  /// The range that the version of the imported set has to lie in, as written.
  package var version: Located<String>?
  /// What stands before the imported names, parted from them by a full stop.
  package var alias: Located<String>?

  package init(
    path: Located<String>, version: Located<String>? = nil, alias: Located<String>? = nil
  ) {
    self.path = path
    self.version = version
    self.alias = alias
  }
}

/// `extends "cityscapes.prompts" version "^1.0"`: the set inherits all of another.
package struct ExtendsDeclaration: Sendable {
  package var path: Located<String>
  /// The range that the version of the extended set has to lie in, as written.
  package var version: Located<String>?

  package init(path: Located<String>, version: Located<String>? = nil) {
    self.path = path
    self.version = version
  }
}

/// What the concepts of a class or an ood entry do.
package enum Change: String, Sendable {
  /// `=`: they make the class.
  case define
  /// `+=`: they join an inherited class.
  case add
  /// `-=`: they leave an inherited class.
  case remove
}

/// `remove class terrain`
package struct RemoveDeclaration: Sendable {
  package var kind: Kind
  package var name: Located<String>
  package var range: TextRange

  package init(kind: Kind, name: Located<String>, range: TextRange) {
    self.kind = kind
    self.name = name
    self.range = range
  }

  package enum Kind: String, Sendable, CaseIterable {
    case `class`, ood
  }
}

/// `renumber road 13`: the inherited class has this id here.
package struct RenumberDeclaration: Sendable {
  package var name: Located<String>
  package var id: Located<Int>
  package var range: TextRange

  package init(name: Located<String>, id: Located<Int>, range: TextRange) {
    self.name = name
    self.id = id
    self.range = range
  }
}
