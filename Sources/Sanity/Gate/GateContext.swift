public import Datasets
public import Findings
public import Learning
import LinearAlgebra
import Schema

/// The input of the checks before the full training.
public struct GateContext: Sendable {
  public let dataset: Dataset
  /// Names of the model's inputs, one for each column of the prepared rows.
  public let inputNames: [String]
  public let train: TrainingSet
  /// nil where the part has no rows.
  public let dev: TrainingSet?
  public let test: TrainingSet?
  public let recipe: any ModelRecipe
  public let plan: TrainingPlan
  /// Labels that were read as another spelling.
  public let labelRepairs: [LabelRepair]
  /// Labels that look like another spelling and were left alone.
  public let labelLookalikes: [LabelRepair]
  public let settings: GateSettings
  /// Builds the pipeline from an edited spec, to diagnose a stop; nil for a pipeline that has
  /// no spec.
  public let variants: (any PipelineVariants)?
  /// How the spec splits the rows; nil where unknown.
  public let splitMethod: SplitRequest.Method?
  /// How the split treated equal rows; nil where they stay as files, groups, times or a column say.
  public let repeats: RepeatedRows?
  public let seed: UInt64
  /// Called between checks and between the steps of a trial.
  public let isCancelled: @Sendable () -> Bool
  /// Called with each result as soon as it is available.
  public let observe: @Sendable (CheckResult) -> Void
  let facts: GateFacts

  public init(
    dataset: Dataset, inputNames: [String], train: TrainingSet, dev: TrainingSet?,
    test: TrainingSet?, recipe: any ModelRecipe, plan: TrainingPlan,
    labelRepairs: [LabelRepair] = [], labelLookalikes: [LabelRepair] = [],
    settings: GateSettings = GateSettings(), variants: (any PipelineVariants)? = nil,
    splitMethod: SplitRequest.Method? = nil, repeats: RepeatedRows? = nil,
    seed: UInt64,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    observe: @escaping @Sendable (CheckResult) -> Void = { _ in }
  ) {
    guard inputNames.count == train.inputs.columnCount else {
      fatalError("gate: \(inputNames.count) names for \(train.inputs.columnCount) inputs")
    }
    self.dataset = dataset
    self.inputNames = inputNames
    self.train = train
    self.dev = dev.flatMap { $0.rowCount == 0 ? nil : $0 }
    self.test = test.flatMap { $0.rowCount == 0 ? nil : $0 }
    self.recipe = recipe
    self.plan = plan
    self.labelRepairs = labelRepairs
    self.labelLookalikes = labelLookalikes
    self.settings = settings
    self.variants = variants
    self.splitMethod = splitMethod
    self.repeats = repeats
    self.seed = seed
    self.isCancelled = isCancelled
    self.observe = observe
    facts = GateFacts()
  }

  var task: PredictionTask { dataset.schema.task }
  var classNames: [String] { dataset.schema.classNames }

  func limit(_ threshold: Threshold) -> Double { settings.value(of: threshold) }

  /// The context of a changed pipeline, with the given rows to train on and no others.
  ///
  /// - Parameter subset: the rows that checks are to overfit; nil lets them choose.
  func varied(
    _ variant: PipelineVariant, train: TrainingSet, subset: OverfitSubset?, seed: UInt64? = nil
  ) -> GateContext {
    var plan = variant.plan
    if let seed { plan.seed = seed }
    let context = GateContext(
      dataset: dataset, inputNames: variant.inputNames, train: train, dev: nil, test: nil,
      recipe: variant.recipe, plan: plan, settings: settings, seed: seed ?? self.seed,
      isCancelled: isCancelled)
    if let subset { context.facts.subset.remember(subset) }
    return context
  }

  /// The parts that have rows, train first.
  var parts: [(part: Part, rows: TrainingSet)] {
    var parts: [(Part, TrainingSet)] = [(.train, train)]
    if let dev { parts.append((.dev, dev)) }
    if let test { parts.append((.test, test)) }
    return parts
  }

  /// Whether every prepared input and target of the training rows is finite.
  var isTrainFinite: Bool {
    facts.isTrainFinite.value { NotFinite.first(in: train) == nil }
  }

  /// Whether every class index of the training rows belongs to a class; SS04 reports those that do not.
  var hasUsableClasses: Bool {
    facts.hasUsableClasses.value {
      guard case .classes(let classes, let classCount) = train.targets else { return true }
      return classes.allSatisfy { $0 >= 0 && $0 < classCount }
    }
  }

  /// The groups of training rows with equal inputs.
  var trainGroups: RowGroups {
    facts.trainGroups.value { RowGroups(of: train.inputs) }
  }

  /// The agreement of rows expected by chance from the values of the source columns.
  var chanceAgreement: ChanceAgreement {
    facts.chanceAgreement.value {
      ChanceAgreement(columns: dataset.featureColumns, train: dataset.split.train)
    }
  }
}
