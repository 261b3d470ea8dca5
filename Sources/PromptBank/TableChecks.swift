// Loops without an early exit or a branch, so that they become vector code: a million rows are checked
// while a bank opens.

/// Whether every number is in a range that begins at -1 or above.
///
/// A number is outside if its distance from the beginning or that to the end is negative, and where one of the
/// two overflows the other is: one look at the signs of all together, for the least instruction set compares no
/// unsigned numbers.
func areAll(_ numbers: Span<Int32>, in range: Range<Int>) -> Bool {
  precondition(range.lowerBound >= -1)
  guard let last = Int32(exactly: range.upperBound - 1) else { return numbers.isEmpty }
  let low = Int32(truncatingIfNeeded: range.lowerBound)
  var signs: Int32 = 0
  for index in numbers.indices { signs |= (numbers[index] &- low) | (last &- numbers[index]) }
  return signs >= 0
}

/// Whether every number is its own index.
func areIndices(_ numbers: Span<Int32>) -> Bool {
  var wrong: Int32 = 0
  var next: Int32 = 0
  for index in numbers.indices {
    wrong |= numbers[index] ^ next
    next &+= 1
  }
  return wrong == 0
}

/// Whether every number is 0.
func areZero(_ numbers: Span<UInt8>) -> Bool {
  var wrong: UInt8 = 0
  for index in numbers.indices { wrong |= numbers[index] }
  return wrong == 0
}

/// Whether numbers begin with 0 and each is the one before it or one more.
func areGroups(_ numbers: Span<Int32>) -> Bool {
  if numbers.isEmpty || numbers[0] != 0 { return false }
  var steps: Int32 = 0
  for index in 1..<numbers.count { steps |= numbers[index] &- numbers[index - 1] }
  return steps == 0 || steps == 1
}

/// Whether numbers cut everything from a start to an end into pieces.
func areOffsets(_ numbers: Span<Int32>, from start: Int, to end: Int) -> Bool {
  guard !numbers.isEmpty, numbers[0] == start, numbers[numbers.count - 1] == end else {
    return false
  }
  var falls: UInt32 = 0
  for index in 1..<numbers.count { falls |= numbers[index] < numbers[index - 1] ? 1 : 0 }
  return falls == 0
}

/// Whether numbers cut everything from 0 to an end into pieces.
func areOffsets(_ numbers: Span<Int64>, to end: Int) -> Bool {
  guard !numbers.isEmpty, numbers[0] == 0, numbers[numbers.count - 1] == end else {
    return false
  }
  // A step between numbers that are not negative cannot overflow.
  var signs: Int64 = 0
  for index in 1..<numbers.count {
    signs |= numbers[index] | (numbers[index] &- numbers[index - 1])
  }
  return signs >= 0
}

/// The first index whose number is at least a value, in numbers that never fall.
func firstIndex(in numbers: Span<Int32>, atLeast value: Int) -> Int {
  var (low, high) = (0, numbers.count)
  while low < high {
    let middle = low + (high - low) / 2
    if Int(numbers[middle]) < value { low = middle + 1 } else { high = middle }
  }
  return low
}
