import Testing

@testable import PromptBank

@Suite struct TableChecksTests {
  private let extremes: [Int32] = [.min, .min + 1, -2, -1, 0, 1, 2, 6, 7, 8, .max - 1, .max]

  @Test(arguments: [-1..<0, -1..<7, 0..<0, 0..<1, 0..<7, 1..<8, 7..<7, 1..<Int(Int32.max)])
  func aRangeHoldsWhatItHolds(_ range: Range<Int>) {
    let inside = [Int32](repeating: Int32(range.lowerBound), count: range.isEmpty ? 0 : 37)
    for number in extremes {
      let numbers = inside + [number]
      let isInside = areAll(numbers.span, in: range)
      #expect(isInside == range.contains(Int(number)), "\(number) in \(range)")
    }
    let isInside = areAll(inside.span, in: range)
    #expect(isInside)
  }

  @Test func offsetsNeverFall() {
    let extremes: [Int64] = [.min, -1, 0, 3, 4, 5, .max]
    for first in extremes {
      for second in extremes {
        let offsets = [0, first, second, 4]
        let found = areOffsets(offsets.span, to: 4)
        let expected = 0 <= first && first <= second && second <= 4
        #expect(found == expected, "\(first), \(second)")
      }
    }
  }

  @Test func groupsRiseByOne() {
    for first in extremes {
      for second in extremes {
        let groups = [0, first, second]
        let found = areGroups(groups.span)
        let rises = second == first || second == first &+ 1
        #expect(found == ((first == 0 || first == 1) && rises), "\(first), \(second)")
      }
    }
  }

  @Test func indicesAreTheirOwn() {
    let numbers = (0..<50).map { Int32($0) }
    var changed = numbers
    var found = areIndices(numbers.span)
    #expect(found)
    for place in numbers.indices {
      for number in extremes where Int(number) != place {
        changed[place] = number
        found = areIndices(changed.span)
        #expect(!found)
      }
      changed[place] = numbers[place]
    }
  }
}
