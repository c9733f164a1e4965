import Foundation
import Testing

/// The built program, run as a user runs it: in the root of the checkout, with runs kept apart.
struct Program {
  /// Where this test's runs are recorded; removed with `clean`.
  let runs: URL

  init() throws {
    runs = FileManager.default.temporaryDirectory.appending(
      path: "assay-runs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: runs, withIntermediateDirectories: true)
  }

  /// `ASSAY_PROGRAM`, or the program beside the tests.
  static let path: String =
    ProcessInfo.processInfo.environment["ASSAY_PROGRAM"]
    ?? Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "assay").path
    ?? "assay"

  /// The folder of fetched data sets, where it has the one of this name.
  static func dataset(_ name: String) -> String? {
    let folder =
      ProcessInfo.processInfo.environment["ASSAY_DATASETS"]
      ?? SourceTree.root.appending(path: "datasets").path
    let path = folder + "/" + name
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// Runs a command that keeps runs in this test's folder.
  func run(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> Subprocess {
    try Subprocess.run(
      Self.path, arguments + ["--runs", runs.path], in: SourceTree.root, environment: environment)
  }

  /// Runs a command that knows no runs.
  static func run(_ arguments: String..., in folder: URL = SourceTree.root) throws -> Subprocess {
    try Subprocess.run(path, arguments, in: folder)
  }

  /// The directory of the only run of an experiment.
  func onlyRun(of experiment: String) throws -> URL {
    let folder = runs.appending(path: experiment)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasPrefix(".") }
    try #require(names.count == 1, "one run of \(experiment), found \(names)")
    return folder.appending(path: names[0])
  }

  /// The flat numbers of a run's `metrics.json`.
  static func metrics(of run: URL) throws -> [String: Double] {
    let data = try Data(contentsOf: run.appending(path: "metrics.json"))
    return try JSONDecoder().decode([String: Double].self, from: data)
  }

  func clean() {
    try? FileManager.default.removeItem(at: runs)
  }
}

extension Subprocess {
  /// The id of the run whose directory a quiet command printed.
  var runID: String? {
    output.split(separator: "/").last.map { $0.trimmingCharacters(in: .newlines) }
  }
}
