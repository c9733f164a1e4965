import Learning
import Schema

extension ModelEntry {
  /// The recipe with every hyperparameter at its default.
  func recipeWithDefaults() -> any ModelRecipe { make(Settings(fields: fields)) }

  /// The recipe with its defaults, but content with a tenth of a thousandth where it iterates.
  func quickRecipe() -> any ModelRecipe {
    let tolerance = SettingPath.tolerance.key
    let isIterative = fields.contains { $0.name == tolerance }
    return make(
      Settings(fields: fields, setting: isIterative ? [(tolerance, .number(1e-4))] : []))
  }
}

extension TrainingPlan {
  /// What a solver of a linear model needs of a plan: its defaults and a seed.
  static func standard(seed: UInt64) -> TrainingPlan {
    let optimizer = OptimizerEntry.sgd
    let schedule = ScheduleEntry.constant
    return TrainingPlan(
      optimizer: optimizer.make(Settings(fields: optimizer.fields)),
      schedule: schedule.make(Settings(fields: schedule.fields)),
      batchSize: 32, budget: .epochs(20), precision: .double, seed: seed)
  }
}
