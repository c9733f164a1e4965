import Foundation
import Testing

/// Warnings of reading reach every reader: the terminal, `--json`, the log, the record, the report.
@Suite struct WarningsTests {
  private static let expected = [
    "csv-unnamed-column", "csv-guessed-delimiter", "data-label-map", "data-dropped-column",
    "data-dropped-column", "data-row-id",
  ]

  /// A table with an unnamed column, a delimiter to guess, a column without values, one of names, an
  /// id that repeats, and a spec that maps a label that does not occur.
  private func spec(in folder: URL) throws -> String {
    var table = "id;x;;empty;name;y\n"
    for i in 0..<80 {
      table += "r\(max(1, i));\(i % 7).5;\(i * i % 11);;person \(i);\(i % 7 > 3 ? "yes" : "no")\n"
    }
    try table.write(to: folder.appending(path: "t.csv"), atomically: true, encoding: .utf8)
    let path = folder.appending(path: "t.yaml").path
    try """
    spec: 1
    name: warned
    data:
      source: \(folder.path)/t.csv
      target: y
      row_id: id
      label_map: {maybe: "no"}
      split: {dev: 0, test: 0.25}
    model: logistic
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func ids(_ warnings: Any?) -> [String] {
    (warnings as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }.sorted()
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func everyReaderGetsThem() throws {
    let program = try Program()
    defer { program.clean() }
    let path = try spec(in: program.runs)
    let dropped = "column \"name\" is dropped: text with 80 levels in 80 values"

    let validation = try Program.run("validate", path)
    #expect(validation.status == 0, "\(validation.errors)")
    #expect(validation.output.contains("  ! \(dropped)"))
    let validations = try json(Program.run("validate", path, "--json").output)
    #expect(
      ids((validations["validations"] as? [[String: Any]])?.first?["warnings"])
        == Self.expected.sorted())

    let check = try program.run("check", path)
    #expect(check.output.contains("! \(dropped)"))
    let checks = try json(program.run("check", path, "--json").output)
    #expect(
      ids((checks["pipelines"] as? [[String: Any]])?.first?["warnings"]) == Self.expected.sorted())

    let run = try program.run("run", path)
    #expect(run.output.contains("data       6 warnings about spec and data"))
    #expect(run.output.contains("! \(dropped)"))
    let folder = try program.onlyRun(of: "warned")
    let record = try json(
      String(contentsOf: folder.appending(path: "record.json"), encoding: .utf8))
    #expect(ids(record["warnings"]) == Self.expected.sorted())
    let events = try String(
      contentsOf: folder.appending(path: "events.jsonl"), encoding: .utf8
    ).split(separator: "\n").map { try json(String($0)) }
    let given = events.filter { $0["kind"] as? String == "warning_given" }
    #expect(ids(given.compactMap { $0["warning"] }) == Self.expected.sorted())
    let report = try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
    #expect(report.contains("column &quot;name&quot; is dropped"))
    #expect(try program.run("show", "latest").output.contains("! \(dropped)"))
  }
}
