import Diagnostics
import Foundation
import Testing

@testable import Specification

/// A folder of its own for each test, removed at its end.
private final class Folder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-spec-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

/// The message for a file that cannot be read, with `DIR` for the folder.
private func problem(_ file: String, in folder: Folder) -> String {
  do {
    _ = try sampleReader.read(path: file)
    return "no problem"
  } catch let error as SpecificationFileError {
    return DiagnosticRenderer().render(error.diagnostic).replacing(folder.path, with: "DIR")
  } catch {
    return "another error: \(error)"
  }
}

@Test func readsAFile() throws {
  let folder = try Folder()
  let file = try folder.write("iris.yaml", SampleSpecs.small)
  let spec = try sampleReader.read(path: file)
  #expect(spec.path == file)
  #expect(spec.text == SampleSpecs.small)
  #expect(try sampleReader.sweep(path: file, overrides: ["training.seed=1,2"]).count == 2)
}

@Test func aByteOrderMarkIsNoContent() throws {
  let folder = try Folder()
  let file = try folder.write("a.yaml", [0xEF, 0xBB, 0xBF] + Array(SampleSpecs.small.utf8))
  #expect(try sampleReader.read(path: file).text == SampleSpecs.small)
}

@Test func aMissingFileIsSoughtBesideItself() throws {
  let folder = try Folder()
  _ = try folder.write("iris.yaml", "")
  _ = try folder.write("iris.csv", "")
  #expect(
    problem(folder.path + "/irsi.yaml", in: folder) == """
      error: there is no spec "DIR/irsi.yaml"
           | did you mean "DIR/iris.yaml"?
      """)
  #expect(
    problem(folder.path + "/iris", in: folder) == """
      error: there is no spec "DIR/iris"
           | did you mean "DIR/iris.yaml"?
      """)
  #expect(
    problem(folder.path + "/zebra.yaml", in: folder) == "error: there is no spec \"DIR/zebra.yaml\""
  )
  #expect(
    problem(folder.path + "/no/a.yaml", in: folder) == "error: there is no spec \"DIR/no/a.yaml\"")
  #expect(problem("", in: folder) == "error: there is no spec \"\"")
}

@Test func aDirectoryIsNoSpec() throws {
  let folder = try Folder()
  #expect(problem(folder.path, in: folder) == "error: a spec is a file; got the directory \"DIR\"")
  _ = try folder.write("b.yaml", "")
  _ = try folder.write("a.yml", "")
  #expect(
    problem(folder.path, in: folder) == """
      error: a spec is a file; got the directory "DIR"
           | specs in it: a.yml, b.yaml
      """)
}

@Test func aLargeFileIsNoSpec() throws {
  let folder = try Folder()
  let file = try folder.write("data.yaml", [UInt8](repeating: 0x23, count: 10 << 20))
  #expect(
    problem(file, in: folder) == """
      error: a spec has at most 1 MiB; got more in "DIR/data.yaml"
           | is this a file of data?
      """)
  let limit = try folder.write("limit.yaml", [UInt8](repeating: 0x23, count: 1 << 20))
  #expect(problem(limit, in: folder).contains("got an empty file"))
}

@Test func textIsUTF8() throws {
  let folder = try Folder()
  let file = try folder.write("a.yaml", Array("spec: 1\nname: é".utf8) + [0xE9, 0x0A])
  #expect(
    problem(file, in: folder) == """
      DIR/a.yaml:2:8: error: a spec is text in UTF-8; got the byte 0xE9
         2 | name: é\u{FFFD}
           |        ^ save it as UTF-8
      """)
  let wide = try folder.write("b.yaml", [0xFF, 0xFE, 0x73, 0x00])
  #expect(
    problem(wide, in: folder) == """
      error: a spec is text in UTF-8; got UTF-16 in "DIR/b.yaml"
           | save it as UTF-8
      """)
}

@Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
func aFileThatMayNotBeReadSaysSo() throws {
  let folder = try Folder()
  let file = try folder.write("a.yaml", SampleSpecs.small)
  try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
  #expect(
    problem(file, in: folder)
      == "error: the spec \"DIR/a.yaml\" cannot be read: permission denied")
}
