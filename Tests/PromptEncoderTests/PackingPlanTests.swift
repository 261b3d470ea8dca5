import Testing

@testable import PromptEncoder

struct PackingPlanTests {
  @Test func equalPromptsAreEncodedOnce() {
    let plan = PackingPlan([[1, 2], [3], [1, 2], [1]], causal: true)
    #expect(plan.places == [[3], [0, 2], [1]])
  }

  @Test func promptsThatBeginAlikeShareRowsInACausalTower() {
    let batch = PackingPlan([[1, 2, 9], [1], [1, 2, 4, 9], [3, 2, 9]], causal: true).batches[0]
    #expect(batch.tokens == [1, 2, 4, 9, 9, 3, 2, 9])
    #expect(batch.positions == [0, 1, 2, 3, 2, 0, 1, 2])
    #expect(batch.lastRows == [0, 3, 4, 7])
  }

  @Test func promptsShareNothingWhereEveryTokenSeesAll() {
    let batch = PackingPlan([[1, 2], [1, 3]], causal: false).batches[0]
    #expect(batch.tokens == [1, 2, 1, 3])
    #expect(batch.positions == [0, 1, 0, 1])
    #expect(batch.lastRows == [1, 3])
  }

  @Test func noBatchIsLargerThanItsLimitUnlessOnePromptIs() {
    let prompts = (0..<400).map { number in
      ArraySlice((0...number % 30).map { Int32($0 + number) })
    }
    let plan = PackingPlan(prompts, causal: true)
    #expect(plan.batches.allSatisfy { $0.rows <= PackingPlan.rowsPerBatch })
    #expect(plan.batches.map(\.prompts.count).reduce(0, +) == 400)
    #expect(PackingPlan([ArraySlice(repeating: 1, count: 900)], causal: false).mostRows == 900)
  }

  @Test func batchesShrinkTowardsTheEnd() {
    let prompts = (0..<900).map { number in [1, Int32(number), 2][...] }
    let sizes = PackingPlan(prompts, causal: true).batches.map(\.rows)
    #expect(sizes == sizes.sorted(by: >))
    #expect(sizes[0] > 400 && sizes[sizes.count - 1] <= 96)
  }

  @Test func batchesEndWhereLittleIsShared() {
    // Templates of six tokens, sixty prompts each.
    var prompts: [ArraySlice<Int32>] = []
    for template in 0..<50 {
      let tokens: [Int32] = [1] + [Int32](repeating: Int32(template + 2), count: 6)
      for number in 0..<60 { prompts.append((tokens + [Int32(100 + number)])[...]) }
    }
    let plan = PackingPlan(prompts, causal: true)
    var cuts = 0
    for (batch, next) in zip(plan.batches, plan.batches.dropFirst()) where batch.rows > 400 {
      let (last, first) = (plan.places[batch.prompts.last!][0], plan.places[next.prompts[0]][0])
      #expect(prompts[last][1] != prompts[first][1])
      cuts += 1
    }
    #expect(cuts > 2)
    #expect(plan.batches.allSatisfy { $0.rows <= PackingPlan.rowsPerBatch })
    #expect(plan.batches.flatMap(\.prompts) == Array(0..<3_000))
  }

  @Test func rowsOfOneTokenAtOnePlaceAreOfOneKind() {
    let batch = PackingPlan([[1, 2, 9], [1, 3, 9], [1, 2, 2, 9]], causal: true).batches[0]
    #expect(batch.tokens == [1, 2, 2, 9, 9, 3, 9])
    #expect(batch.positions == [0, 1, 2, 3, 2, 1, 2])
    #expect(batch.kinds().first == [0, 1, 2, 3, 4, 5])
    #expect(batch.kinds().ofRow == [0, 1, 2, 3, 4, 5, 4])
  }

  @Test func placesAreNamedByTheIndicesGiven() {
    #expect(
      PackingPlan([[5], [4], [5]], indices: [7, 8, 9], causal: true).places == [[8], [7, 9]])
  }

  @Test func thereMayBeNothingToPack() {
    let plan = PackingPlan([], causal: true)
    #expect(plan.batches.isEmpty)
    #expect(plan.mostRows == 0)
  }
}
