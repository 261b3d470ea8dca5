internal import PromptJSON
internal import PromptSource
internal import PromptSyntax

/// Reads a list in JSON, in one of the forms that people have:
///
/// - an array of strings, a class each; the ids count from 0;
/// - an object of ids and labels, alone or as `id2label`, where Hugging Face's configurations have it;
/// - an array of objects with `name` and, if one has it, `id` and `supercategory`, alone or as `categories`, where
///   COCO's files have it.
func readJSONList(_ list: inout ImportedList) {
  let file = list.document.file
  let value: JSONValue
  do {
    value = try readJSON(file.utf8)
  } catch {
    let start = min(error.byte, file.utf8.count)
    return list.report(
      .unreadableList, "this is not JSON: \(error.reason)",
      TextRange(start, min(start + 1, file.utf8.count)), help: "write one array of strings")
  }
  var places = JSONPlaces(file.utf8)
  if !readClasses(value, &places, into: &list) {
    list.report(
      .unreadableList, "the text is JSON, and no list of classes", TextRange(at: 0),
      help:
        "write an array of strings, a class each, with synonyms parted by `, `; an array of objects "
        + "with `id` and `name`; or an object of ids and labels")
  }
}

/// Whether the value has one of the forms; its classes are in the list then.
private func readClasses(
  _ value: JSONValue, _ places: inout JSONPlaces, into list: inout ImportedList
) -> Bool {
  switch value {
  case .array(let items) where items.allSatisfy({ $0.string != nil }):
    for item in items {
      let range = places.next()
      add(item, at: range, id: Located(list.document.classes.count, at: range), to: &list)
    }
    return true
  case .array(let items):
    let entries = items.compactMap(\.members)
    guard entries.count == items.count else { return false }
    readEntries(entries, &places, into: &list)
    return true
  case .object(let members):
    let named = members.firstIndex { ["categories", "id2label"].contains($0.key) }
    for member in members[..<(named ?? 0)] { places.skip(member) }
    if let named {
      _ = places.next()
      return readClasses(members[named].value, &places, into: &list)
    }
    guard members.allSatisfy({ wholeNumber($0.key) != nil && $0.value.string != nil })
    else { return false }
    for member in members {
      let (key, label) = (places.next(), places.next())
      add(
        member.value, at: label, id: wholeNumber(member.key).map { Located($0, at: key) }, to: &list
      )
    }
    return true
  default: return false
  }
}

private func readEntries(
  _ entries: [[JSONValue.Member]], _ places: inout JSONPlaces, into list: inout ImportedList
) {
  let haveIDs = entries.contains { $0.contains { $0.key == "id" } }
  var unread: [(key: String, place: TextRange)] = []
  for members in entries {
    var found: [String: (value: JSONValue, place: TextRange)] = [:]
    let start = places.start
    for member in members {
      let key = places.next()
      if ["id", "name", "supercategory"].contains(member.key), member.value.members == nil,
        member.value.elements == nil
      {
        found[member.key] = (member.value, places.next())
      } else {
        places.skip(member.value)
        if !unread.contains(where: { $0.key == member.key }) { unread.append((member.key, key)) }
      }
    }
    guard let name = found["name"], name.value.string != nil else {
      list.report(
        .emptyConcept, "the entry has no `name`", found["name"]?.place ?? start,
        help: "write `\"name\": \"…\"`, the label of the class")
      continue
    }
    var id = Located(list.document.classes.count, at: name.place)
    if haveIDs {
      guard let written = found["id"] else {
        list.report(
          .missingID, "the entry has no `id`", name.place, help: "other entries have one")
        continue
      }
      guard let number = list.id(at: written.place) else { continue }
      id = number
    }
    let superclass = found["supercategory"].flatMap { found in
      found.value.string.map { Located($0, at: found.place) }
    }
    add(name.value, at: name.place, id: id, superclass: superclass, to: &list)
  }
  if let first = unread.first {
    let names = unread.map { quoted($0.key) }.joined(separator: ", ")
    list.report(
      .unreadPart, "\(names) \(unread.count == 1 ? "is" : "are") not read", first.place,
      help: "of an entry `name`, `id` and `supercategory` are")
  }
}

private func add(
  _ label: JSONValue, at whole: TextRange, id: Located<Int>?, superclass: Located<String>? = nil,
  to list: inout ImportedList
) {
  let text = Array((label.string ?? "").utf8)
  // Escapes make text and source part: then every place is the whole string.
  let isPlain = text.count == whole.end - whole.start - 2
  let concepts = list.concepts(text, needsBlank: true) {
    isPlain
      ? TextRange(whole.start + 1 + $0.lowerBound, whole.start + 1 + $0.upperBound) : whole
  }
  list.add(id: id, concepts, whole, superclass: superclass)
}
