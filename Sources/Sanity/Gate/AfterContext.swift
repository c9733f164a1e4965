public import Evaluation
public import Findings
public import Learning
import LinearAlgebra

/// The input of the checks after the training.
public struct AfterContext: Sendable {
  public let outcome: TrainingOutcome
  /// The prepared rows it was trained on.
  public let train: TrainingSet
  /// The prepared dev rows; nil where there are none.
  public let dev: TrainingSet?
  /// The predictions on the rows that results are reported on: the test rows, or the dev rows
  /// without a test split; nil without both.
  public let predictions: Predictions?
  /// The predictions on the dev rows where `predictions` are those of the test rows.
  public let devPredictions: Predictions?
  /// The true values of the training rows in the target's own unit: for the mean predictor.
  public let trainTruth: Predictions.Truth
  /// How the model was trained; nil where unknown.
  public let recipe: (any ModelRecipe)?
  public let plan: TrainingPlan?
  /// The history that a monitor recorded; nil without a monitor.
  public let history: TrainingHistory?
  /// The results of the gate before the training.
  public let gate: GateReport?
  /// Names of the model's inputs; empty where unknown.
  public let inputNames: [String]
  public let settings: GateSettings

  public init(
    outcome: TrainingOutcome, train: TrainingSet, dev: TrainingSet? = nil,
    predictions: Predictions?, devPredictions: Predictions? = nil,
    trainTruth: Predictions.Truth, recipe: (any ModelRecipe)? = nil, plan: TrainingPlan? = nil,
    history: TrainingHistory? = nil, gate: GateReport? = nil, inputNames: [String] = [],
    settings: GateSettings = GateSettings()
  ) {
    self.outcome = outcome
    self.train = train
    self.dev = dev
    self.predictions = predictions
    self.devPredictions = devPredictions
    self.trainTruth = trainTruth
    self.recipe = recipe
    self.plan = plan
    self.history = history
    self.gate = gate
    self.inputNames = inputNames
    self.settings = settings
  }

  func limit(_ threshold: Threshold) -> Double { settings.value(of: threshold) }

  var isDiverged: Bool {
    if case .diverged = outcome.ending { true } else { false }
  }

  /// The finding of the monitor's check that ended the training.
  func stopReason(of code: CheckCode) -> String? {
    if case .stopped(code, _, let reason) = outcome.ending { reason } else { nil }
  }

  func inputName(_ index: Int) -> String {
    inputNames.indices.contains(index) ? inputNames[index] : "input \(index + 1)"
  }

  /// At most 2,048 train rows, evenly chosen: at least 1,024 where there are so many.
  var sample: TrainingSet {
    train.rows(at: Array(0..<train.rowCount).evenly(2_048))
  }

  /// The losses of the epochs, for a plot.
  var lossCurve: Evidence {
    .curve(
      title: "loss by epoch", series: "train",
      values: outcome.epochs.map(\.trainLoss).evenly(200))
  }
}
