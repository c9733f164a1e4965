extension Peer {
  /// SageMaker Debugger's built-in rules with their default thresholds.
  static let sageMaker = Peer(
    name: "SageMaker Debugger", source: "Amazon SageMaker documentation, built-in rules, defaults"
  ) { trace in
    if let rule = beforeTraining(trace) { return Peer.Alarm(rule: rule, share: 0) }
    return trace.firstAlarm([
      ("ExplodingTensor", { !$0.isFinite }),
      ("VanishingGradient", { $0.layers.contains { $0.meanGradient < 1e-7 } }),
      ("UnchangedTensor", { $0.epoch > 0 && $0.layers.contains { $0.change == 0 } }),
      (
        "WeightUpdateRatio",
        { snapshot in
          snapshot.epoch > 0
            && snapshot.layers.contains { layer in
              layer.weightSize > 0 && !(1e-8...10).contains(layer.change / layer.weightSize)
            }
        }
      ),
      (
        "DeadRelu",
        {
          trace.activation == "relu"
            && $0.layers.contains { ($0.activation?.inactiveShare ?? 0) > 0.5 }
        }
      ),
      (
        "Saturation",
        {
          trace.activation == "tanh"
            && $0.layers.contains { ($0.activation?.beyondNineShare ?? 0) > 0.5 }
        }
      ),
      ("LossNotDecreasing", { trace.hasTenWithoutFall(until: $0.epoch) }),
      (
        "Overfit",
        { snapshot in
          guard snapshot.epoch > 0, let dev = snapshot.devLoss, snapshot.trainLoss > 0 else {
            return false
          }
          return (dev - snapshot.trainLoss) / snapshot.trainLoss > 0.1
        }
      ),
    ])
  }

  private static func beforeTraining(_ trace: TrainingTrace) -> String? {
    if trace.inputs.mean.magnitude > 0.2 { return "NotNormalizedData" }
    if let least = trace.classCounts.min(), let most = trace.classCounts.max(),
      Double(most) > 10 * Double(least)
    {
      return "ClassImbalance"
    }
    guard let start = trace.snapshots.first, trace.snapshots[0].layers.count > 1 else { return nil }
    let variances = start.layers.map(\.weightVariance)
    if let least = variances.min(), let most = variances.max(), most > 10 * least {
      return "PoorWeightInitialization"
    }
    return nil
  }
}

extension TrainingTrace {
  /// Ten values one after the other of which the last is not below the first by .1 %.
  fileprivate func hasTenWithoutFall(until epoch: Int) -> Bool {
    let all = snapshots.filter { $0.epoch <= epoch }.map(\.trainLoss)
    guard all.count > 10, let last = all.last else { return false }
    return last > 0.999 * all[all.count - 11]
  }
}
