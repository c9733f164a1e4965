import Foundation
import Testing

/// `assay drift` on real runs: what was planted in a copy of the data is named first.
@Suite struct DriftTests {
  private let program: Program
  private let lines: [[String]]

  init() throws {
    program = try Program()
    let run = try program.run("run", "experiments/iris.yaml", "--quiet")
    try #require(run.status == 0, "\(run.errors)")
    lines = try String(
      contentsOf: SourceTree.root.appending(path: "datasets/iris.csv"), encoding: .utf8
    )
    .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
  }

  /// What is said of the rows after a change of each.
  private func drift(
    _ change: (inout [String]) -> Void
  ) throws -> (status: Int32, output: String, errors: String) {
    let changed = lines.dropFirst().map { row in
      var row = row
      change(&row)
      return row
    }
    let text = ([lines[0]] + changed).map { $0.joined(separator: ",") }.joined(separator: "\n")
    let path = program.runs.appending(path: "new.csv").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let result = try program.run("drift", "latest", path)
    return (result.status, result.output, result.errors)
  }

  @Test func theSameRowsAreNoAlarm() throws {
    defer { program.clean() }
    let result = try drift { _ in }
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\ncolumns      ✓ none of 4 columns changed ("))
    #expect(
      result.output.hasSuffix(
        "\nnext         nothing to do: the rows are like those of training\n"))
  }

  @Test func whatWasPlantedIsNamed() throws {
    defer { program.clean() }
    let unit = try drift { $0[2] = String((Double($0[2]) ?? 0) * 10) }
    #expect(unit.status == 7, "\(unit.errors)")
    #expect(
      unit.output.contains("✗ petal_length_cm: multiplied by 10: another unit\n"),
      "\(unit.output)")
    #expect(
      unit.output.contains("next         look at what delivers \"petal_length_cm\" before anything")
    )
    let stuck = try drift { $0[0] = "5.1" }
    #expect(stuck.output.contains("✗ sepal_length_cm: every cell is 5.1\n"), "\(stuck.output)")
    let interchanged = try drift { $0.swapAt(0, 3) }
    #expect(
      interchanged.output.contains(
        "✗ sepal_length_cm: its cells are those of \"petal_width_cm\"; "),
      "\(interchanged.output)")
    var count = 0
    let missing = try drift { row in
      count += 1
      if count % 3 == 0 { row[1] = "" }
    }
    #expect(missing.output.contains("✗ sepal_width_cm: more cells are missing\n"))
    #expect(missing.output.contains(", missing 33.3 % (0.0 % in training)"), "\(missing.output)")
  }

  @Test func labelsSayWhetherTheRuleHolds() throws {
    defer { program.clean() }
    let same = try drift { _ in }
    #expect(same.output.contains("\nperformance  · accuracy 0.9"), "\(same.output)")
    #expect(same.output.contains(" (150 labelled rows)\n"))
    let others = ["setosa": "versicolor", "versicolor": "virginica", "virginica": "setosa"]
    let moved = try drift { $0[4] = others[$0[4]] ?? "" }
    #expect(moved.status == 7, "\(moved.errors)")
    #expect(moved.output.contains("\nperformance  ✗ accuracy 0"), "\(moved.output)")
    #expect(
      moved.output.hasSuffix(
        "\nnext         train again with these rows: the inputs are as before, their targets are not\n"
      ),
      "\(moved.output)")
    let unknown = try drift { if $0[4] == "setosa" { $0[4] = "rose" } }
    #expect(
      unknown.output.contains("\n             ! 50 labels that training did not have\n"),
      "\(unknown.output)")
  }

  @Test func aModelWithoutItsProfileIsRefused() throws {
    defer { program.clean() }
    let folder = try program.onlyRun(of: "iris")
    let file = folder.appending(path: "reference.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let digest = try #require(text.firstRange(of: "\"tensorsDigest\":\""))
    var other = text
    other.replaceSubrange(digest.upperBound..<other.index(after: digest.upperBound), with: "x")
    try other.write(to: file, atomically: true, encoding: .utf8)
    let mixed = try program.run("drift", "latest", "datasets/iris.csv")
    #expect(mixed.status == 3)
    #expect(mixed.errors.contains("must belong to the model beside it; got that of another"))
    try FileManager.default.removeItem(at: file)
    let none = try program.run("drift", "latest", "datasets/iris.csv")
    #expect(none.status == 3)
    #expect(none.errors.contains("a model whose drift is asked for must have \""))
  }
}
