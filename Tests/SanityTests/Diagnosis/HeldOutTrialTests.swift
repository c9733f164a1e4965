import Findings
import Foundation
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

@Suite struct HeldOutTrialTests {
  private func trial(_ losses: [Double]) -> HeldOutTrial {
    HeldOutTrial(rowLosses: losses, stepCount: 1)
  }

  private func rows(_ targets: Targets, weights: [Double]? = nil) -> TrainingSet {
    let ids = Array(0..<targets.count)
    return TrainingSet(
      inputs: .double(Matrix(rowCount: ids.count, columnCount: 1)), targets: targets,
      weights: weights, rowIDs: ids)
  }

  /// Three rows of class 0 and one of class 1 were trained on: frequencies 3.5 / 5 and 1.5 / 5.
  /// The held-out rows are one of each, so the prior predictor's loss is −ln 0.7 − ln 0.3.
  @Test func lossesOfClassesAreRelativeToThePriorPredictor() throws {
    let judged = rows(.classes([0, 1], classCount: 2))
    let seen = rows(.classes([0, 0, 1, 0], classCount: 2))
    let trial = try #require(
      HeldOutTrial(outputs: [0.9, 0.1, 0.4, 0.6], of: judged, after: seen, stepCount: 7))
    let constant = -log(0.7) - log(0.3)
    // One rounding each in a logarithm, a sum and a quotient.
    #expect(abs(trial.loss - (-log(0.9) - log(0.6)) / constant) < 1e-12)
    #expect(trial.stepCount == 7)
  }

  /// The trained mean is 2; judged 0 and 4 lie 2 from it: 8 in all. Outputs are off by 1 and 1.
  @Test func lossesOfNumbersAreOverThatOfTheTrainedMean() throws {
    let trial = try #require(
      HeldOutTrial(
        outputs: [1, 3], of: rows(.values([0, 4])), after: rows(.values([1, 3])), stepCount: 1))
    #expect(trial.rowLosses.map { abs($0 - 0.25) < 1e-12 } == [true, true])
  }

  /// The trained mean is (1 + 3 · 3) / 4 = 2.5; judged 0 and 4 lose 6.25 and 3 · 2.25, outputs 1
  /// and 3 · 1: 4 of 13.
  @Test func rowsCountWithTheirWeights() throws {
    let trial = try #require(
      HeldOutTrial(
        outputs: [1, 3], of: rows(.values([0, 4]), weights: [1, 3]),
        after: rows(.values([1, 3]), weights: [1, 3]), stepCount: 1))
    #expect(abs(trial.loss - 4.0 / 13) < 1e-12)
  }

  @Test func nothingIsWorseThanTenConstants() {
    #expect(trial([.infinity, .infinity]).loss == HeldOutTrial.worst)
    #expect(trial([1e6, 1]).loss == HeldOutTrial.worst)
    #expect(trial([0.5, 0.7]).loss == 0.6)
  }

  /// Differences 0.4, 0.6: mean 0.5, standard error 0.1. Differences 2, −1: mean 0.5, error 1.5.
  @Test func betterIsMoreThanTwoStandardErrors() {
    #expect(trial([0.6, 0.4]).isSignificantlyBetter(than: trial([1, 1])))
    #expect(!trial([0, 2]).isSignificantlyBetter(than: trial([2, 1])))
    // Significant, but too small to report.
    #expect(!trial([0.99, 0.99]).isSignificantlyBetter(than: trial([1, 1])))
    #expect(!trial([1, 1]).isSignificantlyBetter(than: trial([0.6, 0.4])))
    #expect(trial([1, 1]).isSignificantlyBetter(than: trial([.infinity, .infinity])))
    // Both rows are at least 9 better; the size of an outlier does not matter.
    #expect(trial([1, 1]).isSignificantlyBetter(than: trial([1e9, 10])))
  }

  /// A gain of 0.04 on 0.6 is more than 2 % of the prior predictor's loss and 6.7 % of its own; on 1 it
  /// is only 4 %. Differences 0.03, 0.05: mean 0.04, standard error 0.01.
  @Test func aSpeculativeEditMustGainMore() {
    func isBetter(_ losses: [Double], _ others: [Double]) -> Bool {
      trial(losses).isSignificantlyBetter(than: trial(others), by: .speculative)
    }
    #expect(isBetter([0.57, 0.55], [0.6, 0.6]))
    #expect(!isBetter([0.97, 0.95], [1, 1]))
    #expect(trial([0.97, 0.95]).isSignificantlyBetter(than: trial([1, 1])))
    // Differences 0.1, 0.3: mean 0.2, standard error 0.1: two of them, not two and a half.
    #expect(!isBetter([0.5, 0.3], [0.6, 0.6]))
    // Differences 0.11, 0.29: standard error 0.09.
    #expect(!isBetter([0.49, 0.31], [0.6, 0.6]))
    // Differences 0.13, 0.27: standard error 0.07.
    #expect(isBetter([0.47, 0.33], [0.6, 0.6]))
  }

  @Test func aFifthIsJudgedAndNoRowTwice() throws {
    let ids = (0..<200).map { 3 * $0 }
    let rows = try #require(HeldOutRows(ids: ids, seed: 1))
    #expect(rows.evaluated.count == 40)
    #expect((rows.evaluated + rows.trained).sorted() == ids)
    #expect(HeldOutRows(ids: ids, seed: 2)?.evaluated != rows.evaluated)
    #expect(HeldOutRows(ids: Array(0..<99), seed: 1) == nil)
    #expect(HeldOutRows(ids: Array(0..<100_000), seed: 1)?.evaluated.count == 1_000)
  }

  private func outcome(_ intervention: Intervention, _ loss: Double?) -> CandidateOutcome {
    var outcome = CandidateOutcome(
      intervention: intervention, candidate: CandidateEdit(edits: [SpecEdit("a", "1")], cause: ""),
      trial: nil,
      passed: true)
    outcome.heldOut = loss.map { trial([$0]) }
    return outcome
  }

  /// A wider network fits the subset at a rate that ruins the full run.
  @Test func whatDoesWorseOnHeldOutRowsComesLast() {
    let names = Diagnostician.byHeldOutLoss([
      outcome(.width, 2), outcome(.inputScale, nil), outcome(.learningRate, 0.3),
      outcome(.activation, 0.27), outcome(.depth, 0.9),
    ]).map(\.intervention.name)
    #expect(names == ["scale", "learning_rate", "activation", "depth", "width"])
  }

  /// The best gains 0.8 over a constant; a clued change may lack 0.2 of it, another 0.05.
  @Test func aClueIsOverruledOnlyByMuchBetterChanges() {
    func names(_ loss: Double, _ clue: Clue) -> [String] {
      Diagnostician.byHeldOutLoss(
        [outcome(.initialization, loss), outcome(.activation, 0.2)],
        clues: ["initialization": [clue]]
      ).map(\.intervention.name)
    }
    #expect(names(0.39, .strong("s")) == ["initialization", "activation"])
    #expect(names(0.41, .strong("s")) == ["activation", "initialization"])
    #expect(names(0.39, .weak("w")) == ["initialization", "activation"])
  }
}
