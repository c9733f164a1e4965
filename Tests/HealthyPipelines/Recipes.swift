public import Learning
import LinearAlgebra
public import Schema

/// A model as a spec would name it, with the other settings at their defaults.
public func model(_ kind: String, _ settings: [(String, Literal)] = []) -> any ModelRecipe {
  let entry = modelCatalog.entry(kind)
  return entry.make(Settings(fields: entry.fields, setting: settings))
}

/// An optimizer as a spec would name it.
public func makeOptimizer(_ kind: String, _ settings: [(String, Literal)] = []) -> any Optimizer {
  let entry = optimizerCatalog.entry(kind)
  return entry.make(Settings(fields: entry.fields, setting: settings))
}

/// A schedule as a spec would name it.
public func makeSchedule(
  _ kind: String, _ settings: [(String, Literal)] = []
) -> any Schedule {
  let entry = scheduleCatalog.entry(kind)
  return entry.make(Settings(fields: entry.fields, setting: settings))
}

extension TrainingPlan {
  /// What a spec that says nothing about training means, with the given optimizer.
  public static func with(
    _ kind: String = "adam", rate: Double? = nil, _ settings: [(String, Literal)] = [],
    epochs: Int = 20
  ) -> TrainingPlan {
    let schedule = ScheduleEntry.constant
    return TrainingPlan(
      optimizer: makeOptimizer(
        kind, (rate.map { [("learning_rate", .number($0))] } ?? []) + settings),
      schedule: schedule.make(Settings(fields: schedule.fields)), batchSize: 32,
      budget: .epochs(epochs), seed: 1)
  }
}

extension GateFixture {
  public func with(_ recipe: any ModelRecipe, _ plan: TrainingPlan = .with()) -> GateFixture {
    var copy = self
    copy.recipe = recipe
    copy.plan = plan
    return copy
  }
}
