extension Picture {
  /// The picture at another size: an extent that shrinks is averaged by area, one that grows is
  /// interpolated between pixel centres.
  package func resized(width: Int, height: Int) -> Picture {
    precondition(width > 0 && height > 0)
    if (width, height) == (self.width, self.height) { return self }
    let across = Self.contributions(from: self.width, to: width)
    let down = Self.contributions(from: self.height, to: height)
    var result = [UInt8](repeating: 0, count: width * height * channels)
    var sums = [Float](repeating: 0, count: self.width * channels)
    for y in 0..<height {
      // First one row of the source's width, then that row to the target's.
      for index in sums.indices { sums[index] = 0 }
      for (source, weight) in down[y] {
        let start = source * sums.count
        for index in sums.indices { sums[index] += weight * Float(bytes[start + index]) }
      }
      for x in 0..<width {
        for channel in 0..<channels {
          var value: Float = 0.5
          for (source, weight) in across[x] { value += weight * sums[source * channels + channel] }
          result[(y * width + x) * channels + channel] = UInt8(min(max(value, 0), 255))
        }
      }
    }
    return Picture(width: width, height: height, layout: layout, bytes: result)
  }

  /// Which source places a target place is made of; the weights of one sum to 1.
  private static func contributions(from source: Int, to target: Int) -> [[(Int, Float)]] {
    let scale = Double(source) / Double(target)
    return (0..<target).map { place in
      if scale <= 1 {
        let position = max(0, (Double(place) + 0.5) * scale - 0.5)
        let low = min(Int(position), source - 1)
        let weight = Float(position - Double(low))
        let high = min(low + 1, source - 1)
        return [(low, 1 - weight), (high, weight)]
      }
      let (start, end) = (Double(place) * scale, Double(place + 1) * scale)
      return (Int(start)..<min(source, Int(end.rounded(.up)))).map { index in
        let covered = min(end, Double(index + 1)) - max(start, Double(index))
        return (index, Float(covered / scale))
      }
    }
  }
}
