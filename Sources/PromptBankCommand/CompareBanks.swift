import PromptBank
import PromptJSON

/// By how much two banks differ, for people.
func differenceOutline(_ first: Bank, _ second: Bank, _ difference: BankDifference) -> String {
  var text = ""
  if first.space.id != second.space.id { text += "the spaces differ: rows agree by chance\n" }
  if first.space.id == second.space.id, let ours = first.arithmetic,
    let theirs = second.arithmetic, ours != theirs
  {
    text += "the encoders have the same weights and compute differently: rows agree by chance\n"
    text += "first        \(ours)\nsecond       \(theirs)\n"
  }
  if first.precision != second.precision {
    text += "precision    \(first.precision), \(second.precision)\n"
  }
  text += "shared       \(difference.shared) concepts, \(difference.changed) with other rows\n"
  if let most = difference.mostChanged {
    text += "largest      difference \(difference.largestDifference), "
    text += "1 - cosine \(difference.largestAngle) at `\(most)`\n"
  }
  for (label, names) in [
    ("first only ", difference.onlyInFirst), ("second only", difference.onlyInSecond),
  ] where !names.isEmpty {
    text += "\(label)  \(names.joined(separator: ", "))\n"
  }
  return difference.isNone ? text + "no row differs\n" : text
}

/// By how much two banks differ, `version` 1.
func differenceJSON(_ first: Bank, _ second: Bank, _ difference: BankDifference) -> JSONValue {
  [
    "version": 1,
    "kind": "comparison",
    "same_space": .bool(first.space.id == second.space.id),
    "arithmetics": [.optional(first.arithmetic), .optional(second.arithmetic)],
    "precisions": [.string(first.precision), .string(second.precision)],
    "shared": .int(difference.shared), "changed": .int(difference.changed),
    "largest_difference": .double(Double(difference.largestDifference)),
    "largest_angle": .double(difference.largestAngle),
    "most_changed": .optional(difference.mostChanged),
    "only_in_first": .array(difference.onlyInFirst.map { .string($0) }),
    "only_in_second": .array(difference.onlyInSecond.map { .string($0) }),
  ]
}
