import Foundation
import Testing

/// Runs that were interrupted go on, and end bit for bit as if they had not been.
@Suite struct ResumeTests {
  /// In the gate, before the first checkpoint, and deep in the training.
  @Test(arguments: [
    ("run_started", 1), ("check_ended", 9), ("gate_passed", 1), ("checkpoint_saved", 1),
    ("checkpoint_saved", 4), ("checkpoint_saved", 23), ("epoch_ended", 17),
  ])
  func aKilledRunGoesOn(kind: String, count: Int) throws {
    let program = try Program()
    defer { program.clean() }
    let killed = try program.interrupt(
      ["run"] + Program.spec, by: SIGKILL, until: kind, count: count)
    #expect(killed.terminationReason == .uncaughtSignal)
    let checks = try program.events("check_ended").count
    let hadPassed = try !program.events("gate_passed").isEmpty
    let savedCount = try program.events("checkpoint_saved").count
    let resumed = try program.expectExactResumption("killed after \(count) × \(kind)")
    if hadPassed {
      // The gate is not run again.
      #expect(try program.events("gate_passed").count == 1)
      #expect(try program.events("check_ended").count == checks)
    }
    let place = savedCount > 0 ? "resumes from step " : "resumes from the beginning of the training"
    #expect(resumed.errors.contains(place), "\(resumed.errors)")
    #expect(try program.events("run_resumed").count == 1)
    let record = try program.run("show", "latest", "--json")
    #expect(record.output.contains("\"resumptionCount\" : 1"))
  }

  /// Killed, stopped, killed again while it is resumed.
  @Test func aRunMayBeInterruptedManyTimes() throws {
    let program = try Program()
    defer { program.clean() }
    _ = try program.interrupt(
      ["run"] + Program.spec, by: SIGKILL, until: "checkpoint_saved", count: 3)
    let seen = try program.events("checkpoint_saved").count
    let stopped = try program.interrupt(
      ["resume", "latest"], by: SIGINT, until: "checkpoint_saved", count: seen + 5)
    #expect(stopped.terminationStatus == 75)
    let later = try program.events("checkpoint_saved").count
    _ = try program.interrupt(
      ["resume", Program.experiment + "@latest"], by: SIGKILL, until: "checkpoint_saved",
      count: later + 5)
    try program.expectExactResumption("interrupted three times")
    let sequence = try Self.sequence(of: program)
    #expect(sequence == Array(0..<sequence.count), "events are numbered without gaps")
    #expect(try program.events("run_resumed").count == 3)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aStoppedRunSaysHowToGoOn(signal: Int32) throws {
    let program = try Program()
    defer { program.clean() }
    let errors = program.runs.appending(path: "errors.txt")
    let process = try program.interrupt(
      ["run"] + Program.spec, by: signal, until: "checkpoint_saved", count: 5, errors: errors)
    #expect(process.terminationStatus == 75)
    let folder = try program.onlyRun(of: Program.experiment)
    let id = folder.lastPathComponent
    let place = try #require(try program.events("run_ended").last)
    let stage = try #require(place.firstMatch(of: /interrupted: (after step \d+, epoch \d+)/)?.1)
    #expect(
      try String(contentsOf: errors, encoding: .utf8) == """

        stopping after this step … (again to stop at once)
        interrupted \(stage); nothing that was recorded before is lost
          resume with: assay resume \(id) --runs \(program.runs.path)
          what happened until then is in \(folder.path)/events.jsonl

        """)
    // The checkpoint is of the very step it stopped at.
    let resumed = try program.expectExactResumption("stopped by \(signal)")
    let from = stage.replacing("after", with: "from")
    #expect(resumed.errors.contains("resumes \(from)"), "\(resumed.errors)")
  }

  /// While a large table is read nothing looks for the first signal; the second ends the process.
  @Test(arguments: [SIGINT, SIGTERM])
  func aSecondSignalEndsAtOnce(signal: Int32) throws {
    let program = try Program()
    defer { program.clean() }
    let table = (0..<400_000).map { "\($0 % 97).5,\($0 % 89),\($0 % 7)\n" }.joined()
    try ("a,b,y\n" + table).write(
      to: program.runs.appending(path: "t.csv"), atomically: true, encoding: .utf8)
    let spec = program.runs.appending(path: "t.yaml")
    try """
    spec: 1
    name: large
    data: {source: \(program.runs.path)/t.csv, target: y, task: regression}
    model: linear
    """.write(to: spec, atomically: true, encoding: .utf8)
    let errors = program.runs.appending(path: "errors.txt")
    let process = try program.start(["run", spec.path], errors: errors)
    // Signals are watched from the first moments of the command.
    Thread.sleep(forTimeInterval: 0.2)
    kill(process.processIdentifier, signal)
    let message = "\nstopping after this step … (again to stop at once)\n"
    let deadline = Date.now + 60
    while try String(contentsOf: errors, encoding: .utf8) != message, process.isRunning,
      Date.now < deadline
    {
      Thread.sleep(forTimeInterval: 0.002)
    }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 128 + signal)
    #expect(
      try String(contentsOf: errors, encoding: .utf8) == message,
      "it ended by itself, so that the second signal was not tried")
  }

  @Test func aDamagedCheckpointIsNotUsed() throws {
    let program = try Program()
    defer { program.clean() }
    _ = try program.interrupt(
      ["run"] + Program.spec, by: SIGINT, until: "checkpoint_saved", count: 4)
    let folder = try program.onlyRun(of: Program.experiment)
    let latest = folder.appending(path: "checkpoint")
    let bytes = try Data(contentsOf: latest)
    try bytes.dropLast(100).write(to: latest)
    let line = try #require(
      String(decoding: bytes.prefix(60), as: UTF8.self).split(separator: "\n").first)
    let count = try #require(Int(line.split(separator: " ")[2]))
    let resumed = try program.expectExactResumption("the latest is cut off")
    #expect(
      resumed.errors.contains(
        "warning: \(folder.path)/checkpoint is damaged: it has \(count - 100) bytes of \(count)\n"
      ), "\(resumed.errors)")
    #expect(resumed.errors.contains("resumes from step "))
  }

  @Test func withoutAWholeCheckpointTheTrainingStartsOver() throws {
    let program = try Program()
    defer { program.clean() }
    _ = try program.interrupt(
      ["run"] + Program.spec, by: SIGINT, until: "checkpoint_saved", count: 4)
    let folder = try program.onlyRun(of: Program.experiment)
    for name in ["checkpoint", "checkpoint.previous"] {
      var bytes = try Data(contentsOf: folder.appending(path: name))
      bytes[bytes.count - 5] ^= 4
      try bytes.write(to: folder.appending(path: name))
    }
    let resumed = try program.expectExactResumption("both decayed")
    #expect(
      resumed.errors == """
        warning: \(folder.path)/checkpoint is damaged: its checksum is wrong
        warning: \(folder.path)/checkpoint.previous is damaged: its checksum is wrong
        2 warnings
        resumes from the beginning of the training

        """)
  }

  private static func sequence(of program: Program) throws -> [Int] {
    let folder = try program.onlyRun(of: Program.experiment)
    let log = try String(contentsOf: folder.appending(path: "events.jsonl"), encoding: .utf8)
    return try log.split(separator: "\n").map { line in
      let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return try #require(event?["sequence"] as? Int)
    }
  }
}

