import PromptKernels
import Synchronization
import Testing

@Suite struct ForEachInParallelTests {
  @Test(arguments: [0, 1, 2, 7, 1_000], [-1, 1, 2, 16])
  func everyIndexIsTakenOnce(_ count: Int, _ threads: Int) {
    let taken = Mutex([Int](repeating: 0, count: count))
    forEachInParallel(count: count, threads: threads) { index in
      taken.withLock { $0[index] += 1 }
    }
    #expect(taken.withLock { $0.allSatisfy { $0 == 1 } })
  }

  @Test func callsMayNest() {
    let sum = Atomic(0)
    forEachInParallel(count: 3, threads: 2) { outer in
      forEachInParallel(count: 4, threads: 2) { inner in
        sum.add(outer * 4 + inner, ordering: .relaxed)
      }
    }
    #expect(sum.load(ordering: .relaxed) == 66)
  }

  @Test(arguments: [1, 3])
  func aThreadKeepsItsStateAndTheCallerHearsOfProgress(_ threads: Int) {
    let made = Atomic(0)
    let sums = Mutex([Int]())
    var reports: [Int] = []
    forEachInParallel(
      count: 50, threads: threads,
      state: { made.wrappingAdd(1, ordering: .relaxed).newValue },
      finished: { reports.append($0) }
    ) { index, state in
      state += 1
      sums.withLock { $0.append(index) }
    }
    #expect(made.load(ordering: .relaxed) <= threads)
    #expect(sums.withLock { $0.sorted() } == Array(0..<50))
    #expect(reports == reports.sorted())
    #expect(reports.last == 50)
  }

  @Test func theProcessHasAProcessor() { #expect(availableProcessors >= 1) }
}
