import Findings
import HealthyPipelines
import Learning
import Schema
import Testing

@testable import Sanity

/// SI05, SI06, SI07 and SI09: which layer is named, and from where on.
@Suite struct LayerSignalTests {
  /// A network on rows of 1 and −1 in turn.
  private func start(_ layers: [[[Double]]], activation: Activation = .relu) throws -> GateFixture {
    let x = (0..<40).map { $0 % 2 == 0 ? 1.0 : -1 }
    return GateFixture(columns: [x], values: x, train: 40).with(
      HandmadeRecipe(
        network: .handmade(hidden: layers.map(\.count), activation: activation),
        start: try network(layers, activation: activation)))
  }

  @Test func theLayerWithMostDeadUnitsIsNamed() throws {
    let first = layer(units: 10, dead: 1, inputs: 1)
    // Six of ten are worth a warning; the start is not lost.
    let result = try start([first, layer(units: 10, dead: 6, inputs: 10)]).check("SI06")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "60 % of the units of \"hidden_2\" output 0 for every row before training")
    #expect(result.evidence.first?.values == [0.1, 0.6])
    let half = try start([first, layer(units: 10, dead: 5, inputs: 10)]).check("SI06")
    #expect(half.verdict == .passed)
    #expect(half.value == 0.5)
  }

  @Test func onlyALayerOfEightUnitsThatIsAllButDeadStops() throws {
    for (units, dead, verdict) in [
      (10, 9, CheckResult.Verdict.warning), (10, 10, .stop), (8, 8, .stop), (7, 7, .warning),
    ] {
      let result = try start([layer(units: units, dead: dead, inputs: 1)]).check("SI06")
      #expect(result.verdict == verdict, "\(dead) of \(units)")
    }
    // A narrow layer that lives does not excuse a wide one that is dead.
    let wide = layer(units: 8, dead: 8, inputs: 1)
    #expect(try start([wide, layer(units: 2, dead: 0, inputs: 8)]).check("SI06").verdict == .stop)
    // Nor does a wide one that lives make the death of a narrow one more than bad luck.
    let alive = layer(units: 8, dead: 0, inputs: 1)
    #expect(
      try start([alive, layer(units: 2, dead: 2, inputs: 8)]).check("SI06").verdict == .warning)
    let both = try start([
      layer(units: 20, dead: 19, inputs: 1), layer(units: 2, dead: 2, inputs: 20),
    ])
    .check("SI06")
    #expect(both.verdict == .stop && both.message.contains("hidden_1"))
  }

  @Test(arguments: [Activation.tanh, .sigmoid])
  func theLayerMostAtItsBoundsIsNamed(activation: Activation) throws {
    let first = layer(units: 4, bound: 1, inputs: 1)
    let result = try start([first, layer(units: 4, bound: 3, inputs: 4)], activation: activation)
      .check("SI07")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "75 % of the units of \"hidden_2\" start at the bounds of \(activation), "
        + "where its gradient vanishes")
    let half = try start([first, layer(units: 4, bound: 2, inputs: 4)], activation: activation)
      .check("SI07")
    #expect(half.verdict == .passed)
    #expect(half.value == 0.5)
  }

  @Test func theFirstLayerThatLosesTheSignalIsNamed() throws {
    // Layers of one linear unit: the outputs' spread is the product of the weights.
    func spread(_ weights: [Double]) throws -> CheckResult {
      try start(weights.map { [[$0, 0]] }, activation: .identity).check("SI05")
    }
    #expect(
      try spread([1, 2_000, 1]).message
        == "outputs of \"hidden_2\" differ by 2,000 between rows: the signal explodes"
    )
    #expect(
      try spread([1, 0.0005]).message
        == "outputs of \"hidden_2\" differ by 0.000500 between rows: the signal vanishes"
    )
    #expect(try spread([900, 1]).verdict == .passed)
    #expect(try spread([0.002, 1]).verdict == .passed)
  }

  /// Derivatives that are alike within each layer.
  private func gradients(first: Double, last: Double) throws -> CheckResult {
    let problem = HandmadeProblem(
      [
        ("hidden_1.weight", [2, 2], [1, 1, 1, 1]), ("hidden_1.bias", [2], [0, 0]),
        ("output.weight", [1, 2], [1, 1]), ("output.bias", [1], [0]),
      ],
      gradient: { _ in [first, first, first, first, 9, 9, last, last, 9] })
    return try GateFixture.healthy().with(
      HandmadeRecipe(problem: problem, start: HandmadeModel.probabilities([0.5, 0.5]))
    ).check("SI09")
  }

  @Test func gradientsMayGrowSeventyfoldOnTheirWayBack() throws {
    let result = try gradients(first: 71, last: 1)
    #expect(result.verdict == .warning)
    #expect(
      result.message == "the gradient of \"hidden_1.weight\" is 71.0 times that of "
        + "\"output.weight\": it explodes in backpropagation")
    #expect(result.threshold == 70)
    #expect(try gradients(first: 70, last: 1).verdict == .passed)
  }

  @Test func gradientsMayShrinkToAThousandth() throws {
    let result = try gradients(first: 1, last: 1_001)
    #expect(result.verdict == .warning)
    #expect(result.message.hasSuffix("it vanishes in backpropagation"))
    #expect(result.threshold == 1e-3)
    #expect(try gradients(first: 1, last: 1_000).verdict == .passed)
    for (first, last) in [(0.0, 1.0), (1, 0)] {
      #expect(
        try gradients(first: first, last: last).message == "a gradient is exactly 0: see SI08")
    }
  }
}
