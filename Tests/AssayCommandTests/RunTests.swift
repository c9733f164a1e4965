import Foundation
import Testing

/// Whole runs, as a user makes them.
@Suite struct RunTests {
  @Test func theMainExampleLeavesACompleteRun() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run("run", "experiments/digits.yaml")
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("overfits"))
    #expect(run.output.contains("majority"))
    let folder = try program.onlyRun(of: "digits")
    let files = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    #expect(
      files.isSuperset(of: [
        "spec.yaml", "resolved.json", "environment.json", "events.jsonl", "checks.json",
        "metrics.json", "predictions.csv", "model.safetensors", "model.json", "record.json",
        "report.html",
      ]), "found \(files.sorted())")
    let report = try String(
      contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
    #expect(!report.contains("http://") || !report.contains("<script src"))
    #expect(report.contains("<svg"))
  }

  @Test(arguments: ["experiments/digits.yaml", "experiments/iris.yaml"])
  func theSameRunTwiceGivesTheSameBits(_ spec: String) throws {
    var files: [[String: Data]] = []
    for _ in 0..<2 {
      let program = try Program()
      defer { program.clean() }
      let run = try program.run("run", spec, "--quiet")
      #expect(run.status == 0, "\(run.errors)")
      let name = String(spec.dropFirst("experiments/".count).dropLast(".yaml".count))
      let folder = try program.onlyRun(of: name)
      files.append(
        try Dictionary(
          uniqueKeysWithValues: ["metrics.json", "predictions.csv", "model.safetensors"].map {
            ($0, try Data(contentsOf: folder.appending(path: $0)))
          }))
    }
    for name in files[0].keys {
      #expect(files[0][name] == files[1][name], "\(name) differs between two equal runs")
    }
  }

  @Test func theGateStopsTheBrokenExperimentAtOnce() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run("run", "experiments/broken/learning-rate.yaml")
    #expect(run.status == 4)
    #expect(run.output.contains("SO01"))
    #expect(run.output.contains("cannot overfit"))
    let folder = try program.onlyRun(of: "broken-learning-rate")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.contains("record.json"))
    #expect(!names.contains("model.safetensors"), "no full training was started")
  }

  @Test func aMissedGoalHasItsOwnStatus() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run(
      "run", "experiments/iris.yaml", "goals=[{metric: accuracy, at_least: 0.99}]")
    #expect(run.status == 6)
    #expect(run.output.contains("✗"))
  }

  @Test func divergenceHasItsOwnStatus() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run(
      "run", "experiments/diabetes-mlp.yaml", "training.learning_rate=1e30",
      "sanity.waive={SO01: to see training diverge, SO02: same, SO03: same, SO04: same, "
        + "SO05: same}")
    #expect(run.status == 5, "\(run.output)\(run.errors)")
    #expect(run.output.contains("diverged"))
  }

  @Test func aSweepRunsEachPointAndComparesThem() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run("run", "experiments/wine.yaml", "model.c=0.01,1", "goals=[]")
    #expect(run.status == 0, "\(run.errors)")
    let folder = program.runs.appending(path: "wine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func anInterruptedRunSaysHowToGoOn() throws {
    let program = try Program()
    defer { program.clean() }
    let process = try program.start(
      "run", "experiments/digits.yaml", "training.epochs=100000", "training.early_stopping=null")
    try program.waitForTraining(of: "digits")
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 75)
    let listing = try program.run("runs", "--json")
    #expect(listing.output.contains("interrupted"))
    let folder = try program.onlyRun(of: "digits")
    #expect(
      !FileManager.default.fileExists(atPath: folder.appending(path: "record.json").path))
  }

  /// A run that is killed at any moment either reads as finished, with a record that can be
  /// read, or as interrupted.
  @Test func aKilledRunNeverReadsAsFinished() throws {
    var interruptedCount = 0
    for moment in 0..<50 {
      let program = try Program()
      defer { program.clean() }
      let process = try program.start("run", "experiments/digits.yaml", "training.epochs=10")
      Thread.sleep(forTimeInterval: 0.003 + 0.012 * Double(moment * 37 % 50))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let listing = try program.run("runs", "--json")
      #expect(listing.status == 0, "\(listing.errors)")
      #expect(!listing.output.contains("\"running\""))
      #expect(!listing.output.contains("unreadable"))
      for folder in try program.folders(of: "digits") {
        let hasRecord = FileManager.default.fileExists(
          atPath: folder.appending(path: "record.json").path)
        let shown = try program.run("show", folder.lastPathComponent, "--json")
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(hasRecord != shown.output.contains("\"status\" : \"interrupted\""))
        if !hasRecord {
          interruptedCount += 1
          #expect(listing.output.contains("interrupted"))
        }
      }
    }
    #expect(interruptedCount > 0, "no run was killed between its start and its end")
  }
}

