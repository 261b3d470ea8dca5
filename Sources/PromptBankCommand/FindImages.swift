import FoundationEssentials

/// An image to score, and what the files of its results are called.
struct ImageToScore {
  /// As it was named, or inside the folder that was.
  var path: String
  /// The path of the results, without an ending.
  var base: String
}

/// The images that paths name: files as given, and of folders the PNG and JPEG files, by name.
///
/// - Parameters:
///   - endings: what is written for each image behind its base.
/// - Throws: ``CommandFailure`` if a path is not there, a folder holds no image, two images would
///   write the same file, or a result would replace an image.
func findImages(
  _ paths: [String], outputDirectory: String, endings: [String]
) throws(CommandFailure) -> [ImageToScore] {
  var files: [String] = []
  for path in paths {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure("\(path): there is no such image or folder")
    }
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: place)
    guard attributes?[.type] as? FileAttributeType == .typeDirectory else {
      files.append(path)
      continue
    }
    let inside = try imageNames(inFolder: path)
    if inside.isEmpty { throw CommandFailure("\(path): holds no .png, .jpg or .jpeg file") }
    files += inside.map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
  }
  let images = files.map { file in
    let name = URL(fileURLWithPath: file).lastPathComponent.deletingExtension
    return ImageToScore(path: file, base: outputDirectory + "/" + name)
  }
  try refuseClashes(images, endings: endings)
  return images
}

private func imageNames(inFolder path: String) throws(CommandFailure) -> [String] {
  do {
    return try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
      !name.hasPrefix(".")
        && ["png", "jpg", "jpeg"].contains { name.lowercased().hasSuffix("." + $0) }
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  } catch {
    throw CommandFailure("\(path): \(reason(error))")
  }
}

/// File systems that ignore case would let `A` replace `a`: names are compared without it.
private func refuseClashes(
  _ images: [ImageToScore], endings: [String]
) throws(CommandFailure) {
  func place(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
  let inputs = Dictionary(
    images.map { (place($0.path), $0.path) }, uniquingKeysWith: { first, _ in first })
  var writers: [String: String] = [:]
  for image in images {
    for ending in endings {
      let target = image.base + ending
      if let other = writers.updateValue(image.path, forKey: target.lowercased()) {
        throw CommandFailure(
          """
          \(other) and \(image.path) would both write \(target)
            score them into different output directories
          """, .usage)
      }
      if let replaced = inputs[place(target)] {
        throw CommandFailure(
          "the results of \(image.path) would replace \(replaced): choose another output directory",
          .usage)
      }
    }
  }
}
