extension Peer {
  /// AUTOTRAINER, ICSE 2021, monitor.py: β1 1e-3, β2 1e-4, β3 70, γ .7, δ .03, η .2, Θ .7.
  ///
  /// Nothing but a loss that is not finite can alarm before 30 % of the epochs; the rules of
  /// gradients count only while the accuracy is below Θ or does not gain a point an epoch. Rules of
  /// accuracy do not exist for numbers.
  static let autoTrainer = Peer(
    name: "AUTOTRAINER", source: "Zhang et al. 2021, rules and constants of monitor.py"
  ) { trace in
    let broken = trace.firstAlarm([
      ("exploding loss", { !$0.trainLoss.isFinite || $0.trainLoss > 1e5 })
    ])
    let late = trace.firstAlarm(
      from: 0.3,
      [
        (
          "vanishing gradients",
          { trace.isPoor(at: $0) && $0.firstToLast < 1e-3 && $0.firstGradient < 1e-4 }
        ),
        ("exploding gradients", { trace.isPoor(at: $0) && $0.firstToLast > 70 }),
        (
          "dying ReLU",
          { trace.activation == "relu" && trace.isPoor(at: $0) && $0.zeroGradientShare >= 0.7 }
        ),
        ("oscillating loss", { trace.swings(until: $0.epoch) >= 0.2 * Double(trace.epochCount) }),
        ("slow convergence", { trace.isPoor(at: $0) && trace.gain(until: $0.epoch) < 0.01 }),
      ])
    return TrainingTrace.earliest([broken, late])
  }
}

extension TrainingTrace {
  private func accuracies(until epoch: Int) -> [Double] {
    snapshots.filter { $0.epoch >= 1 && $0.epoch <= epoch }.compactMap(\.trainAccuracy)
  }

  /// Whether the accuracy lies below what AUTOTRAINER takes for good.
  fileprivate func isPoor(at snapshot: Snapshot) -> Bool {
    isClassification && (accuracies(until: snapshot.epoch).max() ?? 0) < 0.7
  }

  /// The largest gain in accuracy from one epoch to the next.
  fileprivate func gain(until epoch: Int) -> Double {
    let all = accuracies(until: epoch)
    return zip(all.dropFirst(), all).map { $0 - $1 }.max() ?? 0
  }

  /// Local maxima and minima of the accuracy that are .03 apart.
  fileprivate func swings(until epoch: Int) -> Double {
    let all = accuracies(until: epoch)
    guard all.count > 2 else { return 0 }
    var turns: [Double] = []
    for i in 1..<(all.count - 1) where (all[i] - all[i - 1]) * (all[i + 1] - all[i]) < 0 {
      turns.append(all[i])
    }
    return Double(zip(turns.dropFirst(), turns).count { ($0 - $1).magnitude >= 0.03 })
  }
}

extension TrainingTrace.Snapshot {
  var firstGradient: Double { layers.first?.gradientNorm ?? 0 }

  /// Length of the first layer's gradient in units of the last one's; 1 for a single layer.
  var firstToLast: Double {
    guard layers.count > 1, let last = layers.last, last.gradientNorm > 0 else { return 1 }
    return firstGradient / last.gradientNorm
  }

  /// Over all layers.
  var zeroGradientShare: Double {
    layers.isEmpty ? 0 : layers.map(\.zeroGradientShare).reduce(0, +) / Double(layers.count)
  }
}
