import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// The checks of the small subset beside the overfitting itself.
@Suite struct SubsetStageTests {
  private let network = GateFixture.healthy().with(model("mlp"), .with(rate: 0.01))

  @Test func acceptsAHealthyPipeline() throws {
    #expect(try network.check("SO05").verdict == .passed)
    #expect(try network.check("SO10").message == "SO01 did not stop")
    #expect(try network.check("SO11").message == "SD20 finds a signal, or does not apply")
    #expect(try network.check("SO12").verdict == .passed)
    let solved = GateFixture.healthy().with(model("logistic"))
    #expect(try solved.check("SO05").verdict == .passed)
    #expect(try solved.check("SO12").message == "not trained by steps")
  }

  @Test func stopsOnAModelThatDoesNotUseItsInputs() throws {
    // Dead from the start: only the output's bias learns.
    let recipe = model("mlp", [("bias_initialization", -100)])
    let result = try network.with(recipe, .with("sgd", rate: 0.1)).check("SO05")
    #expect(result.verdict == .stop, "\(result.message)")
    #expect(
      result.message.wholeMatch(
        of: /loss ends at 0\.\d+, and without any inputs it would be 0\.693/) != nil,
      "\(result.message)")
  }

  @Test func saysWhetherTargetsAreToBlame() throws {
    let broken = network.with(model("mlp"), .with("sgd", rate: 1e-9))
    let result = try broken.check("SO10")
    #expect(result.verdict == .note)
    #expect(
      result.message == "not even targets of a linear function are learned on these rows: look at "
        + "the inputs, the model and its training")
  }

  @Test func syntheticTargetsKeepTheClasses() throws {
    let subset = GateFixture.healthy(classes: 4).with(model("mlp")).context.subset
    let made = try #require(subset.withTargets(.linear, seed: 3))
    guard case .classes(let classes, _) = made.rows.targets,
      case .classes(let real, _) = subset.rows.targets
    else {
      Issue.record("no classes")
      return
    }
    #expect(classes.sorted() == real.sorted())
    #expect(made.rows.rowIDs == subset.rows.rowIDs)
    #expect(classes != real)
  }

  @Test func notesTargetsThatAreNoEasierThanShuffledOnes() throws {
    // Without any signal both orders are alike: over several seeds the ratio is about 1.
    var ratios: [Double] = []
    for seed in 1...6 as ClosedRange<UInt64> {
      let fixture = GateFixture(
        columns: (0..<8).map { normals(200, seed: seed * 50 + $0) },
        classes: integers(200, below: 2, seed: seed), train: 200
      ).with(model("mlp", [("hidden", [64])]), .with(rate: 0.01))
      let result = try fixture.check("SO11")
      guard let ratio = result.value else { continue }
      ratios.append(ratio)
      #expect(result.verdict == (ratio <= 1 ? .note : .passed))
    }
    #expect(ratios.count >= 4)
    #expect(ratios.allSatisfy { $0 > 0.5 && $0 < 2 }, "\(ratios)")
  }

  @Test func separabilityIsCounted() throws {
    // Cover's count: n 20, d 13 and an intercept: 0.968; n 32: 0.237; n 16, d 8: 0.70.
    for (n, d, share) in [(20, 13, 0.968), (32, 13, 0.237), (16, 8, 0.696), (32, 8, 0.005)] {
      let certificate = SeparabilityCertificate(rowCount: n, rank: d + 1)
      #expect(abs(certificate.share - share) < 1e-3, "\(n) \(d): \(certificate.share)")
    }
    #expect(
      SeparabilityCertificate(rowCount: 9, rank: 9).text
        == "9 rows, rank 9 with the intercept: every labelling can be separated")
    let collinear = TrainingSet(
      inputs: .double(Matrix(rows: [[1, 2], [2, 4], [3, 6], [5, 10]])),
      targets: .classes([0, 1, 0, 1], classCount: 2), rowIDs: [0, 1, 2, 3])
    let certificate = try #require(SeparabilityCertificate(of: collinear))
    #expect(certificate.rank == 2)
    // Four points on a line: 2 (1 + 3) = 8 of 16 labellings.
    #expect(abs(certificate.share - 0.5) < 1e-12)
    #expect(
      certificate.text == "4 rows, rank 2 with the intercept: of two random classes 50 % could be "
        + "separated, so the optimum is the measure")
    let evidence = try GateFixture.healthy().with(model("logistic")).check("SO01").evidence
    #expect(evidence.last?.title == "certificate")
  }

  @Test func warnsOfStepsThatAreTooSmallOrTooLarge() throws {
    // F03.
    let small = try network.with(model("mlp"), .with(rate: 1e-7)).check("SO12")
    #expect(small.verdict == .warning)
    #expect(small.message.hasSuffix("of their size, less than is useful"))
    var strict = network
    strict.settings.thresholds["SO12"] = 1e-4
    let large = try strict.check("SO12")
    #expect(large.verdict == .warning, "\(large.message)")
    #expect(large.message.hasSuffix("of their size, more than is useful"))
  }
}
