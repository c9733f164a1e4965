import Learning

/// A plan with its data read and prepared: what the gate and a run work on.
struct PreparedExperiment: Sendable {
  let plan: ExperimentPlan
  let data: PreparedData
  /// How the model is trained on these data.
  let training: TrainingPlan
  /// Read before training, so that a file that changes meanwhile cannot end the run; nil without any.
  let keyExamples: KeyExamples?

  /// Reads and prepares the data that the plan names.
  ///
  /// **Errors** `DiagnosticsError` and `DatasetError` for data that the plan cannot use.
  init(_ plan: ExperimentPlan) throws {
    self.plan = plan
    data = try PreparedData(plan)
    training = plan.trainingPlan(for: data)
    keyExamples = try KeyExamples(of: plan, in: data.dataset)
  }

  /// The dev rows; nil where there are none.
  var dev: TrainingSet? { data.dev.rowCount > 0 ? data.dev : nil }
}
