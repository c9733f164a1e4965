import Foundation
import Testing

/// Recorded runs that are run again and held against themselves.
@Suite struct ReproduceTests {
  private let spec = [
    "run", "experiments/diabetes-mlp.yaml", "training.epochs=6", "goals=[]", "--quiet",
    "training.early_stopping=null",
  ]

  private func recorded(_ program: Program) throws -> URL {
    let run = try program.run(spec)
    #expect(run.status == 0, "\(run.errors)")
    return try program.onlyRun(of: "diabetes-mlp")
  }

  private func repetition(_ program: Program, of original: URL) throws -> URL {
    let others = try program.folders(of: "diabetes-mlp").filter {
      $0.lastPathComponent != original.lastPathComponent
    }
    try #require(others.count == 1)
    return others[0]
  }

  @Test func theSameRunIsIdentical() throws {
    let program = try Program()
    defer { program.clean() }
    let original = try recorded(program)
    let result = try program.run("reproduce", original.lastPathComponent)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let again = try repetition(program, of: original)
    #expect(
      result.output == """
        \(original.lastPathComponent) again as \(again.lastPathComponent)

        ✓ metrics.json  identical
        ✓ predictions.csv  identical
        ✓ model.safetensors  identical

        ✓ The results are identical, bit for bit

        """)
    // What the record says of its spec is what the original's says.
    for name in ["spec.yaml", "resolved.json"] {
      #expect(
        try Data(contentsOf: original.appending(path: name))
          == Data(contentsOf: again.appending(path: name)), "\(name)")
    }
  }

  @Test func tellsWhatDiffersAndByHowMuch() throws {
    let program = try Program()
    defer { program.clean() }
    let original = try recorded(program)
    // A number of the old run that is not what it computed.
    let path = original.appending(path: "metrics.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    let match = try #require(text.firstMatch(of: /"test\.mae" : ([0-9.]+)/))
    let value = try #require(Double(match.1))
    try Data(text.replacing("\"test.mae\" : \(match.1)", with: "\"test.mae\" : 1.5").utf8)
      .write(to: path)
    let rows = original.appending(path: "predictions.csv")
    var lines = try String(contentsOf: rows, encoding: .utf8).components(separatedBy: "\n")
    let rowCount = lines.count - 2
    lines[3] = lines[3].split(separator: ",").dropLast().joined(separator: ",") + ",0"
    try Data(lines.joined(separator: "\n").utf8).write(to: rows)
    let result = try program.run("reproduce", original.lastPathComponent)
    #expect(result.status == 7)
    #expect(result.output.contains("\n✗ metrics.json  differs\n    1 of "), "\(result.output)")
    #expect(
      result.output.contains(
        " numbers differ, first test.mae 1.5 → \(value)\n"
          + "    farthest apart by \(value - 1.5): test.mae 1.5 → \(value)\n"), "\(result.output)")
    #expect(
      result.output.contains(
        "✗ predictions.csv  differs\n    1 of \(rowCount) rows differ, the first in line 4\n"),
      "\(result.output)")
    #expect(result.output.contains("✓ model.safetensors  identical"))
    #expect(
      result.output.hasSuffix("✗ The results differ, and nothing in the records explains it\n"))
  }

  @Test func namesDataThatWasChanged() throws {
    let program = try Program()
    defer { program.clean() }
    let data = program.runs.appending(path: "own-data.csv")
    let source = SourceTree.root.appending(path: "datasets/diabetes.csv")
    try FileManager.default.copyItem(at: source, to: data)
    #expect(try program.run(spec + ["data.source=\(data.path)"]).status == 0)
    let text = try String(contentsOf: data, encoding: .utf8)
    let lines = text.split(separator: "\n").dropLast()
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: data)
    let result = try program.run("reproduce", "latest", "--json")
    #expect(result.status == 7)
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let found = try #require(
      (document as? [String: Any])?["reproduction"] as? [String: Any])
    #expect(found["isIdentical"] as? Bool == false)
    let circumstances = try #require(found["circumstances"] as? [String])
    #expect(circumstances.contains { $0.hasPrefix("\(data.path) SHA-256 ") })
    #expect(circumstances.contains { $0.hasPrefix("train rows ") })
    let model = try #require((found["files"] as? [[String: Any]])?.last)
    #expect(model["name"] as? String == "model.safetensors")
    #expect(try #require(model["differences"] as? [String]).count == 2)
  }

  @Test func aRunThatTheGateStoppedIsStoppedAgain() throws {
    let program = try Program()
    defer { program.clean() }
    #expect(try program.run("run", "experiments/broken/learning-rate.yaml").status == 4)
    let result = try program.run("reproduce", "latest")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("✓ metrics.json  in neither run"))
  }

  @Test func refusesARunThatHasNotEnded() throws {
    let program = try Program()
    defer { program.clean() }
    _ = try program.interrupt(
      ["run"] + Program.spec, by: SIGKILL, until: "gate_passed", count: 1)
    let id = try program.onlyRun(of: Program.experiment).lastPathComponent
    let refused = try program.run("reproduce", "latest")
    #expect(refused.status == 2)
    #expect(
      refused.errors == """
        error: run \(id) must have ended to be reproduced; it is interrupted
             = resume it first: assay resume \(id)
        1 error

        """)
  }
}