extension Program {
  /// Starts a run and does not wait for it.
  func start(_ arguments: String...) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments + ["--runs", runs.path]
    process.currentDirectoryURL = SourceTree.root
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// The directories of an experiment's runs; none when it has no folder yet.
  func folders(of experiment: String) throws -> [URL] {
    let folder = runs.appending(path: experiment)
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasPrefix(".") }.map { folder.appending(path: $0) }
  }

  /// Waits until the event log has an epoch.
  func waitForTraining(of experiment: String) throws {
    let deadline = Date.now + 60
    while Date.now < deadline {
      for folder in try folders(of: experiment) {
        let log = try? String(
          contentsOf: folder.appending(path: "events.jsonl"), encoding: .utf8)
        if log?.contains("epoch_ended") == true { return }
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
    Issue.record("no epoch ended within a minute")
  }
}

extension RunTests {
  /// Inputs of 1.2 MB and the columns are in files; the results are the same bits.
  @Test func aMappedFileChangesNoBit() throws {
    let program = try Program()
    defer { program.clean() }
    var text = "a,b,c,d,e,f,y\n"
    for i in 0..<50_000 {
      let cells = (0..<6).map { String((i &* (7919 + 2 * $0)) % 1009) }
      text += cells.joined(separator: ",") + ((i &* 7919) % 1009 > 500 ? ",yes\n" : ",no\n")
    }
    let file = program.runs.appending(path: "rows.csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let spec = program.runs.appending(path: "rows.yaml")
    try """
    spec: 1
    name: rows
    data: {source: \(file.path), target: y}
    model: {kind: mlp, hidden: [4]}
    training: {epochs: 1, batch_size: 64}
    sanity: {overfit: {rows: 8, steps: 200}}
    """.write(to: spec, atomically: true, encoding: .utf8)
    // A file written less than two seconds ago is not cached.
    Thread.sleep(forTimeInterval: 2.5)
    var files: [[Data]] = []
    let cache = program.runs.appending(path: "cache").path
    for settings in [[], ["data.cache=\(cache)"], ["data.cache=\(cache)"]] {
      let store = program.runs.appending(path: "of-\(files.count)")
      let run = try Subprocess.run(
        Program.path, ["run", spec.path] + settings + ["--runs", store.path, "--quiet"],
        in: SourceTree.root)
      #expect(run.status == 0, "\(run.errors)\(run.output)")
      let folder = URL(fileURLWithPath: run.output.trimmingCharacters(in: .newlines))
      files.append(
        try ["metrics.json", "predictions.csv", "model.safetensors"].map {
          try Data(contentsOf: folder.appending(path: $0))
        })
      let events = try String(
        contentsOf: folder.appending(path: "events.jsonl"), encoding: .utf8)
      #expect(events.contains("large arrays are in a file in") == !settings.isEmpty)
      #expect(events.contains("its table was taken from") == (files.count == 3))
    }
    #expect(files[0] == files[1])
    #expect(files[0] == files[2])
  }

  @Test func aCacheFolderThatCannotBeCreatedIsNamed() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run("run", "experiments/iris.yaml", "data.cache=README.md/folder")
    #expect(run.status == 2)
    #expect(run.errors.contains("data.cache must be a folder that can be written to"))
    #expect(run.errors.contains("got \"README.md/folder\": Not a directory"))
  }
}
