import ArgumentParser

/// How the maps of images are written; the file's ending.
enum MapFormat: String, ExpressibleByArgument, CaseIterable {
  case npy, safetensors
}
