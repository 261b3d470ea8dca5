import Foundation
import PromptInference
import TestSupport
import Testing

@Suite struct FindEnginesTests {
  @Test func theMessageListsEveryPlaceAndTheCommand() throws {
    try withFolder { folder in
      let home = folder.path
      let search = findEngines(environment: [
        "HOME": home, "VIRTUAL_ENV": "/nowhere/venv", "PROMPTBANK_CACHE": home + "/it's here",
        "PROMPTBANK_ENGINE": "openvino",
      ])
      if !search.found.isEmpty { try Test.cancel("OpenVINO is installed system-wide") }
      #expect(search.tried.allSatisfy { $0.kind == .openVINO })
      do throws(InferenceError) {
        _ = try search.engine()
        Issue.record("an engine was found")
      } catch {
        for place in [
          "\(home)/it's here/engines/openvino/libs/libopenvino_c.so*: not there",
          "/nowhere/venv/lib/libopenvino_c.so*: not there",
          "\(home)/.local/lib/libopenvino_c.so*", "/usr/local/lib/libopenvino_c.so*",
          "/usr/lib/libopenvino_c.so*", "the system's loader, libopenvino_c.so: ",
          #"install OpenVINO with: python3"#,
          #"--target '\#(home)/it'\''s here/engines' openvino==2026.4.1"#,
        ] {
          #expect(error.description.contains(place), "\(place) in \(error)")
        }
      }
    }
  }

  @Test func aStaticProgramNamesTheBuildFromSourceInPlaceOfAnEngineToInstall() {
    var search = findEngines(environment: ["PROMPTBANK_ENGINE": "/nowhere"])
    search.canOpenLibraries = false
    do throws(InferenceError) {
      _ = try search.engine()
      Issue.record("an engine was found")
    } catch {
      #expect(error.description.contains("one static file"))
      #expect(error.description.contains("make install"))
      #expect(!error.description.contains("pip"))
    }
  }

  @Test func pythonPackagesOfAnEnvironmentAreLookedInto() throws {
    try withFolder { folder in
      let packages = folder.path + "/lib/python3.11/site-packages/onnxruntime/capi"
      try FileManager.default.createDirectory(atPath: packages, withIntermediateDirectories: true)
      let library = packages + "/libonnxruntime.so.1.99.0"
      try Data("no library".utf8).write(to: URL(fileURLWithPath: library))
      let providers = packages + "/libonnxruntime_providers_shared.so"
      try Data().write(to: URL(fileURLWithPath: providers))
      for variable in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
        let search = findEngines(environment: [
          variable: folder.path, "PROMPTBANK_ENGINE": "onnxruntime",
        ])
        let tried = search.tried.filter { $0.path.hasPrefix(packages) }
        #expect(tried.map(\.path) == [library])
        #expect(tried.first?.reason.contains("not there") == false)
      }
    }
  }

  @Test func theFolderThatPathTakesPythonFromIsLookedInto() throws {
    try withFolder { folder in
      let manager = FileManager.default
      for part in ["/bin", "/lib/python3.12/dist-packages"] {
        try manager.createDirectory(
          atPath: folder.path + part, withIntermediateDirectories: true)
      }
      let environment = [
        "PATH": "bin::\(folder.path)/bin:/nowhere/bin", "PROMPTBANK_ENGINE": "openvino",
      ]
      let place = folder.path + "/lib/python3.12/dist-packages/openvino/libs/libopenvino_c.so*"
      #expect(!findEngines(environment: environment).tried.contains { $0.path == place })
      let python = folder.path + "/bin/python3"
      try Data().write(to: URL(fileURLWithPath: python))
      try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
      let search = findEngines(environment: environment)
      if !search.found.isEmpty { try Test.cancel("OpenVINO is installed system-wide") }
      #expect(search.tried.filter { $0.path == place }.count == 1)
      #expect(!search.tried.contains { $0.path.hasPrefix("/nowhere") })
    }
  }

  @Test(arguments: [
    ("/nowhere/libonnxruntime.so", "neither `onnxruntime`, `openvino` nor a library"),
    ("ONNXRuntime", "neither `onnxruntime`, `openvino` nor a library"),
    (#filePath, #filePath),
  ])
  func aWishThatIsNoEngineIsTheOnlyPlaceTried(wish: String, reason: String) throws {
    let search = findEngines(environment: ["PROMPTBANK_ENGINE": wish])
    #expect(search.found.isEmpty)
    #expect(search.tried.count == 1)
    #expect(search.tried[0].path.contains("PROMPTBANK_ENGINE"))
    #expect(search.tried[0].reason.contains(reason), "\(search.tried)")
  }

  @Test func aLibraryOfAnotherKindIsRefused() throws {
    // Any library will do; this one is there wherever these tests are linked dynamically.
    let folders = ["/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"]
    guard
      let library = folders.map({ $0 + "/libz.so.1" }).first(where: {
        FileManager.default.fileExists(atPath: $0)
      })
    else { try Test.cancel("no zlib to take for an engine") }
    let search = findEngines(environment: ["PROMPTBANK_ENGINE": library])
    #expect(search.found.isEmpty)
    #expect(search.tried.first?.reason.contains("neither ONNX Runtime nor OpenVINO") == true)
  }

  @Test(arguments: EngineKind.allCases)
  func anEngineIsFoundByItsPathAndByItsFolder(kind: EngineKind) throws {
    let engine = try engine(kind)
    #expect(engine.version.first?.isNumber == true)
    #expect(engine.path.hasPrefix("/"))
    let folder = URL(fileURLWithPath: engine.path).deletingLastPathComponent()
    for wish in [engine.path, folder.path] {
      let search = findEngines(environment: ["PROMPTBANK_ENGINE": wish])
      #expect(search.found.map(\.kind) == [kind], "\(wish): \(search.tried)")
      let found = try search.engine()
      #expect(found.version == engine.version)
    }
    let wheel = folder.deletingLastPathComponent().deletingLastPathComponent()
    if folder.lastPathComponent == "capi" || folder.lastPathComponent == "libs" {
      let search = findEngines(environment: ["PROMPTBANK_ENGINE": wheel.path])
      #expect(search.found.contains { $0.kind == kind })
    }
  }
}
