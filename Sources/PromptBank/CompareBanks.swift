/// By how much two banks of one set differ.
public struct BankDifference: Hashable, Sendable {
  /// Concepts of both, told apart by what they belong to, their text and how often it came before.
  public var shared = 0
  /// Concepts of one bank alone, as they are written.
  public var onlyInFirst: [String] = []
  /// Likewise.
  public var onlyInSecond: [String] = []
  /// Shared concepts whose rows differ at all.
  public var changed = 0
  /// The largest difference of two entries.
  public var largestDifference: Float = 0
  /// The largest 1 - cosine of two rows, in double precision.
  public var largestAngle = 0.0
  /// The concept with ``largestAngle``; nil where no row differs.
  public var mostChanged: String?

  /// Whether every concept has the same bytes in both.
  public var isNone: Bool { changed == 0 && onlyInFirst.isEmpty && onlyInSecond.isEmpty }
}

/// Compares the rows of two banks concept by concept.
///
/// Rows of different spaces can be compared only if they are of one length: then they agree by chance.
///
/// - Returns: nil where the dimensions differ.
public func compareBanks(_ first: Bank, _ second: Bank) -> BankDifference? {
  guard first.dimension == second.dimension else { return nil }
  var rows: [ConceptName: Int] = [:]
  for (row, name) in conceptNames(second).enumerated() { rows[name] = row }
  var difference = BankDifference()
  first.withEmbeddings { a in
    second.withEmbeddings { b in
      for (row, name) in conceptNames(first).enumerated() {
        guard let other = rows.removeValue(forKey: name) else {
          difference.onlyInFirst.append(name.text)
          continue
        }
        let width = first.dimension
        difference.add(
          name.text, a.extracting(row * width..<(row + 1) * width),
          b.extracting(other * width..<(other + 1) * width))
      }
    }
  }
  difference.onlyInSecond = rows.sorted { $0.value < $1.value }.map(\.key.text)
  return difference
}

extension BankDifference {
  fileprivate mutating func add(_ text: String, _ a: Span<Float>, _ b: Span<Float>) {
    shared += 1
    var (product, lengthOfA, lengthOfB) = (0.0, 0.0, 0.0)
    var largest: Float = 0
    for index in a.indices {
      largest = max(largest, abs(a[index] - b[index]))
      product += Double(a[index]) * Double(b[index])
      lengthOfA += Double(a[index]) * Double(a[index])
      lengthOfB += Double(b[index]) * Double(b[index])
    }
    guard largest > 0 else { return }
    changed += 1
    largestDifference = max(largestDifference, largest)
    let angle = max(0, 1 - product / (lengthOfA * lengthOfB).squareRoot())
    if mostChanged == nil || angle > largestAngle {
      largestAngle = max(largestAngle, angle)
      mostChanged = text
    }
  }
}

/// What makes a concept the same in two banks.
private struct ConceptName: Hashable {
  let owner: String
  let text: String
  /// How many of the same owner and text came before.
  var repetition = 0
}

private func conceptNames(_ bank: Bank) -> [ConceptName] {
  var seen: [ConceptName: Int] = [:]
  return (0..<bank.conceptCount).map { row in
    let owner =
      switch bank.concept(row).owner {
      case .idClass(let index): "class \(bank.className(index))"
      case .ood(let index): "ood \(bank.oodName(index))"
      }
    var name = ConceptName(owner: owner, text: bank.conceptText(row))
    let before = seen[name, default: 0]
    seen[name] = before + 1
    name.repetition = before
    return name
  }
}
