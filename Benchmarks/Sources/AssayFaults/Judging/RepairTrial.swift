import Randomness

/// Whether edits of the spec bring a faulty pipeline back to what the sound one reaches.
struct RepairTrial: Sendable {
  /// What the sound base gains over a constant on honest rows, by seed.
  let healthyGains: [Double]
  let seeds: [UInt64]

  init(_ base: Base, seeds: [UInt64] = [1, 2, 3]) {
    self.seeds = seeds
    healthyGains = seeds.map { FullRun(Pipeline(base, seed: $0)).honestGain }
  }

  /// Full runs of the repaired pipeline gain at least 95 % of what the sound one gains.
  func restores(_ pipeline: Pipeline, edits: [String]) -> Bool {
    let gains = seeds.map { seed -> Double in
      var repaired = pipeline
      repaired.seed = seed
      repaired.overrides += edits
      let run = FullRun(repaired)
      return run.refusal == nil && run.honestGain.isFinite ? run.honestGain : -1
    }
    return Moments(gains).mean >= 0.95 * Moments(healthyGains).mean
  }
}

/// The baseline of repairs: an edit drawn at random among those that people try.
enum RandomEdit {
  static func space(_ base: Base) -> [String] {
    let rate = base.learningRate
    var edits =
      [0.01, 0.1, 10, 100].map { "training.optimizer.learning_rate=\(number($0 * rate))" }
      + [
        "training.optimizer={kind: adam, learning_rate: 0.001}",
        "training.optimizer={kind: sgd, learning_rate: 0.1}", "training.schedule=constant",
        "training.batch_size=32", "training.epochs=\(4 * base.epochs)", "training.shuffle=true",
        "training.loss=auto", "training.reduction=mean", "~training.clip_norm",
        "preprocessing.scale=standard", "preprocessing.scale=robust",
      ]
    if base.isNetwork {
      let wider = base.hidden.map { String(4 * $0) }.joined(separator: ",")
      edits += [
        "model.initialization=he_normal", "model.initialization=glorot_normal",
        "model.initialization_scale=1", "model.bias_initialization=0", "model.activation=relu",
        "model.activation=tanh", "model.output.activation=auto", "model.dropout=0",
        "training.l2=0", "training.label_smoothing=0", "model.hidden=[\(wider)]",
        "model.hidden=[32,32]",
      ]
    } else {
      edits += ["model.l2=0.001", "model.fit_intercept=true", "model.solver=auto"]
    }
    return edits
  }

  /// The edit drawn for an instance: as many tries as the gate's first repair has.
  static func drawn(_ base: Base, stream: Int) -> String {
    var random = CounterBasedGenerator(fault: 99, stream)
    return random.pick(space(base))
  }
}
