import Foundation
import Testing

/// Runs that are killed or stopped, and what becomes of them.
extension Program {
  /// A small network with all that resuming must get right: dropout, a schedule, early stopping,
  /// batches that do not divide the rows, a checkpoint every few steps.
  static let spec = [
    "experiments/diabetes-mlp.yaml", "model.dropout=0.1", "training.epochs=40",
    "training.schedule={kind: cosine, warmup_steps: 30}", "training.threads=1",
    "training.early_stopping.patience=30", "training.checkpoint_every={steps: 7}", "goals=[]",
    "training.precision=float",
  ]
  static let experiment = "diabetes-mlp"

  /// What the same run leaves when nothing interrupts it.
  static let uninterrupted = Result {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run(["run"] + spec)
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    return try results(of: program.onlyRun(of: experiment))
  }

  /// The files that must be the same bit for bit.
  static func results(of run: URL) throws -> [String: Data] {
    try Dictionary(
      uniqueKeysWithValues: ["metrics.json", "predictions.csv", "model.safetensors"].map {
        ($0, try Data(contentsOf: run.appending(path: $0)))
      })
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Subprocess {
    try Subprocess.run(
      Self.path, arguments + ["--runs", runs.path], in: SourceTree.root, environment: environment)
  }

  /// Starts a command with its messages kept in a file.
  func start(_ arguments: [String], errors: URL? = nil) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments + ["--runs", runs.path]
    process.currentDirectoryURL = SourceTree.root
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    if let errors {
      try Data().write(to: errors)
      process.standardError = try FileHandle(forWritingTo: errors)
    } else {
      process.standardError = FileHandle.nullDevice
    }
    try process.run()
    return process
  }

  /// The lines of the only run's event log of one kind of event.
  func events(_ kind: String, of experiment: String = Program.experiment) throws -> [String] {
    guard let folder = try folders(of: experiment).first,
      let log = try? String(contentsOf: folder.appending(path: "events.jsonl"), encoding: .utf8)
    else { return [] }
    return log.split(separator: "\n").map(String.init).filter { $0.contains("\"\(kind)\"") }
  }

  /// Waits until the event log has so many events of a kind, or the process has ended.
  func wait(
    for process: Process, until kind: String, count: Int,
    of experiment: String = Program.experiment
  ) throws {
    let deadline = Date.now + 60
    while Date.now < deadline {
      if try events(kind, of: experiment).count >= count { return }
      guard process.isRunning else {
        Issue.record("ended with \(process.terminationStatus) before \(count) × \(kind)")
        return
      }
      Thread.sleep(forTimeInterval: 0.002)
    }
    Issue.record("\(kind) did not happen \(count) times within a minute")
  }

  /// A run that was interrupted by a signal once its log had so many events of a kind.
  func interrupt(
    _ arguments: [String], by signal: Int32, until kind: String, count: Int, errors: URL? = nil
  ) throws -> Process {
    let process = try start(arguments, errors: errors)
    try wait(for: process, until: kind, count: count)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process
  }

  /// Resumes the only run, which must then be as if nothing had interrupted it.
  @discardableResult
  func expectExactResumption(_ comment: String) throws -> Subprocess {
    let resumed = try run(["resume", "latest"])
    #expect(resumed.status == 0, "\(comment): \(resumed.errors)")
    let folder = try onlyRun(of: Self.experiment)
    let expected = try Self.uninterrupted.get()
    let found = try Self.results(of: folder)
    for name in expected.keys.sorted() {
      #expect(found[name] == expected[name], "\(comment): \(name) differs")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.contains("record.json"))
    #expect(names.contains("report.html"))
    #expect(!names.contains { $0.hasPrefix("checkpoint") }, "\(comment): \(names)")
    #expect(!names.contains { $0.hasSuffix(".partial") }, "\(comment): \(names)")
    return resumed
  }
}
