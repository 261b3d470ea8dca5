import PromptSource
import PromptSyntax

/// The classes and ood entries of a set while the files it extends are merged, the remotest first.
///
/// Each file makes its changes to what it inherits in this order, wherever they stand in it:
///
/// 1. What is inherited comes first, in its order: classes, ood entries, template lists, scoring keys.
/// 2. `remove class` and `remove ood` take out whole classes and entries.
/// 3. `renumber` gives classes that are left another id.
/// 4. `-=` takes out concepts: entries whose text, marks aside, equals a written one after cleaning;
///    `-= tree` and `-= tree(s)` both take out the whole of `tree(s)`.
/// 5. `+=` puts concepts behind those that are left.
/// 6. Classes and ood entries that the file declares follow the inherited ones. A name that is still
///    inherited cannot be declared anew. After them no two classes have one id.
/// 7. A scoring key of the file holds instead of the inherited one, key by key; template lists have one
///    set of names, so that none is replaced.
///
/// Patches, renumberings and removals reach what is inherited only. Licence, source, name, version and expectations
/// are the file's own.
struct MergedSet {
  var classes: [IDClass] = []
  var ood: [OODEntry] = []
  var classIndex: [String: Int] = [:]
  var oodIndex: [String: Int] = [:]
  var findings: [Diagnostic] = []
  /// The equality of concepts.
  let cleaned: (String) -> String

  init(cleaned: @escaping (String) -> String) { self.cleaned = cleaned }

  /// Merges one file into what it inherits.
  ///
  /// - Parameter extends: the file's `extends`, where it could be followed.
  mutating func merge(
    _ document: Document, _ index: Int, _ templates: inout TemplateScope,
    extends: ExtendsDeclaration?
  ) {
    let removed = remove(document, extends)
    renumber(document, removed, extends)
    patch(document, removed, extends)
    addClasses(document, index, &templates)
    checkIDs(document)
    addOOD(document, index, &templates)
    dropNear(removed)
  }
}
