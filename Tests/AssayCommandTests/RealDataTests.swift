import Foundation
import Testing

/// Experiments on published data sets, for those who have fetched them.
@Suite struct RealDataTests {
  @Test(
    .enabled(if: Program.dataset("mnist") != nil),
    arguments: [
      ("experiments/mnist.yaml", "mnist", 0.975),
      ("experiments/mnist-softmax.yaml", "mnist-softmax", 0.923),
    ])
  func readsHandwrittenDigits(_ spec: String, _ experiment: String, _ least: Double) throws {
    let folder = try #require(Program.dataset("mnist"))
    let program = try Program()
    defer { program.clean() }
    let run = try program.run(
      "run", spec, "--quiet",
      "data.source.train={inputs: '\(folder)/train-images-idx3-ubyte.gz', "
        + "labels: '\(folder)/train-labels-idx1-ubyte.gz'}",
      "data.source.test={inputs: '\(folder)/t10k-images-idx3-ubyte.gz', "
        + "labels: '\(folder)/t10k-labels-idx1-ubyte.gz'}")
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    let accuracy = try Program.metrics(of: program.onlyRun(of: experiment))["test.accuracy"]
    #expect(try #require(accuracy) >= least)
  }

  @Test(.enabled(if: Program.dataset("adult") != nil))
  func tellsIncomeFromCensusAnswers() throws {
    let folder = try #require(Program.dataset("adult"))
    let program = try Program()
    defer { program.clean() }
    let run = try program.run(
      "run", "experiments/adult.yaml",
      "data.source={train: '\(folder)/adult.data', test: '\(folder)/adult.test'}")
    #expect(run.status == 0 || run.status == 6, "\(run.output)\(run.errors)")
    #expect(run.output.contains("SD16"), "the labels of the test file end in a full stop")
    let accuracy = try Program.metrics(of: program.onlyRun(of: "adult-income"))["test.accuracy"]
    #expect(try #require(accuracy) >= 0.85)
  }
}
