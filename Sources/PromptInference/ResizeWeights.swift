/// For each output sample of one axis, the run of input samples it is a weighted mean of.
///
/// Half-pixel centres: output i lies at (i + 1/2) · input / output − 1/2. The weights are a triangle of
/// half-width 1, or of the scale where that is more and the resize is antialiased; they are cut at the
/// edges and sum to one. This is PyTorch's `interpolate(mode="bilinear", align_corners=False)`, with
/// `antialias` or without.
struct ResizeWeights {
  /// The first input sample of each output.
  private(set) var starts: [Int] = []
  /// Where each output's weights begin in ``weights``; one entry more than outputs.
  private(set) var bounds: [Int] = [0]
  private(set) var weights: [Float] = []

  /// - Parameters:
  ///   - input: samples of the axis before, padding included.
  ///   - kept: samples that exist; weights of those after, which are zero padding, are left out.
  ///   - output: samples of the axis afterwards.
  init(from input: Int, kept: Int, to output: Int, antialiased: Bool) {
    let scale = Double(input) / Double(output)
    let support = antialiased ? max(scale, 1) : 1
    starts.reserveCapacity(output)
    bounds.reserveCapacity(output + 1)
    var run: [Double] = []
    for index in 0..<output {
      let centre = scale * (Double(index) + 0.5)
      let first = min(max(Int(centre - support + 0.5), 0), input - 1)
      let end = max(min(Int(centre + support + 0.5), input), first + 1)
      run.removeAll(keepingCapacity: true)
      var sum = 0.0
      for sample in first..<end {
        let weight = max(0, 1 - abs((Double(sample) - centre + 0.5) / support))
        run.append(weight)
        sum += weight
      }
      starts.append(first)
      for (sample, weight) in zip(first..<end, run) where sample < kept {
        // A single sample whose triangle was cut to nothing still counts whole.
        weights.append(sum > 0 ? Float(weight / sum) : 1)
      }
      bounds.append(weights.count)
    }
  }
}
