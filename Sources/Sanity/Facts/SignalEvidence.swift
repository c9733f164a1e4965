import Learning
import LinearAlgebra
import Randomness

/// Whether the inputs predict the targets better than shuffled targets.
struct SignalEvidence: Sendable {
  /// The skill of one cheap model on the real targets and on shuffled ones.
  struct Test: Sendable {
    let skill: Double
    let shuffled: [Double]

    /// The fraction of shuffles (including the real order) that do as well, or Cantelli's
    /// bound 1 / (1 + z²) where that is smaller.
    var probability: Double {
      let share = Double(1 + shuffled.count { $0 >= skill }) / Double(1 + shuffled.count)
      return score > 0 ? min(share, 1 / (1 + score * score)) : share
    }

    /// The distance of the real skill above the shuffled ones, in their standard deviations.
    var score: Double {
      let (mean, variance) = (shuffled.mean, shuffled.sampleVariance)
      return variance > 0 ? (skill - mean) / variance.squareRoot() : skill > mean ? .infinity : 0
    }
  }

  let ridge: Test
  let nearest: Test

  private static let shuffleCount = 99
  private static let firstShuffles = 9

  /// nil when the targets do not vary.
  ///
  /// A few shuffles suffice where the real skill lies seven standard deviations above them.
  init?(_ sample: SignalSample, seed: UInt64) {
    func test(_ targets: Matrix, _ predict: (Matrix) -> Matrix) -> Test? {
      guard let real = Skill(predictions: predict(targets), targets: targets) else { return nil }
      var shuffled: [Double] = []
      for round in 0..<Self.shuffleCount {
        if round == Self.firstShuffles, Test(skill: real.share, shuffled: shuffled).score > 7 {
          break
        }
        // Ten shuffles that do as well decide against it (Besag and Clifford 1991).
        if shuffled.count(where: { $0 >= real.share }) >= 10 { break }
        var generator = CounterBasedGenerator(seed: seed, purpose: .permutation, step: round)
        let moved = targets.rows(at: generator.permutation(of: targets.rowCount))
        guard let skill = Skill(predictions: predict(moved), targets: moved) else { return nil }
        shuffled.append(skill.share)
      }
      return Test(skill: real.share, shuffled: shuffled)
    }
    guard let ridge = test(sample.targets, sample.ridge.leaveOneOut),
      let nearest = test(
        sample.targets.rows(at: sample.nearestSample), sample.nearest.leaveOneOut)
    else { return nil }
    self.ridge = ridge
    self.nearest = nearest
  }
}

extension GateContext {
  /// nil where there is no sample, or its targets do not vary.
  var signal: SignalEvidence? {
    facts.signal.value { signalSample.flatMap { SignalEvidence($0, seed: seed) } }
  }
}
