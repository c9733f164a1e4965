import Datasets
import Testing

@testable import AssayFaults

@Suite struct PeersTests {
  private func layer(
    gradient: Double = 1, zeroShare: Double = 0.4, change: Double = 0.1
  ) -> TrainingTrace.LayerState {
    TrainingTrace.LayerState(
      weightVariance: 0.1, weightSize: 1, change: change, gradientNorm: gradient,
      meanGradient: gradient / 10, zeroGradientShare: 0,
      activation: TrainingTrace.ActivationState(
        deviation: 1, zeroShare: zeroShare, deadShare: 0, inactiveShare: 0, beyondFiveShare: 0,
        beyondNineShare: 0, saturatedShare: 0))
  }

  /// Ten epochs whose losses and accuracies are given, all else in order.
  private func trace(
    _ losses: [Double], accuracies: [Double], layers: (Int) -> [TrainingTrace.LayerState]
  ) -> TrainingTrace {
    let snapshots = losses.enumerated().map { epoch, loss in
      TrainingTrace.Snapshot(
        epoch: epoch, trainLoss: loss, devLoss: loss, trainAccuracy: accuracies[epoch],
        devAccuracy: accuracies[epoch], layers: layers(epoch), areTensorsFinite: true)
    }
    return TrainingTrace(
      isClassification: true, classCounts: [50, 50], epochCount: 10, snapshots: snapshots,
      batchLosses: [Double](repeating: 0.5, count: 1_000),
      inputs: .init(
        least: -1, greatest: 1, mean: 0, deviation: 0.5, hasConstantColumn: false, isFinite: true,
        areAllScaled: true), targetRange: nil, head: "sigmoid", activation: "relu",
      smallBatch: .init(accuracy: 1, meanError: nil, fits: true))
  }

  private let falling = (0...10).map { 0.7 * (1 - 0.08 * Double($0)) }
  private let rising = (0...10).map { 0.5 + 0.04 * Double($0) }

  @Test func allKeepSilentOnAModelTrace() {
    let sound = trace(falling, accuracies: rising) { _ in [layer(), layer()] }
    for peer in peers { #expect(peer.alarm(sound) == nil, "\(peer.name)") }
  }

  @Test func aLossThatIsNoNumberAlarmsAll() {
    var losses = falling
    losses[4] = .nan
    let broken = trace(losses, accuracies: rising) { _ in [layer(), layer()] }
    for peer in peers {
      #expect(peer.alarm(broken)?.share == 0.4, "\(peer.name)")
    }
  }

  /// 5e-5 is below 1e-4 and below 1e-3 of the last layer's 1; before 30 % it does not count, nor
  /// once the accuracy is good.
  @Test func autoTrainerSeesVanishingGradientsLate() {
    let poor = [Double](repeating: 0.5, count: 11)
    let vanishing = { (_: Int) in [self.layer(gradient: 5e-5), self.layer()] }
    let alarm = Peer.autoTrainer.alarm(trace(falling, accuracies: poor, layers: vanishing))
    #expect(alarm?.rule == "vanishing gradients")
    #expect(alarm?.share == 0.3)
    let good = rising.map { _ in 0.9 }
    #expect(Peer.autoTrainer.alarm(trace(falling, accuracies: good, layers: vanishing)) == nil)
  }

  /// What makes most of its false alarms: seven outputs in ten at zero.
  @Test func deepDiagnosisTakesSparsityForDeath() {
    let alarm = Peer.deepDiagnosis.alarm(
      trace(falling, accuracies: rising) { [layer(zeroShare: $0 == 2 ? 0.7 : 0.69), layer()] })
    #expect(alarm?.rule == "dead node")
    #expect(alarm?.share == 0.2)
  }

  @Test func theTraceFollowsTheTraining() throws {
    let base = try #require(testBases.first { $0.name == "B2" })
    let trace = try #require(TraceRecorder.trace(Pipeline(base, seed: 1)))
    let run = FullRun(Pipeline(base, seed: 1))
    let last = try #require(trace.snapshots.last)
    #expect(trace.snapshots.count == base.epochs + 1)
    // The same rows in the same order by the same rule: equal up to rounding.
    let devLoss = try #require(last.devLoss)
    #expect(abs(devLoss - run.reported) < 1e-6 * max(1, run.reported))
  }

  @Test func randomRowsKnowTheirTruth() throws {
    // Nobody can beat the truth by more than chance: over forty specs the linear model's mean
    // dev loss is above it.
    var differences: [Double] = []
    for index in 0..<40 {
      let spec = try RandomSpec(index: index)
      let pipeline = spec.linearPipeline(seed: 1)
      let ready = try ReadyPipeline(pipeline)
      let truth = spec.rows.truthLoss(
        of: ready.rows.dataset.split.dev, deviation: ready.rows.preprocessing.targetDeviation)
      differences.append(FullRun(pipeline).reported - truth)
    }
    let moments = Moments(differences)
    #expect(moments.mean > 2 * moments.standardError)
  }
}
