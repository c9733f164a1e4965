import Foundation
import Testing

/// Slices, protected groups and key examples of a spec, from the file to the verdict.
@Suite struct GroupReportTests {
  private let program: Program
  private let examples: String

  init() throws {
    program = try Program()
    examples = program.runs.appending(path: "key.csv").path
  }

  private func run(_ examples: String, _ overrides: String...) throws -> Subprocess {
    try examples.write(toFile: self.examples, atomically: true, encoding: .utf8)
    return try program.run(
      ["run", "experiments/iris.yaml", "evaluation.must_pass=\(self.examples)"] + overrides)
  }

  @Test func oneWrongKeyExampleFailsTheRun() throws {
    defer { program.clean() }
    let result = try run(
      "row,expected,reason\n5,setosa,\n10,virginica,\"appeal of 2023\"\n1,setosa,in training\n",
      "evaluation.slices=[{petal_width_cm: [1]}]")
    #expect(result.status == 6)
    #expect(result.output.contains("✗ 2 of 3 right") || result.errors.contains("✗ 2 of 3 right"))
    let text = result.output + result.errors
    #expect(text.contains("A key example is predicted wrong: row 10 (reason"))
    let folder = try program.onlyRun(of: "iris")
    let record = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appending(path: "record.json")))
    let analysis = try #require((record as? [String: Any])?["analysis"] as? [String: Any])
    let found = try #require(analysis["keyExamples"] as? [[String: Any]])
    #expect(found.map { $0["isRight"] as? Bool } == [true, false, true])
    #expect(found.map { $0["part"] as? String } == ["test", "test", "train"])
    let slices = try #require(analysis["slices"] as? [[String: Any]])
    let names = (slices[0]["slices"] as? [[String: Any]])?.map { $0["name"] as? String }
    #expect(names == ["petal_width_cm < 1", "petal_width_cm ≥ 1"])
  }

  @Test func allProblemsOfTheFileAreToldAtOnce() throws {
    defer { program.clean() }
    let result = try run("row,expected\n5,setossa\n999,setosa\n", "evaluation.slices=[specie]")
    #expect(result.status == 2)
    for message in [
      "evaluation.must_pass: expected must be a class; got \"setossa\" at \(examples):2",
      "evaluation.must_pass: row must name one row of the data; got \"999\" at \(examples):3",
      "evaluation.slices must name a column of the data; got \"specie\"",
    ] {
      #expect(result.errors.contains(message), "\(result.errors)")
    }
  }

  @Test func rangesOfNumbersAreKeyExamplesToo() throws {
    defer { program.clean() }
    try "row,at_least,at_most\n1,100,\n2,,120\n3,1000,\n".write(
      toFile: examples, atomically: true, encoding: .utf8)
    let result = try program.run(
      "run", "experiments/diabetes.yaml", "--quiet", "evaluation.must_pass=\(examples)")
    #expect(result.status == 6, "\(result.errors)")
    let shown = try program.run("show", "latest").output
    #expect(shown.contains("✗ 2 of 3 right"), "\(shown)")
    #expect(shown.contains("must be at least 1,000"))

    try "row,at_least,at_most\n1,,\n2,5,4\n".write(
      toFile: examples, atomically: true, encoding: .utf8)
    let refused = try program.run(
      "run", "experiments/diabetes.yaml", "evaluation.must_pass=\(examples)")
    #expect(refused.status == 2)
    for message in [
      "at_least or at_most must be a number; got neither at \(examples):2",
      "at_least must not be above at_most; got 5 and 4 at \(examples):3",
    ] { #expect(refused.errors.contains(message), "\(refused.errors)") }
  }
}
