import Datasets
import Learning
import Schema
import Testing

@testable import Sanity

@Suite struct OverfitSubsetTests {
  @Test func printsHealthy() throws {
    for (name, f) in [
      ("mlp binary", GateFixture.healthy().with(model("mlp"))),
      ("mlp 10 classes", GateFixture.healthy(rows: 400, columns: 20, classes: 10).with(model("mlp", [("hidden", [64])]))),
      ("mlp numbers", GateFixture.healthyNumbers().with(model("mlp", [("hidden", [32, 32])]))),
      ("mlp numbers 16", GateFixture.healthyNumbers(columns: 8).with(model("mlp", [("hidden", [16])]))),
      ("logistic", GateFixture.healthy().with(model("logistic"))),
      ("logistic sgd", GateFixture.healthy().with(model("logistic", [("solver", "sgd")]), .with("sgd", rate: 0.1))),
      ("softmax", GateFixture.healthy(classes: 3).with(model("softmax"))),
      ("softmax sgd adam", GateFixture.healthy(classes: 3).with(model("softmax", [("solver", "sgd")]))),
      ("linear", GateFixture.healthyNumbers().with(model("linear"))),
      ("ridge", GateFixture.healthyNumbers().with(model("ridge"))),
      ("linear sgd", GateFixture.healthyNumbers().with(model("linear", [("solver", "sgd")]), .with("sgd", rate: 0.1))),
      ("lr 30", GateFixture.healthy().with(model("mlp"), .with("sgd", rate: 30))),
      ("lr 1e-7", GateFixture.healthy().with(model("mlp"), .with("adam", rate: 1e-7))),
      ("zeros", GateFixture.healthy().with(model("mlp", [("initialization", "zeros")]))),
      ("dead", GateFixture.healthy().with(model("mlp", [("bias_initialization", -100)]))),
      ("dropout", GateFixture.healthy().with(model("mlp", [("dropout", 0.5)]))),
    ] {
      let clock = ContinuousClock()
      let start = clock.now
      let report = try Gate.run(f.context)
      print("====", name, clock.now - start)
      for check in report.checks where check.code >= "SI" || check.verdict != .passed {
        print("  ", check.code, check.verdict, check.message, check.value ?? 0)
      }
    }
  }
}