/// Runs that cannot be resumed, in exact words.
@Suite struct ResumeRefusalTests {
  @Test func aRunThatHasEnded() throws {
    let program = try Program()
    defer { program.clean() }
    #expect(try program.run("run", "experiments/iris.yaml", "--quiet").status == 0)
    let id = try program.onlyRun(of: "iris").lastPathComponent
    let refused = try program.run("resume", "iris@latest")
    #expect(refused.status == 2)
    #expect(
      refused.errors == """
        error: run \(id) must be interrupted to be resumed; it has ended as "finished"
             = see it: assay show \(id)
             = run it again: assay reproduce \(id)
        1 error

        """)
  }

  @Test func aRunThatAProcessHolds() throws {
    let program = try Program()
    defer { program.clean() }
    let process = try program.start(["run"] + Program.spec + ["training.epochs=100000"])
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    try program.wait(for: process, until: "epoch_ended", count: 1)
    let id = try program.onlyRun(of: Program.experiment).lastPathComponent
    let refused = try program.run("resume", id)
    #expect(refused.status == 2)
    var name = [CChar](repeating: 0, count: 256)
    #expect(gethostname(&name, name.count - 1) == 0)
    let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    #expect(
      refused.errors == """
        error: run \(id) must be interrupted to be resumed; \
        process \(process.processIdentifier) on \(host) is running it
             = wait for it, or stop it first
        1 error

        """)
    #expect(process.isRunning)
  }

  @Test func aRunWhoseDataWasChanged() throws {
    let program = try Program()
    defer { program.clean() }
    let data = program.runs.appending(path: "own-data.csv")
    let original = SourceTree.root.appending(path: "datasets/diabetes.csv")
    try FileManager.default.copyItem(at: original, to: data)
    let spec = Program.spec + ["data.source=\(data.path)"]
    _ = try program.interrupt(
      ["run"] + spec, by: SIGKILL, until: "checkpoint_saved", count: 2)
    let folder = try program.onlyRun(of: Program.experiment)
    let environment = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appending(path: "environment.json")))
    let files = try #require((environment as? [String: Any])?["files"] as? [[String: Any]])
    let digest = try #require(files.first?["sha256"] as? String)
    let text = try String(contentsOf: data, encoding: .utf8)
    let lines = text.split(separator: "\n").dropLast()
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: data)
    let refused = try program.run("resume", "latest")
    #expect(refused.status == 3)
    let start =
      "error: \"\(data.path)\" must be as it was when run \(folder.lastPathComponent) began, "
      + "SHA-256 \(digest.prefix(12))…; got "
    #expect(refused.errors.hasPrefix(start), "\(refused.errors)")
    #expect(
      refused.errors.contains(
        "\n     = start it again with: assay run experiments/diabetes-mlp.yaml"))
    // Nothing is spoilt: with the old data it goes on.
    try Data(text.utf8).write(to: data)
    #expect(try program.run("resume", "latest").status == 0)
  }

  @Test func aRunWhoseSpecWasChanged() throws {
    let program = try Program()
    defer { program.clean() }
    _ = try program.interrupt(
      ["run"] + Program.spec, by: SIGKILL, until: "gate_passed", count: 1)
    let folder = try program.onlyRun(of: Program.experiment)
    let path = folder.appending(path: "spec.yaml")
    let text = try String(contentsOf: path, encoding: .utf8)
    try Data(text.replacing("epochs: 40", with: "epochs: 41").utf8).write(to: path)
    let refused = try program.run("resume", "latest")
    #expect(refused.status == 2)
    #expect(
      refused.errors.hasPrefix(
        "error: run \(folder.lastPathComponent) cannot be resumed: its spec.yaml was changed: "
          + "training.epochs 40 → 41\n     = start it again with: assay run "), "\(refused.errors)")
  }

  /// OpenBLAS lets the kernels be chosen; other kernels give other bits.
  @Test func aRunOfAnotherProcessor() throws {
    let program = try Program()
    defer { program.clean() }
    let kernels = ["Nehalem", "Sandybridge", "Haswell"]
    func begin(_ core: String) throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["run"] + Program.spec + ["--runs", program.runs.path]
      process.currentDirectoryURL = SourceTree.root
      process.environment = ProcessInfo.processInfo.environment.merging(
        ["OPENBLAS_CORETYPE": core]) { $1 }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      try program.wait(for: process, until: "gate_passed", count: 1)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let environment = try String(
        contentsOf: program.onlyRun(of: Program.experiment).appending(path: "environment.json"),
        encoding: .utf8)
      return try #require(environment.firstMatch(of: /"blasCore" : "(\w+)"/).map { String($0.1) })
    }
    let then = try begin(kernels[0])
    // On processors without a choice there is nothing to tell apart.
    guard then == kernels[0] else { return }
    let id = try program.onlyRun(of: Program.experiment).lastPathComponent
    let refused = try program.run(
      ["resume", "latest"], environment: ["OPENBLAS_CORETYPE": kernels[1]])
    #expect(refused.status == 2)
    #expect(
      refused.errors.hasPrefix(
        """
        error: run \(id) cannot be resumed: this machine would not give the same bits: \
        OpenBLAS's kernels Nehalem → Sandybridge
             = OpenBLAS takes other kernels with OPENBLAS_CORETYPE=Nehalem
             = start it again with: assay run
        """), "\(refused.errors)")
    #expect(
      try program.run(["resume", "latest"], environment: ["OPENBLAS_CORETYPE": "Nehalem"]).status
        == 0)
  }

  /// Products of our own follow the processor's vectors, whatever kernels OpenBLAS is asked to take.
  @Test func aRunOfAProcessorWithOtherVectors() throws {
    let program = try Program()
    defer { program.clean() }
    _ = try program.interrupt(
      ["run"] + Program.spec, by: SIGKILL, until: "gate_passed", count: 1)
    let folder = try program.onlyRun(of: Program.experiment)
    let path = folder.appending(path: "environment.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    let bits = try #require(text.firstMatch(of: /"vectorBits" : (\d+)/).map { String($0.1) })
    try Data(text.replacing("\"vectorBits\" : \(bits)", with: "\"vectorBits\" : 64").utf8)
      .write(to: path)
    let refused = try program.run("resume", "latest")
    #expect(refused.status == 2)
    #expect(
      refused.errors.hasPrefix(
        "error: run \(folder.lastPathComponent) cannot be resumed: this machine would not give the "
          + "same bits: bits of a vector 64 → \(bits)\n     = start it again with: assay run "),
      "\(refused.errors)")
    try Data(text.utf8).write(to: path)
    #expect(try program.run("resume", "latest").status == 0)
  }

  @Test func aRunThatThereIsNot() throws {
    let program = try Program()
    defer { program.clean() }
    let refused = try program.run("resume", "latest")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("a run must have been recorded in"))
  }
}
