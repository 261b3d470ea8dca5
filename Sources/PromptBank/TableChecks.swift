// Loops without an early exit or a branch, so that they become vector code: a million rows are checked
// while a bank opens.

/// Whether every number is in a range.
func areAll(_ numbers: Span<Int32>, in range: Range<Int>) -> Bool {
  guard let low = Int32(exactly: range.lowerBound), let size = UInt32(exactly: range.count) else {
    return numbers.isEmpty
  }
  var largest: UInt32 = 0
  for index in numbers.indices {
    largest = max(largest, UInt32(bitPattern: numbers[index] &- low))
  }
  return numbers.isEmpty || largest < size
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
  var largest: UInt32 = 0
  for index in 1..<numbers.count {
    largest = max(largest, UInt32(bitPattern: numbers[index] &- numbers[index - 1]))
  }
  return largest <= 1
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
  var falls: UInt64 = 0
  for index in 1..<numbers.count { falls |= numbers[index] < numbers[index - 1] ? 1 : 0 }
  return falls == 0
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
