import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// Pipelines that are sound, among them the traps that other tools fall into: none may stop.
@Suite struct HealthyPipelinesTests {
  @Test(arguments: healthyPipelines.indices)
  func noneIsStopped(index: Int) throws {
    let (name, make) = healthyPipelines[index]
    for seed in 1...5 as ClosedRange<UInt64> {
      var fixture = make(seed)
      fixture.plan.seed = seed
      let report = try Gate.run(fixture.context)
      let stops = report.checks.filter { $0.verdict == .stop }.map { "\($0.code) \($0.message)" }
      #expect(stops.isEmpty, "\(name), seed \(seed): \(stops)")
    }
  }

  static let bundled: [(name: String, target: String, models: [(String, [(String, Literal)])])] = [
    ("iris", "species", [("softmax", []), ("mlp", [("hidden", [16])])]),
    ("wine", "cultivar", [("softmax", []), ("mlp", [("hidden", [32])])]),
    ("breast_cancer", "diagnosis", [("logistic", []), ("mlp", [("hidden", [32, 16])])]),
    ("digits", "digit", [("softmax", []), ("mlp", [("hidden", [64])])]),
    ("diabetes", "progression", [("linear", []), ("ridge", []), ("mlp", [("hidden", [32])])]),
  ]

  @Test(
    .enabled(if: bundled.allSatisfy { BundledPipeline.isPresent($0.name) }),
    arguments: bundled.indices)
  func noneIsStoppedOnBundledData(index: Int) throws {
    let (name, target, models) = Self.bundled[index]
    for (kind, settings) in models {
      for seed in 1...3 as ClosedRange<UInt64> {
        // Epochs enough for the few steps that these rows give each.
        var plan = TrainingPlan.with(epochs: 200)
        plan.seed = seed
        let pipeline = BundledPipeline(name, target: target, model(kind, settings), plan)
        let report = try Gate.run(try pipeline.context())
        let seen = report.checks.filter { [.stop, .warning].contains($0.verdict) }
          .map { "\($0.code) \($0.message)" }
        #expect(seen.isEmpty, "\(name) \(kind), seed \(seed): \(seen)")
      }
    }
  }
}
