/// The metrics from their definitions, threshold by threshold, for a few pixels.
struct ReferenceMetrics {
  var averagePrecision = 0.0
  var falsePositiveRateAt95 = 1.0
  var areaUnderROC = 0.0
  var at95: Float?
  var bestF1: (f1: Double, score: Float) = (0, 0)

  init(scores: [Float], labels: [UInt8]) {
    let ones = zip(scores, labels).filter { $0.1 == 1 }.map(\.0)
    let zeros = zip(scores, labels).filter { $0.1 == 0 }.map(\.0)
    var lastRecall = 0.0
    for threshold in Set(ones + zeros).sorted(by: >) {
      let found = Double(ones.count { $0 >= threshold })
      let wrong = Double(zeros.count { $0 >= threshold })
      let recall = found / Double(ones.count)
      averagePrecision += (recall - lastRecall) * found / (found + wrong)
      lastRecall = recall
      if at95 == nil, recall >= 0.95 {
        at95 = threshold
        falsePositiveRateAt95 = wrong / Double(zeros.count)
      }
      let f1 = 2 * found / (found + wrong + Double(ones.count))
      if f1 > bestF1.f1 { bestF1 = (f1, threshold) }
    }
    for one in ones {
      for zero in zeros { areaUnderROC += one > zero ? 1 : one == zero ? 0.5 : 0 }
    }
    areaUnderROC /= Double(ones.count * zeros.count)
  }
}
