internal import Crypto
internal import FoundationEssentials
internal import SystemPackage
internal import PromptKernels
internal import Synchronization
internal import TensorFiles

/// The rows kept for one encoder: read when opened, added to as they are computed.
///
/// A file is a run of records: the SHA-256 over key and token ids, the row as float32, and the first
/// eight bytes of the SHA-256 over both. A record that was cut short or damaged counts as missing.
final class EmbeddingStore: Sendable {
  private let folder: URL
  private let key: [UInt8]
  private let dimension: Int
  private let recordSize: Int
  private let files: [MappedFile]
  /// Where the records of an id stand, as file and number; more than one only after damage or when
  /// two processes computed the same.
  private let places: [RecordID: [Place]]
  private let used = Mutex<Set<Int>>([])
  private let output = Mutex<Output>(.closed)

  private static let idSize = 32
  private static let checkSize = 8
  /// From so many small files on they are made one.
  private static let mostFiles = 32
  /// A file that is small, in bytes.
  private static let smallFile = 8 << 20
  /// Where a file ends and the next begins, in bytes: the cache is pruned file by file, and one run's
  /// million rows must not go all at once.
  private static let fullFile = 64 << 20

  private struct Place: Sendable {
    let file: Int
    let offset: Int
  }

  private enum Output: Sendable {
    case closed
    case open(FileDescriptor, written: Int)
    /// Nothing can be written: the disk is full, or the folder is not ours.
    case failed
  }

  init(folder: URL, key: [UInt8], dimension: Int) {
    self.folder = folder
    self.key = key
    self.dimension = dimension
    recordSize = Self.idSize + 4 * dimension + Self.checkSize
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    files = names.sorted().filter { $0.hasSuffix(".rows") }.compactMap {
      try? MappedFile(path: folder.appendingPathComponent($0).path)
    }
    var places: [RecordID: [Place]] = [:]
    for (index, file) in files.enumerated() {
      for record in 0..<file.count / recordSize {
        let offset = record * recordSize
        let id = file.withNumbers(offset..<offset + Self.idSize, as: UInt8.self) { RecordID($0) }
        places[id, default: []].append(Place(file: index, offset: offset))
      }
    }
    self.places = places
    if files.count(where: { $0.count < Self.smallFile }) > Self.mostFiles { join() }
  }

  /// The row kept for some tokens; nil where none is, or none is whole.
  func row(for tokens: [Int32]) -> [Float]? {
    guard let places = places[RecordID(identify(tokens).span)] else { return nil }
    for place in places {
      if let row = row(at: place) {
        used.withLock { _ = $0.insert(place.file) }
        return row
      }
    }
    return nil
  }

  /// Keeps rows: [tokens.count, dimension].
  func add(_ rows: [Float], for tokens: [[Int32]]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tokens.count * recordSize)
    for (index, ids) in tokens.enumerated() {
      let row = rows.span.extracting(index * dimension..<(index + 1) * dimension)
      let record = identify(ids) + littleEndianBytes(of: row)
      bytes += record
      bytes += check(of: record)
    }
    write(bytes)
  }

  /// Notes which files were used, so that pruning takes the others first.
  func finish() {
    for index in used.withLock({ $0 }) {
      try? FileManager.default.setAttributes(
        [.modificationDate: Date()], ofItemAtPath: files[index].path)
    }
    output.withLock { output in
      if case .open(let file, _) = output { try? file.close() }
      output = .closed
    }
  }

  private func row(at place: Place) -> [Float]? {
    let file = files[place.file]
    let end = place.offset + recordSize
    let record = file.numbers(place.offset..<end - Self.checkSize, as: UInt8.self)
    let expected = file.numbers(end - Self.checkSize..<end, as: UInt8.self)
    guard check(of: record) == expected else { return nil }
    return file.numbers(place.offset + Self.idSize..<end - Self.checkSize, as: Float.self)
  }

  private func identify(_ tokens: [Int32]) -> [UInt8] {
    var bytes = key
    bytes.reserveCapacity(key.count + 4 * tokens.count)
    for token in tokens {
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: token >> Int32(shift)))
      }
    }
    return Array(SHA256.hash(data: bytes))
  }

  private func check(of record: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: record).prefix(Self.checkSize))
  }

  private func write(_ bytes: [UInt8]) {
    output.withLock { output in
      if case .closed = output { output = open() }
      guard case .open(let file, let written) = output else { return }
      do { try file.writeAll(bytes) } catch {
        output = .failed
        return
      }
      output = .open(file, written: written + bytes.count)
      if written + bytes.count >= Self.fullFile {
        try? file.close()
        output = .closed
      }
    }
  }

  /// A file of this process alone.
  private func open() -> Output {
    let url = folder.appendingPathComponent("\(UUID().uuidString).rows")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = try? FileDescriptor.open(
      FilePath(url.path), .writeOnly, options: [.create, .exclusiveCreate],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    return file.map { .open($0, written: 0) } ?? .failed
  }

  /// Makes many small files one: whole records are written anew, and files that nobody can still be
  /// writing are removed. The records read stay mapped.
  private func join() {
    let hourAgo = Date(timeIntervalSinceNow: -3600)
    let old = files.indices.filter { index in
      guard files[index].count < Self.smallFile else { return false }
      let attributes = try? FileManager.default.attributesOfItem(atPath: files[index].path)
      return (attributes?[.modificationDate] as? Date).map { $0 < hourAgo } ?? false
    }
    guard old.count > 1 else { return }
    for index in old {
      let file = files[index]
      for record in 0..<file.count / recordSize {
        let place = Place(file: index, offset: record * recordSize)
        guard row(at: place) != nil else { continue }
        write(file.numbers(place.offset..<place.offset + recordSize, as: UInt8.self))
      }
    }
    let isFailed = output.withLock { if case .failed = $0 { true } else { false } }
    guard !isFailed else { return }
    for index in old { try? FileManager.default.removeItem(atPath: files[index].path) }
  }
}

/// The 32 bytes that name a record.
private struct RecordID: Hashable, Sendable {
  private let words: SIMD4<UInt64>

  /// - Precondition: there are 32 bytes.
  init(_ bytes: Span<UInt8>) {
    var words = SIMD4<UInt64>.zero
    for index in 0..<32 {
      words[index / 8] |= UInt64(bytes[index]) << UInt64(8 * (index % 8))
    }
    self.words = words
  }
}
