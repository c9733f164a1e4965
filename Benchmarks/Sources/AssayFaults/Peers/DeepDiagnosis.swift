extension Peer {
  /// DeepDiagnosis, ICSE 2022: its symptoms with the constants of its callbacks.py.
  ///
  /// Loss and accuracy that stand still count after five epochs, as the tool compares windows.
  static let deepDiagnosis = Peer(
    name: "DeepDiagnosis", source: "Wardat et al. 2022, symptoms and constants of callbacks.py"
  ) { trace in
    let isRectified = trace.activation == "relu"
    let isBounded = ["tanh", "sigmoid"].contains(trace.activation)
    return trace.firstAlarm([
      ("numerical error", { !$0.isFinite }),
      ("out of range", { _ in trace.isTargetOutOfRange }),
      (
        "saturated activation",
        { isBounded && $0.layers.contains { ($0.activation?.beyondFiveShare ?? 0) > 0.5 } }
      ),
      (
        "dead node",
        { isRectified && $0.layers.contains { ($0.activation?.zeroShare ?? 0) >= 0.7 } }
      ),
      ("unchanged weight", { $0.epoch > 0 && $0.layers.contains { $0.change == 0 } }),
      ("vanishing gradient", { $0.layers.contains { $0.meanGradient < 1e-7 } }),
      ("loss does not decrease", { trace.standsStill(until: $0.epoch, \.trainLoss) }),
    ])
  }
}

extension TrainingTrace {
  /// Whether the head cannot give some of the targets.
  var isTargetOutOfRange: Bool {
    guard head == "sigmoid", let range = targetRange else { return false }
    return range.lowerBound < 0 || range.upperBound > 1
  }

  /// No value of the last five epochs is below the best one before.
  func standsStill(until epoch: Int, _ value: (Snapshot) -> Double) -> Bool {
    let all = snapshots.filter { $0.epoch <= epoch }.map(value)
    guard all.count > 5, let best = all.dropLast(5).min() else { return false }
    return all.suffix(5).allSatisfy { $0 >= best }
  }
}
