import Schema

/// A learning rate that falls by a factor when the loss has not fallen for some epochs.
///
/// **Formula** an epoch gains when its loss is below (1 − threshold) times the lowest so far; after
/// more than `patience` epochs in a row without a gain the factor is multiplied, not below the
/// least one, and as many epochs as the cooldown count for nothing
///
/// **Source** PyTorch's ReduceLROnPlateau in its relative mode for minima; its `eps` is left out
struct PlateauSchedule: Schedule {
  let factorPerFall: Double
  let patience: Int
  let threshold: Double
  let cooldown: Int
  let leastFactor: Double
  let warmup: Warmup

  var kind: String { "plateau" }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double {
    warmup.factor(at: step) ?? 1
  }

  func update(_ state: inout ScheduleState, afterEpochWith loss: Double) {
    let isGain = state.lowestLoss.map { loss < $0 * (1 - threshold) } ?? loss.isFinite
    if isGain {
      state.lowestLoss = loss
      state.epochsWithoutGain = 0
    } else {
      state.epochsWithoutGain += 1
    }
    if state.epochsOfRest > 0 {
      state.epochsOfRest -= 1
      state.epochsWithoutGain = 0
    }
    if state.epochsWithoutGain > patience {
      state.factor = Swift.max(state.factor * factorPerFall, leastFactor)
      state.epochsOfRest = cooldown
      state.epochsWithoutGain = 0
    }
  }
}

extension ScheduleEntry {
  static let plateau = ScheduleEntry(
    name: "plateau", summary: "Falls by a factor when the loss has stopped falling.",
    fields: [
      Field(
        "factor", Rule.number(above: 0, below: 1), .value(0.1),
        "What the learning rate is multiplied by at each fall."),
      Field(
        "patience", Rule.integer(atLeast: 0), .value(10),
        "Epochs in a row without a gain that are borne; the loss is the dev rows', or without any "
          + "that of training."),
      Field(
        "threshold", Rule.number(in: 0.0..<1.0), .value(1e-4),
        "The share of the lowest loss so far by which a loss must be lower to be a gain."),
      Field(
        "cooldown", Rule.integer(atLeast: 0), .value(0),
        "Epochs after a fall that are not counted."),
      Field(
        "min_factor", Rule.number(in: 0.0...1.0), .value(0.0),
        "The share of the peak below which the learning rate does not fall."),
      Warmup.field,
    ]
  ) { settings in
    PlateauSchedule(
      factorPerFall: settings.number("factor"), patience: settings.integer("patience"),
      threshold: settings.number("threshold"), cooldown: settings.integer("cooldown"),
      leastFactor: settings.number("min_factor"), warmup: Warmup(settings))
  }
}
