import Datasets
import Findings
import Foundation
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

/// SS14: the metric that ends the training prefers the truth.
@Suite struct StoppingMetricTests {
  private func check(
    _ fixture: GateFixture, isHigherBetter: Bool = true,
    _ value: @escaping @Sendable (Matrix) -> Double
  ) throws -> CheckResult {
    var plan = TrainingPlan.with()
    plan.earlyStopping = EarlyStopping(
      metric: DevMetric(name: "metric", isHigherBetter: isHigherBetter, value: value), patience: 5)
    return try fixture.with(model("mlp"), plan).check("SS14")
  }

  private let fixture = GateFixture.healthy(rows: 300, classes: 3)

  private var truth: [Int] { fixture.split.dev.map { Int(fixture.targets[$0]) } }

  @Test func acceptsAccuracy() throws {
    let truth = truth
    let result = try check(fixture) { outputs in
      Double(
        truth.enumerated().count { i, own in
          let row = outputs.row(i)
          return row.indices.max { row[$0] < row[$1] } == own
        }) / Double(truth.count)
    }
    #expect(result.verdict == .passed, "\(result.message)")
    #expect(result.message.hasPrefix("\"metric\" gets worse with errors: 1.00, 0.6"))
  }

  @Test func acceptsALossAndErrorsOfNumbers() throws {
    let truth = truth
    let loss = try check(fixture, isHigherBetter: false) { outputs in
      truth.enumerated().reduce(0) { $0 - log(outputs[$1.offset, $1.element]) }
    }
    #expect(loss.verdict == .passed)
    let numbers = GateFixture.healthyNumbers(rows: 300)
    let values = numbers.split.dev.map { numbers.targets[$0] }
    // A median stays at 0 with a third wrong: never better, and worse in the end.
    for isMedian in [true, false] {
      let result = try check(numbers, isHigherBetter: false) { outputs in
        let errors = zip(outputs.storage.array, values).map { abs($0 - $1) }.sorted()
        return isMedian ? errors[errors.count / 2] : errors.reduce(0) { $0 + $1 * $1 }
      }
      #expect(result.verdict == .passed, "\(isMedian): \(result.message)")
    }
  }

  @Test func warnsOfAMetricOverTheWrongAxis() throws {
    // F34: the likeliest row of each class, taken for the likeliest class of each row.
    let result = try check(fixture) { outputs in
      let k = outputs.columnCount
      return Double(
        (0..<k).count { j in
          let column = outputs.column(j)
          return (column.indices.max { column[$0] < column[$1] } ?? 0) % k == j
        }) / Double(k)
    }
    #expect(result.verdict == .warning, "\(result.message)")
    #expect(
      result.causes == [
        "training.early_stopping.metric is computed over the wrong axis or rows, or has the wrong direction"
      ])
  }

  @Test func warnsOfTheWrongDirectionAndOfAConstant() throws {
    let truth = truth
    let upsideDown = try check(fixture, isHigherBetter: true) { outputs in
      truth.enumerated().reduce(0) { $0 - log(outputs[$1.offset, $1.element]) }
    }
    #expect(upsideDown.verdict == .warning)
    let constant = try check(fixture) { _ in 0.5 }
    #expect(constant.verdict == .warning)
    #expect(
      constant.message
        == "\"metric\" does not get worse with errors: 0.500, 0.500, 0.500 for none, a "
        + "third and two thirds of the dev rows wrong")
  }

  @Test func needsStoppingRowsAndAValue() throws {
    #expect(
      try fixture.with(model("mlp")).check("SS14").message == "training.early_stopping is not set")
    #expect(
      try check(.healthy(rows: 60)) { _ in 1 }.message == "fewer than 20 dev rows")
    #expect(try check(fixture) { _ in .nan }.verdict == .notApplicable)
  }

  @Test func warnsOfAMetricOfOneRow() throws {
    // Whether the first row is right: it is among the wrong ones of some of the choices only.
    let numbers = GateFixture.healthyNumbers(rows: 300)
    let first = numbers.targets[numbers.split.dev[0]]
    let result = try check(numbers, isHigherBetter: false) { abs($0[0, 0] - first) }
    #expect(result.verdict == .warning, "\(result.message)")
  }

  @Test func warnsOfAMetricThatDoesNotFallAllTheWay() throws {
    // Better with a third wrong than with none, or worse with a third than with two: only that the
    // worst is below the best does not make it a metric to stop by.
    let numbers = GateFixture.healthyNumbers(rows: 300)
    let truth = numbers.split.dev.map { numbers.targets[$0] }
    for byThirdsWrong in [[1, 1.2, 0.5], [1, 0.5, 0.7]] {
      let result = try check(numbers) { outputs in
        let wrong = zip(outputs.storage.array, truth).count { $0 != $1 }
        return byThirdsWrong[3 * wrong / truth.count]
      }
      #expect(result.verdict == .warning, "\(byThirdsWrong)")
    }
    let falls = try check(numbers) { outputs in
      1 - Double(zip(outputs.storage.array, truth).count { $0 != $1 }) / Double(truth.count)
    }
    #expect(falls.verdict == .passed)
  }

  @Test func wrongNumbersAreFarFromTheTruth() throws {
    // Targets of ±1, mean 0 and deviation 1: a wrong one is a deviation beyond the other side, ∓2,
    // and 9 in squares. Of a third of the rows that is 3, of two thirds 6.
    var numbers = GateFixture.healthyNumbers(rows: 300)
    numbers.targets = (0..<300).map { $0 % 2 == 0 ? 1 : -1 }
    let truth = numbers.split.dev.map { numbers.targets[$0] }
    let result = try check(numbers, isHigherBetter: false) { outputs in
      zip(outputs.storage.array, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        / Double(truth.count)
    }
    #expect(result.verdict == .passed)
    #expect(result.message == "\"metric\" gets worse with errors: 0, 3.00, 6.00")
  }
}
