public import Evaluation
public import Learning

/// What the checks after the training look at.
public struct AfterContext: Sendable {
  public let outcome: TrainingOutcome
  /// The rows it was trained on, as it got them.
  public let train: TrainingSet
  /// The model's predictions on the dev rows, or the test rows where there is no dev part; nil
  /// where there are neither.
  public let predictions: Predictions?
  /// The truth of the training rows in the target's own unit: for the best constant prediction.
  public let trainTruth: Predictions.Truth
  public let settings: GateSettings

  public init(
    outcome: TrainingOutcome, train: TrainingSet, predictions: Predictions?,
    trainTruth: Predictions.Truth, settings: GateSettings = GateSettings()
  ) {
    self.outcome = outcome
    self.train = train
    self.predictions = predictions
    self.trainTruth = trainTruth
    self.settings = settings
  }

  func limit(_ threshold: Threshold) -> Double { settings.value(of: threshold) }
}
