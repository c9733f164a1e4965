import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SI10: gradients beside central differences, for losses of any size.
@Suite struct NumericGradientTests {
  /// Inputs and targets of any size; with 0 as `targets` the rows have classes.
  private func fixture(inputs: Double, targets: Double, _ loss: LossKind, _ activation: String)
    -> GateFixture
  {
    let base = targets == 0 ? GateFixture.healthy() : .healthyNumbers()
    var fixture = base.with(model("mlp", [("activation", .string(activation))]))
    fixture.plan.loss = loss
    let rows = base.rows(.train).inputs.matrix(as: Double.self)
    let others = Matrix(
      rowCount: base.targets.count, columnCount: rows.columnCount,
      storage: (0..<base.targets.count * rows.columnCount).map {
        inputs * rows.storage[$0 % rows.storage.count]
      })
    fixture.inputs = others
    if targets != 0 { fixture.targets = fixture.targets.map { targets * ($0 + 2) } }
    return fixture
  }

  /// Central differences of a loss of 1e18 cancel: none of them may accuse a sound gradient.
  @Test(arguments: [1e-6, 1e-3, 1, 1e3, 1e6])
  func accusesNoSoundGradient(inputs: Double) throws {
    for activation in ["relu", "tanh", "sigmoid"] {
      for loss in [LossKind.meanSquaredError, .meanAbsoluteError, .huber] {
        for targets in [1, 1e2, 1e4, 1e6, 1e9] {
          let result = try fixture(inputs: inputs, targets: targets, loss, activation)
            .check("SI10")
          #expect(
            [.passed, .notApplicable].contains(result.verdict),
            "\(activation) \(loss) \(targets): \(result.message)")
        }
      }
      for loss in [
        LossKind.crossEntropy, .binaryCrossEntropy, .hinge, .meanSquaredError,
      ] {
        let result = try fixture(inputs: inputs, targets: 0, loss, activation).check("SI10")
        #expect(
          [.passed, .notApplicable].contains(result.verdict),
          "\(activation) \(loss): \(result.message)")
      }
    }
  }

  /// f(x) = s·x²/2 at x = 2 has the gradient 2s; one of a third less is found at any size s.
  @Test(arguments: [1e-6, 1, 1e6, 1e12])
  func findsAWrongGradientOfAnySize(size: Double) throws {
    let right = GradientComparison(
      of: Parabola(size: size, factor: 1), limit: 1e-4, seed: 1)
    #expect(try #require(right.worst).difference < 1e-4)
    let wrong = GradientComparison(
      of: Parabola(size: size, factor: 2.0 / 3), limit: 1e-4, seed: 1)
    // (2s − 4s/3) / (2s + 4s/3) = 1/5.
    #expect(abs(try #require(wrong.worst).difference - 0.2) < 1e-3)
  }

  /// On top of 1e20 nothing is left of s·x²/2.
  @Test func saysThatTheLossIsTooLarge() {
    let hidden = GradientComparison(
      of: Parabola(size: 1, factor: 0.5, offset: 1e20), limit: 1e-4, seed: 1)
    #expect(hidden.worst == nil)
    #expect(hidden.hasRounding)
  }

  private struct Parabola: GradientProblem {
    let size: Double
    let factor: Double
    var offset = 0.0
    var layout: ParameterLayout {
      ParameterLayout(tensors: [.init(name: "x", shape: [1], offset: 0)])
    }
    var initialParameters: [Double] { [2] }
    func loss(at x: [Double]) -> Double { offset + size * x[0] * x[0] / 2 }
    func lossAndGradient(at x: [Double]) -> (loss: Double, gradient: [Double]) {
      (loss(at: x), [factor * size * x[0]])
    }
  }
}
