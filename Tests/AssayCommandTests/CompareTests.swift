import Foundation
import Testing

/// Comparing and reporting of several runs, by the program itself.
@Suite struct CompareTests {
  /// The metric asked for leads the table, and decides the exit status.
  @Test func theMetricAskedForIsShown() throws {
    let program = try Program()
    defer { program.clean() }
    let found = try [
      program.run("run", "experiments/iris.yaml", "-q"),
      program.run("run", "experiments/iris.yaml", "model.c=0.001", "-q"),
    ].map { try #require($0.runID) }
    let compared = try program.run("compare", found[0], found[1], "--metric", "log_loss")
    #expect(compared.status == 7)
    #expect(compared.output.contains("test log loss"))
    let same = try program.run("compare", found[0], found[0])
    #expect(same.status == 2)
    #expect(
      same.errors.contains(
        "runs must differ to be compared; got \"\(found[0])\" and \"\(found[0])\", which are both run \(found[0])"
      ))
    let report = program.runs.appending(path: "two.html").path
    #expect(try program.run("report", found[0], found[1], "-o", report).status == 0)
    let page = try String(contentsOfFile: report, encoding: .utf8)
    #expect(page.contains("<h2>Which is better?</h2>"))
    #expect(page.contains("accuracy: differences from \(found[0].suffix(4))."))
  }

  /// Seeds on other rows are summarized; the status is the same in every form of output.
  @Test(arguments: [[], ["-q"], ["--json"]]) func seedsAreSummarized(form: [String]) throws {
    let program = try Program()
    defer { program.clean() }
    let found = try Subprocess.run(
      Program.path,
      ["run", "experiments/wine.yaml", "data.split.seed=1,2", "goals=[]"] + form
        + ["--runs", program.runs.path], in: SourceTree.root)
    #expect(found.status == 0, "\(found.errors)")
    #expect(form.isEmpty == found.output.contains("softmax   2 seeds"))
    #expect((form == ["--json"]) == found.output.contains("\"repetitions\""))
    let missed = try Subprocess.run(
      Program.path,
      [
        "run", "experiments/wine.yaml", "experiments/iris.yaml",
        "goals=[{metric: accuracy, at_least: 1}]",
      ]
        + form + ["--runs", program.runs.path], in: SourceTree.root)
    #expect(missed.status == 6, "\(missed.errors)")
  }
}
