import Datasets
import Evaluation
import HealthyPipelines
import Learning
import LinearAlgebra
import Sanity
import Schema

/// A pipeline in the parts that the gate, the training and the later checks take, wherever it comes
/// from: a spec, or sound pipelines in code.
struct WatchedPipeline {
  let gate: GateContext
  let task: PredictionTask
  let recipe: any ModelRecipe
  let plan: TrainingPlan
  let settings: GateSettings
  let train: TrainingSet
  let dev: TrainingSet
  let test: TrainingSet
  let trainTruth: Predictions.Truth
  let inputNames: [String]
  let predictions: (any FittedModel, TrainingSet) -> Predictions?

  /// Steps of the whole budget.
  var plannedStepCount: Int {
    switch plan.budget {
    case .steps(let count): count
    case .epochs(let count):
      count * ((train.rowCount - 1) / plan.rowsPerStep(of: train.rowCount) + 1)
    }
  }

  /// What peers look at.
  var traced: TracedTraining {
    TracedTraining(
      recipe: recipe, plan: plan, train: train, dev: dev, task: task,
      activation: recipe.network?.activation.name ?? "identity",
      head: recipe.network?.outputActivation?.rawValue)
  }
}

extension WatchedPipeline {
  init(_ ready: ReadyPipeline) {
    self.init(
      gate: ready.gateContext(), task: ready.rows.dataset.schema.task, recipe: ready.recipe,
      plan: ready.plan, settings: ready.settings,
      train: ready.rows.train, dev: ready.rows.dev, test: ready.rows.test,
      trainTruth: ready.trainTruth, inputNames: ready.rows.preprocessing.inputNames,
      predictions: { ready.predictions(of: $0, on: $1) })
  }

  init(_ fixture: GateFixture) {
    let train = fixture.rows(.train)
    func truth(_ targets: Targets) -> Predictions.Truth {
      switch targets {
      case .classes(let classes, _): .classes(classes)
      case .values(let values): .values(values)
      }
    }
    self.init(
      gate: fixture.context, task: fixture.task, recipe: fixture.recipe, plan: fixture.plan,
      settings: fixture.settings, train: train, dev: fixture.rows(.dev), test: fixture.rows(.test),
      trainTruth: truth(train.targets), inputNames: fixture.context.inputNames,
      predictions: { model, part in
        guard part.rowCount > 0 else { return nil }
        return Predictions(
          task: fixture.task, classNames: fixture.classNames, rowIDs: part.rowIDs,
          truth: truth(part.targets), outputs: model.outputs(for: part.inputs))
      })
  }
}
