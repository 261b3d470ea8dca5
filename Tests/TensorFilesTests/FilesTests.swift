import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct FilesTests {
  @Test func anEmptyFileIsMapped() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("empty").path
      try Data().write(to: URL(fileURLWithPath: path))
      let file = try MappedFile(path: path)
      #expect(file.count == 0)
      #expect(file.numbers(0..<0, as: Float.self).isEmpty)
      #expect(file.withBytes(0..<0) { $0.byteCount } == 0)
      #expect(file.withNumbers(0..<0, as: Int64.self) { $0.count } == 0)
    }
  }

  @Test func bytesGivenBackAreReadAgain() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("bytes").path
      let bytes = (0..<70_001).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let file = try MappedFile(path: path)
      for range in [0..<0, 0..<1, 5..<9000, 4095..<4097, 0..<70_001, 70_001..<70_001] {
        _ = file.numbers(0..<file.count, as: UInt8.self)
        file.release(range)
        #expect(file.numbers(0..<file.count, as: UInt8.self) == bytes)
      }
    }
  }

  @Test func whatIsNoRegularFileIsRefusedWithoutWaiting() throws {
    try withFolder { folder in
      let pipe = folder.appendingPathComponent("pipe").path
      unsafe #expect(mkfifo(pipe, 0o600) == 0)
      for (path, reason) in [
        (folder.path, "is a folder"), (pipe, "not a regular file"),
        ("/dev/null", "not a regular file"), (pipe + "x", "cannot be opened: no such file"),
        (pipe + "/x", "cannot be opened: not a directory"), ("", "cannot be opened"),
        ("a\0b", "zero byte"),
      ] {
        do throws(TensorFileError) {
          _ = try MappedFile(path: path)
          Issue.record("\(path) was mapped")
        } catch {
          #expect(error.reason.contains(reason), "\(error)")
        }
      }
    }
  }

  @Test func aFileWithoutCommitLeavesNothing() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("a").path
      do {
        let file = try AtomicFile(path: path)
        try file.write([1, 2, 3])
        #expect(file.count == 3)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }
  }

  @Test func writingKeepsPermissionsAndLinks() throws {
    try withFolder { folder in
      let target = folder.appendingPathComponent("target").path
      let link = folder.appendingPathComponent("link").path
      try Data([0]).write(to: URL(fileURLWithPath: target))
      unsafe #expect(chmod(target, 0o640) == 0)
      unsafe #expect(symlink("target", link) == 0)
      let file = try AtomicFile(path: link)
      try file.write([7])
      try file.commit()
      #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data([7]))
      let attributes = try FileManager.default.attributesOfItem(atPath: target)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "target")
    }
  }

  @Test func aFileThatIsReadOnlyIsKept() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("kept").path
      try Data([3]).write(to: URL(fileURLWithPath: path))
      unsafe #expect(chmod(path, 0o444) == 0)
      do throws(TensorFileError) {
        _ = try AtomicFile(path: path)
        Issue.record("a read-only file was replaced")
      } catch {
        #expect(error.reason == "cannot be written: is read-only")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kept"])
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([3]))
    }
  }

  /// As the superuser only: nobody else may give a file away.
  @Test(.enabled(if: geteuid() == 0)) func writingKeepsTheOwner() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("owned").path
      try Data([3]).write(to: URL(fileURLWithPath: path))
      unsafe #expect(chown(path, 12_345, 23_456) == 0)
      let file = try AtomicFile(path: path)
      try file.write([7])
      try file.commit()
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.ownerAccountID] as? Int == 12_345)
      #expect(attributes[.groupOwnerAccountID] as? Int == 23_456)
    }
  }

  @Test func aDeviceIsWrittenNotReplaced() throws {
    let file = try AtomicFile(path: "/dev/null")
    try file.write([1])
    try file.commit()
    var status = stat()
    unsafe #expect(stat("/dev/null", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func whatCannotBeWrittenSaysWhy() throws {
    try withFolder { folder in
      for path in ["", folder.path, folder.path + "/no/such", "/dev/full", "a\0b"] {
        #expect(throws: TensorFileError.self) {
          let file = try AtomicFile(path: path)
          try file.write([1])
          try file.commit()
        }
      }
    }
  }
}
