import Foundation
import Testing

/// `--json` of every command of the program: exactly one versioned document, whatever happens; and
/// every command's output where it cannot be written.
@Suite struct DocumentContractTests {
  /// How a command is run so that it succeeds, and how so that it fails.
  private struct Example {
    let success: [String]
    /// Failures of its own; a bad option is tried with every command.
    let failures: [[String]]
    /// Whether it takes --runs.
    var knowsRuns = true
  }

  /// A folder with a recorded run, an interrupted one and files to fail with.
  private struct Fixture {
    let program: Program
    let spec = "experiments/iris.yaml"
    var folder: String { program.runs.path }
    var badSpec: String { "\(folder)/bad.yaml" }
    var badData: String { "\(folder)/bad-data.yaml" }

    /// The two runs of the spec.
    private(set) var runIDs: [String] = []

    init() throws {
      program = try Program()
      try "spec: 1\nname: bad\nmodle: {kind: mlp}\ndata: {source: a.csv, target: y}\n".write(
        toFile: badSpec, atomically: true, encoding: .utf8)
      try "a,y\n1,2\n3\n".write(toFile: "\(folder)/bad.csv", atomically: true, encoding: .utf8)
      try """
      spec: 1
      name: bad-data
      data: {source: \(folder)/bad.csv, target: y}
      model: linear
      """.write(toFile: badData, atomically: true, encoding: .utf8)
      for seed in ["1", "2"] {
        let run = try program.run("run", spec, "--quiet", "training.seed=\(seed)")
        try #require(run.status == 0, "\(run.errors)")
        runIDs.append(try #require(run.runID))
      }
    }

    /// An interrupted run, made of a finished one: a run without a record whose process is gone.
    func interruptedRun() throws -> String {
      let runs = program.runs.appending(path: "iris")
      let first = try #require(
        try FileManager.default.contentsOfDirectory(atPath: runs.path).sorted().first)
      let id = "20200101-000000-\(String(UInt16.random(in: 0x1000...0xFFFF), radix: 16))"
      try FileManager.default.copyItem(
        at: runs.appending(path: first), to: runs.appending(path: id))
      for name in ["record.json", "lease"] {
        try FileManager.default.removeItem(at: runs.appending(path: "\(id)/\(name)"))
      }
      return id
    }

    func examples() throws -> [String: Example] {
      let unreadable = [["\(folder)/none.yaml"], [badSpec], [badData]]
      return [
        "init": Example(
          success: ["datasets/iris.csv", "--target", "species", "--output", "-"],
          failures: [["\(folder)/none.csv"], ["datasets/iris.csv", "--target", "nothing"]],
          knowsRuns: false),
        "validate": Example(
          success: [spec], failures: unreadable + [[spec, "training.epochs=-1"], []],
          knowsRuns: false),
        "check": Example(success: [spec], failures: unreadable),
        "run": Example(success: [spec], failures: unreadable),
        "resume": Example(success: [try interruptedRun()], failures: [["nothing"]]),
        "reproduce": Example(success: ["latest"], failures: [["nothing"]]),
        "runs": Example(success: [], failures: [["--limit", "many"]]),
        "show": Example(success: ["latest"], failures: [["nothing"]]),
        "compare": Example(
          success: runIDs,
          failures: [["latest", "nothing"], runIDs + ["--metric", "beauty"]]),
        "report": Example(
          success: ["latest"], failures: [["nothing"], ["latest", "--output", "-"]]),
        "export": Example(
          success: ["latest", "--out", "\(folder)/model.onnx"],
          failures: [
            ["latest"], ["latest", "--out", "\(folder)/m.txt"], ["nothing", "--out", "m.js"],
          ]),
        "drift": Example(
          success: ["latest", "datasets/iris.csv"],
          failures: [
            ["latest", "\(folder)/none.csv"], ["latest", "datasets/iris.csv", "--level", "2"],
            ["nothing", "datasets/iris.csv"],
          ]),
        "predict": Example(
          success: ["latest", "datasets/iris.csv", "--out", "\(folder)/predictions.csv"],
          failures: [
            ["latest", "datasets/iris.csv"], ["latest", "\(folder)/none.csv"],
            ["latest", "\(folder)/bad.csv", "--out", "\(folder)/bad-predictions.csv"],
            ["nothing", "datasets/iris.csv", "--out", "\(folder)/bad-predictions.csv"],
          ]),
        "errors": Example(
          success: ["latest", "--out", "\(folder)/errors.csv"],
          failures: [
            ["latest"], ["nothing", "--out", "\(folder)/bad-errors.csv"],
            ["latest", "--tags", "\(folder)/none.csv"],
          ]),
        "explain": Example(success: ["SO01"], failures: [["XX99"]], knowsRuns: false),
        "schema": Example(success: [], failures: [["--markdown"]], knowsRuns: false),
        "data list": Example(success: [], failures: [], knowsRuns: false),
        "data fetch": Example(success: ["iris"], failures: [["nothing"]], knowsRuns: false),
        "doctor": Example(success: [], failures: []),
      ]
    }

