public import Datasets
import Diagnostics
public import Evaluation
import Inference
public import Learning
public import LinearAlgebra
import Memory
public import Schema
import Specification

/// The parts of a dataset as a model takes them: numeric, complete, fitted on the training rows.
public struct PreparedData: Sendable {
  public let dataset: Dataset
  public let preprocessing: FittedPreprocessing
  public let train: TrainingSet
  public let dev: TrainingSet
  public let test: TrainingSet

  /// The file of large arrays; nil: they are in memory.
  let scratch: LargeArrays?
  /// Tables that came from the cache, or are in it from now on.
  let cacheUses: [CacheUse]
  /// Equal rows, and how the split treated them; nil where it did not look for them.
  let repeats: RepeatedRows?
  /// Warnings about the spec and from reading the data.
  let warnings: [Diagnostic]
  /// Labels that were read as another because they differed only by punctuation.
  let labelRepairs: [LabelRepair]
  /// Labels that differ so little from others that they may be meant as them.
  let labelLookalikes: [LabelRepair]

  /// Reads the data of a plan, checks the plan against them, and prepares all parts.
  init(_ plan: ExperimentPlan) throws {
    let scratch = try LargeArrays(for: plan.request)
    try self.init(plan, DatasetLoader().load(plan.request, in: scratch?.file), scratch: scratch)
  }

  /// Checks a plan against data that have been read, and prepares all parts.
  public init(_ plan: ExperimentPlan, _ loaded: LoadedDataset) throws {
    try self.init(plan, loaded, scratch: nil)
  }

  private init(_ plan: ExperimentPlan, _ loaded: LoadedDataset, scratch: LargeArrays?) throws {
    self.scratch = scratch
    let dataset = loaded.dataset
    try plan.checkAgainst(dataset)
    let preprocessing = try FittedPreprocessing.fitted(
      to: dataset, rowIDs: dataset.split.train, request: plan.preprocessing)
    try InputMemory(
      inputCount: preprocessing.inputNames.count,
      rowCount: scratch == nil ? dataset.table.rowCount : 0,
      bytesPerInput: plan.recipe.precision == .float ? 4 : 8,
      // Every regression has a linear model beside it, if it is none itself.
      hasSquares: dataset.schema.task == .regression
    ).requireFits(in: MachineMemory.byteCount)
    func prepared(_ part: Part) throws -> TrainingSet {
      try Self.trainingSet(
        dataset, rowIDs: dataset.split[part], preprocessing, plan.recipe.precision)
    }
    cacheUses = loaded.cacheUses
    repeats = loaded.repeats
    warnings = plan.spec.warnings + loaded.warnings + plan.warnings(about: dataset)
    labelRepairs = loaded.labelRepairs
    labelLookalikes = loaded.labelLookalikes
    self.dataset = dataset
    self.preprocessing = preprocessing
    train = try prepared(.train)
    dev = try prepared(.dev)
    test = try prepared(.test)
  }

  subscript(part: Part) -> TrainingSet {
    switch part {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }

  var task: PredictionTask { dataset.schema.task }
  var classNames: [String] { dataset.schema.classNames }

  /// The split that is reported: test, or dev where there are no test rows.
  var judgedPart: Part? {
    [Part.test, .dev].first { !dataset.split[$0].isEmpty }
  }

  /// Dev and test, where they have rows.
  var evaluatedParts: [Part] {
    [Part.dev, .test].filter { !dataset.split[$0].isEmpty }
  }

  /// A model of these data, from a row of the table to a prediction.
  func pipeline(_ model: any FittedModel, _ plan: ExperimentPlan) -> FittedPipeline {
    FittedPipeline(
      schema: dataset.schema, preprocessing: preprocessing, model: model,
      precision: plan.recipe.precision)
  }

  /// A model's outputs in the target's own unit.
  func unscaled(_ outputs: Matrix) -> Matrix {
    task.isClassification ? outputs : preprocessing.unscaledOutputs(outputs)
  }

  /// Outputs in the target's own unit with the truth beside them.
  public func predictions(_ outputs: Matrix, on part: Part) -> Predictions {
    let rowIDs = dataset.split[part]
    return Predictions(
      task: task, classNames: classNames, rowIDs: rowIDs,
      truth: task.isClassification
        ? .classes(dataset.classIndices(of: rowIDs)) : .values(dataset.targetValues(of: rowIDs)),
      outputs: outputs,
      weights: dataset.weights(of: rowIDs))
  }

  /// Rows of the table as a model takes them.
  static func trainingSet(
    _ dataset: Dataset, rowIDs: [Int], _ preprocessing: FittedPreprocessing, _ precision: Precision
  ) throws -> TrainingSet {
    let schema = dataset.schema
    let inputs: Inputs =
      switch precision {
      case .float:
        .single(try preprocessing.inputs(of: dataset.table, rowIDs: rowIDs, as: Float.self))
      case .double:
        .double(try preprocessing.inputs(of: dataset.table, rowIDs: rowIDs, as: Double.self))
      }
    let targets: Targets =
      schema.task.isClassification
      ? .classes(dataset.classIndices(of: rowIDs), classCount: schema.classNames.count)
      : .values(preprocessing.scaledTargets(dataset.targetValues(of: rowIDs)))
    return TrainingSet(
      inputs: inputs, targets: targets, weights: dataset.weights(of: rowIDs), rowIDs: rowIDs)
  }
}
