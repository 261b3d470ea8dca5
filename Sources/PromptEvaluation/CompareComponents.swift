/// Compares the predicted components of one map with the labelled ones, as SegmentMeIfYouCan does
/// (Chan et al. 2021, section 4).
///
/// Components are 8-connected. Predicted are pixels at or above the threshold whose label is not 255; those
/// of fewer pixels than the track's limit are dropped, and labelled ones below theirs are ignored with the
/// predictions on them. For a labelled component k, with A(k) the pixels of other labelled components that
/// the predictions touching k cover:
///
///     sIoU(k) = |k ∩ predictions| / |(k ∪ predictions touching k) \ A(k)|
///
/// and the PPV of a predicted component is the share of it that is labelled anomalous.
///
/// - Parameters:
///   - scores: [height, width]
///   - labels: [height, width]
func compareComponents(
  scores: Span<Float>, labels: LabelMap, threshold: Float, track: ComponentTrack
) -> ComponentTally {
  let values = labels.values
  let truth = ConnectedComponents(width: labels.width, mask: values.map { $0 == 1 })
  var mask = [Bool](repeating: false, count: values.count)
  for index in values.indices { mask[index] = values[index] != 255 && scores[index] >= threshold }
  let predictions = ConnectedComponents(width: labels.width, mask: mask)

  /// Of each predicted component, the pixels that count, and those of them that are labelled.
  var sizes = [Int](repeating: 0, count: predictions.sizes.count)
  var covered = sizes
  var overlaps: [Overlap: Int] = [:]
  var (last, run) = (Overlap(labelled: 0, predicted: 0), 0)
  for index in values.indices where predictions.numbers[index] > 0 {
    let (labelled, predicted) = (Int(truth.numbers[index]), Int(predictions.numbers[index]))
    guard predictions.sizes[predicted] >= track.predictedSize,
      labelled == 0 || truth.sizes[labelled] >= track.labelledSize
    else { continue }
    sizes[predicted] += 1
    guard labelled > 0 else { continue }
    covered[predicted] += 1
    let overlap = Overlap(labelled: labelled, predicted: predicted)
    if overlap != last {
      if run > 0 { overlaps[last, default: 0] += run }
      (last, run) = (overlap, 0)
    }
    run += 1
  }
  if run > 0 { overlaps[last, default: 0] += run }

  /// Of each labelled component, its covered pixels, and the pixels of the predictions that touch it
  /// outside other labelled components.
  var intersections = [Int](repeating: 0, count: truth.sizes.count)
  var unions = truth.sizes
  for (overlap, count) in overlaps {
    intersections[overlap.labelled] += count
    unions[overlap.labelled] += sizes[overlap.predicted] - covered[overlap.predicted]
  }
  var tally = ComponentTally()
  for number in truth.sizes.indices.dropFirst() where truth.sizes[number] >= track.labelledSize {
    tally.addLabelled(sIoU: Double(intersections[number]) / Double(unions[number]))
  }
  for number in sizes.indices where sizes[number] > 0 {
    tally.addPredicted(ppv: Double(covered[number]) / Double(sizes[number]))
  }
  return tally
}

/// A labelled and a predicted component that share pixels.
private struct Overlap: Hashable {
  var labelled: Int
  var predicted: Int
}
