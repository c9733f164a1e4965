import Foundation
import Testing

/// `assay check --fix`: the fault is found, the spec written anew and checked again.
@Suite struct FixTests {
  /// A copy of a broken example in this test's folder, on the checkout's data.
  private func copy(of name: String, into folder: URL) throws -> (path: String, text: String) {
    let source = SourceTree.root.appending(path: "experiments/broken/\(name).yaml")
    let text = try String(contentsOf: source, encoding: .utf8)
      .replacing("datasets/", with: SourceTree.root.appending(path: "datasets").path + "/")
    let path = folder.appending(path: "\(name).yaml")
    try text.write(to: path, atomically: true, encoding: .utf8)
    return (path.path, text)
  }

  @Test func writesASpecThatPasses() throws {
    let program = try Program()
    defer { program.clean() }
    let (path, text) = try copy(of: "learning-rate", into: program.runs)
    let stopped = try program.run("check", path)
    #expect(stopped.status == 4)
    #expect(
      stopped.output.contains(
        "why        training.optimizer.learning_rate is too high  (tried, not guessed)"))
    #expect(stopped.output.contains("fix        assay check \(path) --fix"))
    let fixed = try program.run("check", path, "--fix")
    let other = path.replacing(".yaml", with: ".fixed.yaml")
    #expect(fixed.status == 0, "\(fixed.output)")
    #expect(fixed.output.contains("the gate lets \(other) pass now"))
    let written = try String(contentsOfFile: other, encoding: .utf8)
    let (before, after) = (text.split(separator: "\n"), written.split(separator: "\n"))
    #expect(before.count == after.count)
    #expect(zip(before, after).count { $0 != $1 } == 1)
    #expect(try program.run("check", other).status == 0)
  }

  @Test func saysWhenThereIsNothingToFix() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run("check", "experiments/iris.yaml", "--fix")
    #expect(run.status == 0)
    #expect(run.output.contains("nothing to fix: the gate lets experiments/iris.yaml pass"))
    #expect(
      !FileManager.default.fileExists(
        atPath: SourceTree.root.appending(path: "experiments/iris.fixed.yaml").path))
  }

  @Test func refusesASweep() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run("check", "experiments/iris.yaml", "training.seed=1,2", "--fix")
    #expect(run.status == 2)
    #expect(run.errors.contains("--fix must have one spec to repair; got a sweep"))
  }

  @Test func givesTheDiagnosisAsJSON() throws {
    let program = try Program()
    defer { program.clean() }
    let (path, _) = try copy(of: "learning-rate", into: program.runs)
    let run = try program.run("check", path, "--fix", "--json")
    #expect(run.status == 0)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let gates = try #require(document["gates"] as? [[String: Any]])
    let diagnosis = try #require(gates.first?["diagnosis"] as? [String: Any])
    #expect(diagnosis["verdict"] as? String == "repairable")
    let repair = try #require(diagnosis["repair"] as? [String: Any])
    let change = try #require((repair["changes"] as? [[String: Any]])?.first)
    #expect(change["path"] as? String == "training.optimizer.learning_rate")
    #expect(change["old"] as? String == "30")
    #expect((document["repairs"] as? [[String: Any]])?.count == 1)
  }

  /// Every broken example is stopped, and the gate lets its repair pass.
  @Test(arguments: [
    ("learning-rate", "training.optimizer.learning_rate"),
    ("tiny-learning-rate", "training.optimizer.learning_rate"),
    ("initialization", "model.initialization_scale"), ("activation", "model.activation"),
    ("unscaled", "preprocessing.scale"), ("penalty", "model.l2"),
  ])
  func everyBrokenExampleIsRepaired(name: String, path: String) throws {
    let program = try Program()
    defer { program.clean() }
    let (spec, _) = try copy(of: name, into: program.runs)
    let run = try program.run("check", spec, "--fix")
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("why        \(path) "), "\(run.output)")
  }

  @Test func theTableNamesEveryBrokenExample() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: SourceTree.root.appending(path: "experiments/broken").path)
    #expect(names.count { $0.hasSuffix(".yaml") } == 6)
  }
}
