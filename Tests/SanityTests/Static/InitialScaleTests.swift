import Findings
import HealthyPipelines
import Learning
import Schema
import Testing

@testable import Sanity

/// SS08: weights drawn about as widely as they should.
@Suite struct InitialScaleTests {
  private let network = GateFixture.network

  @Test func warnsOfWeightsDrawnTooWideOrTooNarrow() throws {
    // F18, F19.
    for scale in [30, 1e-3] {
      let recipe = model(
        "mlp", [("initialization_scale", .number(scale)), ("hidden", [64])])
      let result = try network.with(recipe).check("SS08")
      #expect(result.verdict == .warning, "\(scale)")
      #expect(
        result.message.wholeMatch(
          of: /weights of ".*" have standard deviation [\d.,e-]+ where [\d.]+ is usual/) != nil,
        "\(result.message)")
    }
    let alike = try network.with(model("mlp", [("initialization", "constant")])).check("SS08")
    #expect(alike.message == "weights of \"hidden_1.weight\" are all equal: see SI15")
  }

  /// One layer of weights five times too small trains well; three of them let nothing through.
  @Test func acceptsOneSmallLayerAndNotThree() throws {
    for (hidden, verdict) in [([16], .passed), ([16, 16, 16], .warning)]
      as [([Int], CheckResult.Verdict)]
    {
      let recipe = model(
        "mlp",
        [
          ("initialization", "normal"), ("initialization_scale", 0.05),
          ("hidden", .list(hidden.map { .integer($0) })),
        ])
      let result = try network.with(recipe).check("SS08")
      #expect(result.verdict == verdict, "\(result.message)")
    }
  }

  @Test func saysHowWideTheNearestOfTheUsualSchemesIs() throws {
    // Five inputs and eight units: He draws with √(2/5) = 0.632, LeCun with √(1/5) = 0.447, Glorot
    // with √(2/13) = 0.392. The eight weights of the output are too few to judge.
    for (scale, usual) in [(30.0, "0.632"), (1e-3, "0.392")] {
      let recipe = model("mlp", [("initialization_scale", .number(scale)), ("hidden", [8])])
      let result = try network.with(recipe).check("SS08")
      #expect(result.message.hasPrefix("weights of \"hidden_1.weight\" have standard deviation "))
      #expect(result.message.hasSuffix(" where \(usual) is usual"), "\(result.message)")
    }
  }

  @Test(arguments: ["he_normal", "he_uniform", "glorot_normal", "glorot_uniform", "lecun_normal"])
  func acceptsTheUsualSchemes(scheme: String) throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      var fixture = network.with(
        model("mlp", [("initialization", .string(scheme)), ("hidden", [64, 8])]))
      fixture.plan.seed = seed
      #expect(try fixture.check("SS08").verdict == .passed)
    }
  }
}
