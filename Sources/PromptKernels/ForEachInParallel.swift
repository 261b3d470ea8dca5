internal import CPromptKernels
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Calls `body` once for each index below `count`, on up to `threads` threads that take the next index
/// as they become free. Returns when all are done.
///
/// POSIX threads, so that the runtime links neither Foundation nor Dispatch. Where a thread cannot be
/// had, the others do its work.
///
/// - Parameter body: what it does must not depend on the thread or on the order.
package func forEachInParallel(count: Int, threads: Int, _ body: (Int) -> Void) {
  forEachInParallel(count: count, threads: threads, state: {}) { index, _ in body(index) }
}

/// As ``forEachInParallel(count:threads:_:)``, with what a thread keeps between its calls.
///
/// - Parameters:
///   - makeState: makes it, once on each thread that has work.
///   - finished: called on the caller's thread after each index that thread took, and at the end, with
///     the number done; it rises.
///   - body: what it does must not depend on the thread or on the order.
package func forEachInParallel<State>(
  count: Int, threads: Int, state makeState: () -> State,
  finished: (_ done: Int) -> Void = { _ in },
  _ body: (Int, inout State) -> Void
) {
  guard count > 0 else { return }
  withoutActuallyEscaping(makeState) { makeState in
    withoutActuallyEscaping(body) { body in
      let work = SharedWork(count: count) { work, report in
        guard var index = work.take() else { return }
        var state = makeState()
        while true {
          body(index, &state)
          let done = work.countOneMore()
          report?(done)
          guard let next = work.take() else { return }
          index = next
        }
      }
      work.run(threads: threads, finished)
    }
  }
}

/// The processors this process may run on.
package let availableProcessors = Int(pk_available_processors())

/// What the threads of one call share.
private final class SharedWork: Sendable {
  /// What a thread does: takes indices until there are none, and may say how many are done.
  typealias Body = (SharedWork, _ report: ((Int) -> Void)?) -> Void

  private let next = Atomic(0)
  private let done = Atomic(0)
  private let count: Int
  private nonisolated(unsafe) let body: Body

  init(count: Int, body: @escaping Body) {
    self.count = count
    unsafe self.body = body
  }

  /// The next index that no thread has taken yet.
  func take() -> Int? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }

  /// Counts an index as done; the number done so far.
  func countOneMore() -> Int { done.wrappingAdd(1, ordering: .relaxed).newValue }

  /// Runs the body on the caller's thread and others until all is done.
  func run(threads: Int, _ finished: (Int) -> Void) {
    var started: [pthread_t] = []
    for _ in 1..<max(1, min(threads, count)) {
      var thread = pthread_t()
      let context = unsafe Unmanaged.passRetained(self).toOpaque()
      let status = unsafe pthread_create(&thread, nil, runSharedWork, context)
      guard status == 0 else {
        unsafe Unmanaged<SharedWork>.fromOpaque(context).release()
        break
      }
      started.append(thread)
    }
    var told = 0
    withoutActuallyEscaping(finished) { finished in
      unsafe body(self) { done in
        told = done
        finished(done)
      }
    }
    for thread in started { pthread_join(thread, nil) }
    if told < count { finished(count) }
  }

  /// Runs the body on this thread, silently.
  func runSilently() { unsafe body(self, nil) }
}

private func runSharedWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context = unsafe context {
    unsafe Unmanaged<SharedWork>.fromOpaque(context).takeRetainedValue().runSilently()
  }
  return nil
}
