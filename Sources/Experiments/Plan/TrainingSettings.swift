import Evaluation
import Learning
import Schema

/// The `training` section: everything of a `TrainingPlan` that does not need the data.
struct TrainingSettings: Sendable {
  let settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
  }

  var seed: UInt64 { UInt64(settings.integer("seed")) }
  var threadCount: Int? { settings.optionalInteger("threads") }

  /// Interval between checkpoints.
  var checkpointInterval: CheckpointInterval {
    let asked = settings.nested("checkpoint_every")
    return CheckpointInterval(
      steps: asked.optionalInteger("steps"), epochs: asked.optionalInteger("epochs"),
      seconds: asked.number("seconds"))
  }

  /// The plan for data with the given classes; `devMetric` watches the dev rows.
  func plan(
    task: PredictionTask, classNames: [String], devMetric: (Metric) -> DevMetric?
  ) -> TrainingPlan {
    TrainingPlan(
      loss: closed(settings.string("loss")),
      reduction: closed(settings.string("reduction")),
      labelSmoothing: settings.number("label_smoothing"),
      classWeights: classWeights(classNames),
      optimizer: optimizer, schedule: schedule,
      l1: settings.number("l1"), l2: settings.number("l2"),
      clipNorm: settings.optionalNumber("clip_norm"),
      batchSize: settings.integer("batch_size"),
      accumulation: settings.integer("accumulate"),
      isShuffled: settings.flag("shuffle"),
      budget: settings.optionalInteger("steps").map { .steps($0) }
        ?? .epochs(settings.integer("epochs")),
      earlyStopping: earlyStopping(task, devMetric),
      precision: closed(settings.string("precision")),
      seed: seed)
  }

  var optimizer: any Optimizer {
    let chosen = settings.nested("optimizer")
    return optimizerCatalog.entry(chosen.string("kind")).make(chosen)
  }

  private var schedule: any Schedule {
    let chosen = settings.nested("schedule")
    return scheduleCatalog.entry(chosen.string("kind")).make(chosen)
  }

  private func earlyStopping(
    _ task: PredictionTask, _ devMetric: (Metric) -> DevMetric?
  ) -> EarlyStopping? {
    guard let asked = settings.optionalNested("early_stopping") else { return nil }
    let metric = asked.optionalString("metric").map(metricCatalog.entry)
    return devMetric(metric ?? (task.isClassification ? .logLoss : .rmse)).map {
      EarlyStopping(metric: $0, patience: asked.integer("patience"))
    }
  }

  private func classWeights(_ classNames: [String]) -> ClassWeights {
    guard let asked = settings["class_weights"] else { return .none }
    if case .mapping = asked.value {
      let weights = Settings(asked)
      return .perClass(classNames.map { weights.optionalNumber($0) ?? 1 })
    }
    return asked.string == "balanced" ? .balanced : .none
  }

  /// A closed choice whose names the spec's rules have checked.
  private func closed<Choice: RawRepresentable>(_ name: String) -> Choice
  where Choice.RawValue == String {
    guard let choice = Choice(rawValue: name) else {
      fatalError("\"\(name)\" passed the spec's rules but is no \(Choice.self)")
    }
    return choice
  }
}
