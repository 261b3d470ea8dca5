internal import FoundationEssentials

/// The label pictures of a folder, by stem, and how the folder is laid out: told from its names.
///
/// - Throws: ``EvaluationError`` if it cannot be read, holds no label picture, or two for one image.
package func findLabels(
  _ folder: String
) throws(EvaluationError) -> (layout: LabelLayout, files: [LabelFile]) {
  let names = try namesInside(folder)
  for (inside, layout) in [
    ("frames", LabelLayout.roadAnomaly), ("labels_masks", .segmentMeIfYouCan),
    ("labels", nil as LabelLayout?),
  ] where names.contains(inside) && isFolder(folder + "/" + inside) {
    let found = try findLabels(folder + "/" + inside)
    if layout == nil || found.layout == layout { return found }
  }
  let labels =
    roadAnomaly(folder, names) ?? segmentMeIfYouCan(folder, names)
    ?? fishyscapes(folder, names) ?? plain(folder, names)
  guard !labels.files.isEmpty else {
    // Archives are often unpacked beside each other.
    let sets = names.filter { name in
      ["labels_masks", "frames", "labels"].contains { isFolder("\(folder)/\(name)/\($0)") }
    }
    if !sets.isEmpty {
      throw EvaluationError(
        "\(folder): holds several sets, of which one is measured at a time: "
          + sets.prefix(8).map { "\(folder)/\($0)" }.joined(separator: ", "))
    }
    throw EvaluationError(
      "\(folder): holds no label picture: STEM.png, NUMBER_STEM_labels.png, "
        + "labels_masks/STEM_labels_semantic.png or frames/STEM.labels/labels_semantic.png")
  }
  var paths: [String: String] = [:]
  for file in labels.files {
    if let other = paths.updateValue(file.path, forKey: file.stem) {
      throw EvaluationError("\(other) and \(file.path) are labels of the same image")
    }
  }
  return (labels.layout, labels.files)
}

private typealias Found = (layout: LabelLayout, files: [LabelFile])

private func roadAnomaly(_ folder: String, _ names: [String]) -> Found? {
  let files = names.compactMap { name -> LabelFile? in
    guard let stem = name.removing(suffix: ".labels") else { return nil }
    let path = folder + "/" + name + "/labels_semantic.png"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return LabelFile(path: path, stem: stem, mapStems: [stem])
  }
  return files.isEmpty ? nil : (.roadAnomaly, files)
}

private func segmentMeIfYouCan(_ folder: String, _ names: [String]) -> Found? {
  let files = names.compactMap { name -> LabelFile? in
    guard let stem = name.removing(suffix: "_labels_semantic.png") else { return nil }
    return LabelFile(path: folder + "/" + name, stem: stem, mapStems: [stem])
  }
  return files.isEmpty ? nil : (.segmentMeIfYouCan, files)
}

private func fishyscapes(_ folder: String, _ names: [String]) -> Found? {
  let files = names.compactMap { name -> LabelFile? in
    guard let stem = name.removing(suffix: "_labels.png") else { return nil }
    var stems = [stem]
    // The label files are numbered; the images of Lost and Found are not.
    let number = stem.prefix { $0.isASCII && $0.isNumber }
    if number.count == 4, stem.dropFirst(4).hasPrefix("_") {
      stems.append(String(stem.dropFirst(5)))
    }
    stems += stems.map { $0 + "_leftImg8bit" } + stems.map { $0 + "_rgb" }
    return LabelFile(path: folder + "/" + name, stem: stem, mapStems: stems)
  }
  return files.isEmpty ? nil : (.fishyscapes, files)
}

private func plain(_ folder: String, _ names: [String]) -> Found {
  let files = names.compactMap { name -> LabelFile? in
    guard let stem = name.removing(suffix: ".png") else { return nil }
    return LabelFile(path: folder + "/" + name, stem: stem, mapStems: [stem])
  }
  return (.plain, files)
}

/// The names inside a folder that are not hidden, by their bytes.
func namesInside(_ folder: String) throws(EvaluationError) -> [String] {
  do {
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  } catch {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw EvaluationError("\(folder): there is no such folder")
    }
    throw EvaluationError("\(folder): is no folder that can be read")
  }
}

private func isFolder(_ path: String) -> Bool {
  (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
}

extension String {
  /// What stands before an ending; nil without it, or where nothing does.
  func removing(suffix: String) -> String? {
    hasSuffix(suffix) && utf8.count > suffix.utf8.count ? String(dropLast(suffix.count)) : nil
  }
}
