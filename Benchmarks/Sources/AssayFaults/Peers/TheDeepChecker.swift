import Foundation

extension Peer {
  /// TheDeepChecker, TOSEM 2022: settings.yaml and checkers.py.
  ///
  /// Its stages before the training (data, initial weights, loss at the start, a small batch) are
  /// at 0 % of the run; any message is an alarm, as it is for its authors.
  static let theDeepChecker = Peer(
    name: "TheDeepChecker", source: "Ben Braiek and Khomh 2022, settings.yaml and checkers.py"
  ) { trace in
    if let rule = beforeTraining(trace) { return Peer.Alarm(rule: rule, share: 0) }
    return trace.firstAlarm([
      ("not finite", { !$0.isFinite }),
      ("vanishing gradient", { $0.layers.contains { $0.meanGradient < 1e-6 } }),
      ("exploding gradient", { $0.layers.contains { $0.meanGradient > 1e6 } }),
      (
        "dead ReLU",
        {
          trace.activation == "relu"
            && $0.layers.contains { ($0.activation?.deadShare ?? 0) > 0.5 }
        }
      ),
      (
        "saturation",
        {
          ["tanh", "sigmoid"].contains(trace.activation)
            && $0.layers.contains { ($0.activation?.saturatedShare ?? 0) > 0.5 }
        }
      ),
      (
        "activations out of [.5, 2]",
        {
          $0.epoch > 0
            && $0.layers.contains { layer in
              layer.activation.map { !(0.5...2).contains($0.deviation) } ?? false
            }
        }
      ),
      (
        "update ratio out of [1e-4, 1e-1]",
        { snapshot in
          snapshot.epoch > 0
            && snapshot.layers.contains { layer in
              guard layer.weightSize > 0 else { return true }
              let steps = Double(max(1, trace.batchLosses.count)) / Double(max(1, trace.epochCount))
              let ratio = layer.change / steps / layer.weightSize
              return ratio > 0 && !(1e-4...1e-1).contains(ratio) && snapshot.epoch <= 2
            }
        }
      ),
      ("loss falls by less than 5 %", { trace.hasStalled(until: $0.epoch) }),
      ("diverging loss", { trace.hasDoubled(until: $0.epoch) }),
    ])
  }

  private static func beforeTraining(_ trace: TrainingTrace) -> String? {
    if !trace.inputs.isFinite { return "data not finite" }
    if trace.inputs.hasConstantColumn { return "constant input" }
    if !trace.inputs.areAllScaled { return "inputs not normalised" }
    if trace.isTargetOutOfRange { return "head cannot give the targets" }
    if trace.isClassification {
      let n = Double(max(1, trace.classCounts.reduce(0, +)))
      let entropy = trace.classCounts.reduce(0.0) { sum, count in
        let share = Double(count) / n
        return share > 0 ? sum - share * log2(share) : sum
      }
      let balance = (exp2(entropy) - 1) / Double(max(1, trace.classCounts.count - 1))
      if balance < 0.5 { return "unbalanced classes" }
    }
    guard let start = trace.snapshots.first else { return nil }
    if start.layers.dropLast().contains(where: { $0.weightVariance < 1e-12 }) {
      return "initial weights do not vary"
    }
    if trace.isClassification {
      let chance = log(Double(max(2, trace.classCounts.count)))
      if !((start.trainLoss - chance).magnitude < chance) { return "initial loss is off chance" }
    }
    if !trace.smallBatch.fits { return "cannot fit a small batch" }
    return nil
  }
}

extension TrainingTrace {
  /// Five periods running in which the loss falls by less than 5 %.
  fileprivate func hasStalled(until epoch: Int) -> Bool {
    let all = snapshots.filter { $0.epoch <= epoch }.map(\.trainLoss)
    guard all.count > 5 else { return false }
    return zip(all.suffix(5), all.dropLast().suffix(5)).allSatisfy { $0 > 0.95 * $1 }
  }

  /// Five periods running in which it doubles.
  fileprivate func hasDoubled(until epoch: Int) -> Bool {
    let all = snapshots.filter { $0.epoch <= epoch }.map(\.trainLoss)
    guard all.count > 5 else { return false }
    return zip(all.suffix(5), all.dropLast().suffix(5)).allSatisfy { $0 >= 2 * $1 }
  }
}
