import Foundation
import Testing

/// Files of a run that are damaged: status 3 and the run's name, never an internal error.
@Suite struct DamagedRunTests {
  private static let advice =
    "     = put a copy of the file in its place, or remove the folder of the run\n1 error\n"

  @Test func damagedFilesAreInvalidData() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run("run", "experiments/iris.yaml", "--quiet")
    try #require(run.status == 0, "\(run.errors)")
    let folder = try program.onlyRun(of: "iris")
    let id = folder.lastPathComponent
    func change(_ name: String, _ body: (inout String) -> Void) throws {
      let file = folder.appending(path: name)
      var text = try String(contentsOf: file, encoding: .utf8)
      body(&text)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    func expect(_ words: [String], _ message: String, status: Int32 = 3) throws {
      let result = try program.run(words)
      #expect(result.status == status, "\(words): \(result.errors)")
      #expect(result.errors == "error: run \(id) \(message)", "\(words)")
    }
    let record = folder.appending(path: "record.json")
    let whole = try String(contentsOf: record, encoding: .utf8)

    try change("record.json") { $0 = String($0.prefix(3000)) }
    for words in [["report"], ["reproduce", id], ["compare", id, id], ["resume", id], ["show"]] {
      try expect(words, "cannot be read: record.json is cut off\n" + Self.advice)
    }
    #expect(try program.run("runs").status == 0, "a list shows it as unreadable")

    try whole.replacing("\"evaluations\":[", with: "\"evaluations\":[1,").write(
      to: record, atomically: true, encoding: .utf8)
    for words in [["report"], ["reproduce", id], ["compare", id, id], ["resume", id], ["show"]] {
      try expect(
        words,
        "cannot be read: record.json is damaged: \"evaluations[0]\" has another type\n"
          + Self.advice)
    }

    try FileManager.default.removeItem(at: record)
    try #require(mkfifo(record.path, 0o600) == 0)
    let piped = try program.run("report", id)
    #expect(piped.status == 3)
    #expect(
      piped.errors
        == "error: cannot read \(record.path): it is not a regular file\n" + Self.advice)
    try FileManager.default.removeItem(at: record)

    try whole.write(to: record, atomically: true, encoding: .utf8)
    try change("predictions.csv") { $0 = String($0.prefix(500)) }
    let records = try String(
      contentsOf: folder.appending(path: "predictions.csv"), encoding: .utf8
    ).split(separator: "\n", omittingEmptySubsequences: false).count
    try expect(
      ["compare", id, id],
      "cannot be read: predictions.csv, record \(records): the file is cut off\n" + Self.advice)

    try FileManager.default.removeItem(at: record)
    try expect(
      ["report", id],
      "cannot be read: there is no record.json: the run has not ended by itself\n1 error\n",
      status: 2)
    for name in ["environment.json", "resolved.json"] {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      try change(name) { $0 = "{\"a\":" }
      try expect(
        ["resume", id],
        "cannot be resumed: its resolved.json or environment.json is damaged\n1 error\n")
      try change(name) { $0 = text }
    }
    try change("spec.yaml") { $0 = "{\"a\":" }
    let resumed = try program.run("resume", id)
    #expect(resumed.status == 3)
    #expect(
      resumed.errors.hasPrefix(
        "\(folder.path)/spec.yaml:1:6: error: not valid YAML: a value is missing here\n"))
  }

  /// A run without a record can be shown; as JSON it is what a list shows of it.
  @Test func showsARunWithoutARecordAsJSON() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run("run", "experiments/iris.yaml", "--quiet")
    try #require(run.status == 0, "\(run.errors)")
    try FileManager.default.removeItem(
      at: try program.onlyRun(of: "iris").appending(path: "record.json"))
    let shown = try program.run("show", "--json")
    #expect(shown.status == 0)
    let document = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any]
    let runs = document?["runs"] as? [[String: Any]]
    #expect(runs?.first?["status"] as? String == "interrupted")
  }
}
