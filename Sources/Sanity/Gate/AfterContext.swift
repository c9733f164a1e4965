public import Evaluation
public import Findings
public import Learning
import LinearAlgebra

/// What the checks after the training look at.
public struct AfterContext: Sendable {
  public let outcome: TrainingOutcome
  /// The rows it was trained on, as it got them.
  public let train: TrainingSet
  /// The dev rows as the training got them; nil where there are none.
  public let dev: TrainingSet?
  /// The model's predictions on the rows results are stated on: the test rows, or the dev rows
  /// where there is no test part; nil where there are neither.
  public let predictions: Predictions?
  /// The predictions on the dev rows where `predictions` are those of the test rows.
  public let devPredictions: Predictions?
  /// The truth of the training rows in the target's own unit: for the best constant prediction.
  public let trainTruth: Predictions.Truth
  /// How the model was made; nil where nobody says.
  public let recipe: (any ModelRecipe)?
  public let plan: TrainingPlan?
  /// What a monitor saw; nil where there was none.
  public let course: TrainingCourse?
  /// What the gate found before the training.
  public let gate: GateReport?
  /// Names of the model's inputs; empty where nobody says.
  public let inputNames: [String]
  public let settings: GateSettings

  public init(
    outcome: TrainingOutcome, train: TrainingSet, dev: TrainingSet? = nil,
    predictions: Predictions?, devPredictions: Predictions? = nil,
    trainTruth: Predictions.Truth, recipe: (any ModelRecipe)? = nil, plan: TrainingPlan? = nil,
    course: TrainingCourse? = nil, gate: GateReport? = nil, inputNames: [String] = [],
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
    self.course = course
    self.gate = gate
    self.inputNames = inputNames
    self.settings = settings
  }

  func limit(_ threshold: Threshold) -> Double { settings.value(of: threshold) }

  var isDiverged: Bool {
    if case .diverged = outcome.ending { true } else { false }
  }

  /// What a monitor's check saw when it ended the training.
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

  /// The losses of the epochs, for a picture.
  var lossCurve: Evidence {
    .curve(
      title: "loss by epoch", series: "train",
      values: outcome.epochs.map(\.trainLoss).evenly(200))
  }
}
