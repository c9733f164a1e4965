import Datasets
import Diagnostics
import Evaluation
import Experiments
import Learning
import LinearAlgebra
import Sanity
import Schema
import Specification
import Synchronization

let specificationReader = SpecificationReader(shape: experimentShape)

/// A pipeline with its data read and prepared: ready for the gate and for training.
struct ReadyPipeline: Sendable {
  let spec: ExperimentSpec
  let rows: PreparedRows
  let recipe: any ModelRecipe
  let plan: TrainingPlan
  let settings: GateSettings
  /// Rows that no fault has touched, as the trained model would meet them.
  let honest: TrainingSet
  let trainTruth: Predictions.Truth
  /// How the spec divides the rows.
  private let splitMethod: SplitRequest.Method
  /// Makes the pipeline anew from edited specs, fault and all.
  let variants: FaultyVariants
  private let data: PreparedData

  /// **Errors** the diagnostics of a spec or of data that the reader refuses.
  init(_ pipeline: Pipeline) throws {
    spec = try specificationReader.read(
      text: pipeline.base.text, path: pipeline.base.path,
      overrides: pipeline.overrides + ["training.seed=\(pipeline.seed)"])
    let experiment = try ExperimentPlan(spec)
    let loaded = try Self.loaded(experiment.request, pipeline)
    let edited = pipeline.dataEdits.reduce(loaded) { $1($0, pipeline.seed) }
    data = try PreparedData(experiment, LoadedDataset(dataset: edited))
    var rows = PreparedRows(
      dataset: edited, preprocessing: data.preprocessing, train: data.train, dev: data.dev,
      test: data.test, seed: pipeline.seed)
    for edit in pipeline.rowsEdits { rows = try edit(rows) }
    self.rows = rows
    recipe = pipeline.recipeEdit?(experiment.recipe) ?? experiment.recipe
    let plan = experiment.trainingPlan(for: data)
    self.plan = pipeline.planEdit?(plan) ?? plan
    settings = experiment.gate
    trainTruth = data.trainTruth
    splitMethod = experiment.request.split.method
    variants = FaultyVariants(
      pipeline: pipeline, spec: SpecVariants(plan: experiment, data: data))
    let deployed = pipeline.deploymentEdits.reduce(loaded) { $1($0, pipeline.seed) }
    honest =
      pipeline.dataEdits.isEmpty && pipeline.deploymentEdits.isEmpty
      ? rows.test
      : try Self.rows(of: deployed, .test, data.preprocessing, experiment.recipe.precision)
  }

  /// The predictions on a part's rows, for the checks after the training.
  func predictions(of model: any FittedModel, on part: TrainingSet) -> Predictions? {
    guard part.rowCount > 0 else { return nil }
    let outputs = model.outputs(for: part.inputs)
    let isClassification = rows.dataset.schema.task.isClassification
    let truth: Predictions.Truth =
      switch part.targets {
      case .classes(let classes, _): .classes(classes)
      case .values(let values):
        .values(
          rows.preprocessing.unscaledOutputs(
            Matrix(rowCount: values.count, columnCount: 1, storage: values)
          ).storage.array)
      }
    return Predictions(
      task: rows.dataset.schema.task, classNames: rows.dataset.schema.classNames,
      rowIDs: part.rowIDs, truth: truth,
      outputs: isClassification ? outputs : rows.preprocessing.unscaledOutputs(outputs))
  }

  /// Steps of the whole budget.
  var plannedStepCount: Int {
    switch plan.budget {
    case .steps(let count): count
    case .epochs(let count):
      count * ((rows.train.rowCount - 1) / plan.rowsPerStep(of: rows.train.rowCount) + 1)
    }
  }

  func gateContext() -> GateContext {
    GateContext(
      dataset: rows.dataset, inputNames: rows.preprocessing.inputNames, train: rows.train,
      dev: rows.dev, test: rows.test, recipe: recipe, plan: plan, settings: settings,
      variants: variants, splitMethod: splitMethod, seed: plan.seed)
  }

  /// The rows of a part, prepared as another dataset's training rows said.
  static func rows(
    of dataset: Dataset, _ part: Part, _ preprocessing: FittedPreprocessing,
    _ precision: Precision
  ) throws -> TrainingSet {
    let ids = dataset.split[part]
    let inputs: Inputs =
      switch precision {
      case .float: .single(try preprocessing.inputs(of: dataset.table, rowIDs: ids, as: Float.self))
      case .double:
        .double(try preprocessing.inputs(of: dataset.table, rowIDs: ids, as: Double.self))
      }
    let targets: Targets =
      dataset.schema.task.isClassification
      ? .classes(dataset.classIndices(of: ids), classCount: dataset.schema.classNames.count)
      : .values(preprocessing.scaledTargets(dataset.targetValues(of: ids)))
    return TrainingSet(inputs: inputs, targets: targets, rowIDs: ids)
  }

  /// Reading and splitting is the same for every fault that leaves the data section alone.
  private static func loaded(_ request: DataRequest, _ pipeline: Pipeline) throws -> Dataset {
    if let source = pipeline.source { return source(pipeline.seed) }
    guard !pipeline.overrides.contains(where: { $0.hasPrefix("data.") }) else {
      return try DatasetLoader().load(request).dataset
    }
    let key = "\(pipeline.base.name) \(pipeline.seed)"
    if let known = cache.withLock({ $0[key] }) { return known }
    let dataset = try DatasetLoader().load(request).dataset
    cache.withLock { $0[key] = dataset }
    return dataset
  }

  private static let cache = Mutex<[String: Dataset]>([:])
}
