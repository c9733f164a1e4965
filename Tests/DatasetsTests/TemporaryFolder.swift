import Diagnostics
import Foundation
import LinearAlgebra
import Randomness
import Schema
import Testing

@testable import Datasets

/// A folder of its own for a test's files, gone with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-datasets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      Issue.record("cannot remove \(path): \(error)")
    }
  }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Array(text.utf8))
  }

  /// The bytes as the system's gzip packs them.
  func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
    let plain = try file("plain-\(UUID().uuidString)", bytes)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "--no-name", plain]
    try process.run()
    process.waitUntilExit()
    return Array(try Data(contentsOf: URL(fileURLWithPath: plain + ".gz")))
  }

  /// A text without this folder's path, so that it can be compared exactly.
  func shortened(_ text: String) -> String {
    text.replacingOccurrences(of: path + "/", with: "")
  }
}

extension TemporaryFolder {
  /// The diagnostics as a user reads them, without this folder's path.
  func messages(of error: DatasetError) -> [String] {
    error.diagnostics.map { shortened(DiagnosticRenderer().render($0)) }
  }

  /// What loading says about a request that must fail, and whether the data is to blame.
  func failure(
    _ request: DataRequest, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws -> (messages: [String], isDataInvalid: Bool) {
    do {
      _ = try DatasetLoader().load(request)
    } catch let error as DatasetError {
      return (messages(of: error), error.isDataInvalid)
    }
    Issue.record("loading succeeded", sourceLocation: sourceLocation)
    return ([], false)
  }
}

/// A request with nothing unusual in it.
func request(
  _ path: String, target: String? = "y", method: SplitRequest.Method = .random, dev: Double = 0,
  test: Double = 0, seed: UInt64 = 1
) -> DataRequest {
  DataRequest(
    source: .file(DataRequest.FilePath(path)), target: target,
    split: SplitRequest(method: method, dev: dev, test: test, seed: seed))
}

/// A file that another program wrote; the script that made it is beside it.
enum FixtureFile {
  static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)").path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// The project's own folder of data sets.
let bundledFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("datasets").path

extension Column {
  var numbers: [Double] {
    if case .numbers(let numbers) = values { numbers.array } else { [] }
  }

  /// Each cell's text; nil for a missing one.
  var texts: [String?] {
    guard case .categories(let codes, let levels) = values else { return [] }
    return codes.map { $0 < 0 ? nil : levels[Int($0)] }
  }
}
