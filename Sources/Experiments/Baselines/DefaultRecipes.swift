import Learning
import Schema

extension ModelEntry {
  /// The recipe with every hyperparameter at its default.
  func recipeWithDefaults() -> any ModelRecipe {
    make(Settings(defaults: [("kind", .string(name))] + fields.defaults))
  }
}

extension TrainingPlan {
  /// What a solver of a linear model needs of a plan: its defaults and a seed.
  static func standard(seed: UInt64) -> TrainingPlan {
    TrainingPlan(
      optimizer: optimizerCatalog.entry("adam").makeWithDefaults(),
      schedule: scheduleCatalog.entry("constant").makeWithDefaults(),
      batchSize: 32, budget: .epochs(20), precision: .double, seed: seed)
  }
}

extension OptimizerEntry {
  func makeWithDefaults() -> any Optimizer { make(Settings(defaults: fields.defaults)) }
}

extension ScheduleEntry {
  func makeWithDefaults() -> any Schedule { make(Settings(defaults: fields.defaults)) }
}

extension [Field] {
  /// The keys that have a default, with it.
  fileprivate var defaults: [(String, Literal)] {
    compactMap { field in
      if case .value(let literal) = field.fallback { (field.name, literal) } else { nil }
    }
  }
}
