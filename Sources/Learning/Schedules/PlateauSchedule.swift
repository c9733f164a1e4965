import Schema

/// Reduction on a plateau: the learning rate is multiplied by a factor when the loss has stopped
/// improving.
///
/// **Formula** an epoch improves when its loss is below (1 − threshold) times the lowest so far;
/// after more than `patience` consecutive epochs without improvement the factor is multiplied, not
/// below the smallest one, and the next `cooldown` epochs are not counted
///
/// **Source** PyTorch's ReduceLROnPlateau in its relative mode for minima; its `eps` is left out
struct PlateauSchedule: Schedule {
  let decayFactor: Double
  let patience: Int
  let threshold: Double
  let cooldown: Int
  let smallestFactor: Double
  let warmup: Warmup

  var kind: String { "plateau" }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double {
    warmup.factor(at: step) ?? 1
  }

  func update(_ state: inout ScheduleState, afterEpochWith loss: Double) {
    let isImprovement = state.lowestLoss.map { loss < $0 * (1 - threshold) } ?? loss.isFinite
    if isImprovement {
      state.lowestLoss = loss
      state.epochsWithoutImprovement = 0
    } else {
      state.epochsWithoutImprovement += 1
    }
    if state.cooldownEpochs > 0 {
      state.cooldownEpochs -= 1
      state.epochsWithoutImprovement = 0
    }
    if state.epochsWithoutImprovement > patience {
      state.factor = Swift.max(state.factor * decayFactor, smallestFactor)
      state.cooldownEpochs = cooldown
      state.epochsWithoutImprovement = 0
    }
  }
}

extension ScheduleEntry {
  static let plateau = ScheduleEntry(
    name: "plateau",
    summary: "Reduction on a plateau: multiplied by a factor when the loss stops improving.",
    fields: [
      Field(
        "factor", Rule.number(above: 0, below: 1), .value(0.1),
        "Factor of the learning rate at each reduction."),
      Field(
        "patience", Rule.count(atLeast: 0), .value(10),
        "Number of epochs without improvement before a reduction; the loss is the dev loss, or the "
          + "training loss without dev rows."),
      Field(
        "threshold", Rule.number(in: 0.0..<1.0), .value(1e-4),
        "Relative decrease of the lowest loss that counts as an improvement."),
      Field(
        "cooldown", Rule.count(atLeast: 0), .value(0),
        "Number of epochs after a reduction that are not counted."),
      Field(
        "min_factor", Rule.number(in: 0.0...1.0), .value(0.0),
        "Smallest learning rate as a fraction of the peak."),
      Warmup.field,
    ]
  ) { settings in
    PlateauSchedule(
      decayFactor: settings.number("factor"), patience: settings.integer("patience"),
      threshold: settings.number("threshold"), cooldown: settings.integer("cooldown"),
      smallestFactor: settings.number("min_factor"), warmup: Warmup(settings))
  }
}
