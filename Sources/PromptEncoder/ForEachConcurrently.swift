internal import Dispatch
internal import Foundation
internal import Synchronization

/// Calls `body` once for each index below `count`, on `threads` threads that take the next index as
/// they become free. Returns when all are done.
///
/// - Parameters:
///   - makeState: makes what a thread keeps between its calls.
///   - finished: called on the caller's thread after each index with the number done.
///   - body: what it does must not depend on the thread or on the order.
func forEachConcurrently<State>(
  count: Int, threads: Int, state makeState: @escaping @Sendable () -> State,
  finished: (_ done: Int) -> Void, _ body: @escaping @Sendable (Int, inout State) -> Void
) {
  guard threads > 1, count > 1 else {
    if count == 0 { return }
    var state = makeState()
    for index in 0..<count {
      body(index, &state)
      finished(index + 1)
    }
    return
  }
  let indices = Indices(count: count)
  let done = DispatchSemaphore(value: 0)
  for _ in 0..<min(threads, count) {
    Thread.detachNewThread {
      guard var index = indices.take() else { return }
      var state = makeState()
      while true {
        body(index, &state)
        done.signal()
        guard let next = indices.take() else { return }
        index = next
      }
    }
  }
  for number in 1...count {
    done.wait()
    finished(number)
  }
}

/// The indices that no thread has taken yet.
private final class Indices: Sendable {
  private let next = Atomic(0)
  private let count: Int

  init(count: Int) { self.count = count }

  func take() -> Int? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
