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
  guard count > 0 else { return }
  withoutActuallyEscaping(body) { body in
    let work = SharedWork(count: count, body: body)
    var started: [pthread_t] = []
    for _ in 1..<max(1, min(threads, count)) {
      var thread = pthread_t()
      let context = unsafe Unmanaged.passRetained(work).toOpaque()
      let status = unsafe pthread_create(&thread, nil, runSharedWork, context)
      guard status == 0 else {
        unsafe Unmanaged<SharedWork>.fromOpaque(context).release()
        break
      }
      started.append(thread)
    }
    work.run()
    for thread in started { pthread_join(thread, nil) }
  }
}

/// The processors this process may run on.
package let availableProcessors = Int(pk_available_processors())

/// What the threads of one call share.
private final class SharedWork: Sendable {
  private let next = Atomic(0)
  private let count: Int
  private nonisolated(unsafe) let body: (Int) -> Void

  init(count: Int, body: @escaping (Int) -> Void) {
    self.count = count
    unsafe self.body = body
  }

  func run() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { return }
      unsafe body(index)
    }
  }
}

private func runSharedWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context = unsafe context {
    unsafe Unmanaged<SharedWork>.fromOpaque(context).takeRetainedValue().run()
  }
  return nil
}