    func run(_ command: String, _ arguments: [String], _ example: Example) throws -> Subprocess {
      let words = command.split(separator: " ").map(String.init) + arguments
      return example.knowsRuns
        ? try program.run(words) : try Subprocess.run(Program.path, words, in: SourceTree.root)
    }
  }

  /// The commands as the program itself lists them: "show", "data list".
  private static func commands() throws -> [String] {
    struct Dump: Decodable { let command: Command }
    struct Command: Decodable {
      let commandName: String
      let subcommands: [Command]?

      func leaves(after parents: [String]) -> [String] {
        guard let subcommands else { return [(parents + [commandName]).joined(separator: " ")] }
        return subcommands.flatMap { $0.leaves(after: parents + [commandName]) }
      }
    }
    let output = try Program.run("--experimental-dump-help").output
    let root = try JSONDecoder().decode(Dump.self, from: Data(output.utf8)).command
    return (root.subcommands ?? []).flatMap { $0.leaves(after: []) }.filter { $0 != "help" }
  }

  /// The one document of standard output.
  private static func document(_ result: Subprocess, _ command: String) throws -> [String: Any] {
    let found = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let document = try #require(
      found as? [String: Any], "\(command): no document in \"\(result.output.prefix(200))\"")
    #expect(document["version"] as? Int == 1, "\(command)")
    #expect(result.output.hasSuffix("}\n"), "\(command)")
    return document
  }

  @Test func everyCommandWritesOneDocument() throws {
    let fixture = try Fixture()
    defer { fixture.program.clean() }
    let examples = try fixture.examples()
    #expect(try Set(Self.commands()) == Set(examples.keys), "each command needs an example here")
    for (command, example) in examples.sorted(by: { $0.key < $1.key }) {
      let success = try fixture.run(command, example.success + ["--json"], example)
      #expect(success.status == 0, "\(command): \(success.errors)")
      #expect(try Self.document(success, command)["status"] == nil, "\(command)")
      for failure in example.failures + [example.success + ["--no-such-option"]] {
        let name = "\(command) \(failure.joined(separator: " "))"
        let result = try fixture.run(command, failure + ["--json"], example)
        #expect([2, 3].contains(result.status), "\(name): \(result.status)")
        let document = try Self.document(result, name)
        let diagnostics = try #require(document["diagnostics"] as? [[String: Any]], "\(name)")
        // validate checks the other specs too, and its document is that of a success.
        if document["validations"] == nil {
          #expect(document["status"] as? Int == Int(result.status), "\(name)")
        }
        #expect(!diagnostics.isEmpty, "\(name)")
        for diagnostic in diagnostics {
          for key in ["severity", "id", "message", "rule"] {
            #expect((diagnostic[key] as? String)?.isEmpty == false, "\(name): \(key)")
          }
          #expect(diagnostic["fix"] is [String], "\(name)")
        }
      }
    }
  }

  @Test func saysWhereWhatAndHow() throws {
    let fixture = try Fixture()
    defer { fixture.program.clean() }
    let result = try Program.run("validate", fixture.badSpec, "--json")
    #expect(
      result.output == """
        {
          "diagnostics" : [
            {
              "column" : 1,
              "excerpt" : "modle: {kind: mlp}",
              "file" : "\(fixture.badSpec)",
              "fix" : [
                "did you mean \\"model\\"?"
              ],
              "found" : "modle",
              "id" : "unknown-key",
              "line" : 3,
              "message" : "unknown key \\"modle\\"",
              "rule" : "unknown key \\"modle\\"",
              "severity" : "error"
            }
          ],
          "status" : 2,
          "version" : 1
        }

        """)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("\(fixture.badSpec):3:1: error: unknown key \"modle\"\n"))
  }

  private static let invocations: [(arguments: [String], status: Int32)] = [
    (["--json"], 2), (["frobnicate", "--json"], 2), (["data", "--json"], 2),
    (["help", "--json"], 0), (["help", "run", "--json"], 0), (["run", "--json", "--help"], 0),
    (["--version", "--json"], 0),
    (["validate", "--resolved", "experiments/iris.yaml", "--json"], 0),
    (["validate", "experiments/iris.yaml", "experiments/wine.yaml", "--resolved", "--json"], 0),
  ]

  /// Without a command, with an unknown one, and where help or the version is asked for.
  @Test(arguments: invocations)
  func theProgramItselfWritesOneDocument(arguments: [String], status: Int32) throws {
    let result = try Subprocess.run(Program.path, arguments, in: SourceTree.root)
    #expect(result.status == status)
    let document = try Self.document(result, arguments.joined(separator: " "))
    #expect((document["diagnostics"] == nil) == (status == 0))
  }

  @Test func outputThatCannotBeWrittenIsAFailure() throws {
    let fixture = try Fixture()
    defer { fixture.program.clean() }
    for (command, example) in try fixture.examples().sorted(by: { $0.key < $1.key }) {
      var variants = [[], ["--json"]]
      // A run that was resumed has ended.
      if command == "resume" { variants = [[]] }
      if ["run", "runs"].contains(command) { variants.append(["--quiet"]) }
      var success = example.success
      if ["errors", "predict"].contains(command) {
        // Standard output gets the rows, where no file is named, or the document.
        success.removeLast(2)
        variants = [[], ["--json", "--out", "/dev/null"]]
      }
      for variant in variants {
        let words = command.split(separator: " ").map(String.init) + success + variant
        let result = try Subprocess.run(
          "/bin/sh",
          ["-c", "exec \"$0\" \"$@\" > /dev/full", Program.path] + words
            + (example.knowsRuns ? ["--runs", fixture.folder] : []), in: SourceTree.root)
        #expect(result.status == 1, "\(words)")
        #expect(
          result.errors.hasSuffix(
            "error: cannot write standard output: No space left on device\n"), "\(words)")
      }
    }
  }

  private static let scripts: [(script: String, status: Int32, errors: String)] = [
    ("exec \"$0\" schema >&-", 1, "error: cannot write standard output: Bad file descriptor\n"),
    (
      "ulimit -f 1; \"$0\" schema > \"$1/out\"", 1,
      "error: cannot write standard output: File too large\n"
    ),
    (
      "ulimit -f 1; cd \"$1\"; \"$0\" init \"$2/datasets/digits.csv\" --target digit -o x.yaml", 1,
      "error: cannot write \"x.yaml\": file too large\n"
        + "     = choose a file in a folder that can be written\n1 error\n"
    ),
    ("set -o pipefail; \"$0\" explain --markdown | head -c 1 > /dev/null", 141, ""),
  ]

  /// A closed stream, a limit on the size of files, and a reader that goes away.
  @Test(arguments: scripts)
  func saysWhyOutputIsMissing(script: String, status: Int32, errors: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "assay-output-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Subprocess.run(
      "/bin/bash", ["-c", script, Program.path, folder.path, SourceTree.root.path],
      in: SourceTree.root)
    #expect(result.status == status)
    #expect(result.errors == errors)
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "x.yaml").path))
  }
}
