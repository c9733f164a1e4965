import Findings
import HealthyPipelines
import Learning
import Testing

@testable import Sanity

/// ST06 and ST07 on networks whose weights are given.
@Suite struct HiddenUnitsTests {
  private func context(
    _ layers: [[[Double]]], activation: Activation = .relu, inputs: [Double]? = nil
  ) throws -> AfterContext {
    let x = inputs ?? (0..<64).map { $0 % 2 == 0 ? 1 : -1 }
    let model = try network(layers, activation: activation)
    return .handmade(
      model: model, train: .numbers(x.map { [$0] }, x),
      recipe: HandmadeRecipe(
        network: .handmade(hidden: layers.map(\.count), activation: activation), start: model))
  }

  @Test func theWorstLayerIsNamed() throws {
    let first = layer(units: 10, dead: 1, inputs: 1)
    let result = try context([first, layer(units: 10, dead: 6, inputs: 10)]).check("ST06")
    #expect(result.verdict == .warning)
    #expect(result.message == "60 % of the units of \"hidden_2\" are active for none of 64 rows")
    #expect(result.evidence.first?.values == [0.1, 0.6])
    #expect(
      result.causes == [
        "training.optimizer.learning_rate is too high", "model.bias_initialization",
      ]
    )
    let half = try context([first, layer(units: 10, dead: 5, inputs: 10)]).check("ST06")
    #expect(half.verdict == .passed)
    #expect(half.message == "at most 50 % of a layer's units are dead")
  }

  @Test func manyLayersAreACauseThemselves() throws {
    for (count, isCause) in [(5, false), (6, true)] {
      var layers = [layer(units: 2, dead: 2, inputs: 1)]
      while layers.count < count { layers.append(layer(units: 2, dead: 0, inputs: 2)) }
      let causes = try context(layers).check("ST06").causes
      #expect((causes.first == "model.hidden: 6 layers") == isCause, "\(causes)")
    }
  }

  @Test func oneRowInAThousandKeepsAUnitAlive() throws {
    // max(0, x) answers to the one positive row.
    for (rows, verdict) in [(1_000, CheckResult.Verdict.passed), (1_001, .warning)] {
      let x = [1] + [Double](repeating: -1, count: rows - 1)
      #expect(try context([[[1, 0]]], inputs: x).check("ST06").verdict == verdict, "\(rows)")
    }
  }

  @Test func fewRowsShowNothingOfUnits() throws {
    let x = [Double](repeating: -1, count: 63)
    #expect(try context([[[1, 0]]], inputs: x).check("ST06").message == "fewer than 64 train rows")
    #expect(try context([[[1, 0]]], inputs: x + [-1]).check("ST06").verdict == .warning)
  }

  @Test(arguments: [Activation.tanh, .sigmoid])
  func theLayerMostAtItsBoundsIsNamed(activation: Activation) throws {
    let first = layer(units: 4, bound: 1, inputs: 1)
    let result = try context([first, layer(units: 4, bound: 3, inputs: 4)], activation: activation)
      .check("ST07")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "75 % of the units of \"hidden_2\" are at the bounds of \(activation)")
    #expect(result.evidence.first?.values == [0.25, 0.75])
    let half = try context([first, layer(units: 4, bound: 2, inputs: 4)], activation: activation)
      .check("ST07")
    #expect(half.verdict == .passed)
    #expect(half.value == 0.5)
  }

  @Test func aFunctionWithoutBoundsIsNotAsked() throws {
    #expect(
      try context([[[1, 0]]]).check("ST07").message == "relu has no bounds on both sides")
  }
}
