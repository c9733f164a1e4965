import Datasets
public import Diagnostics
import Learning
public import Runs
import Specification

/// The first line of a run: what is trained on what.
public struct RunHeader: Sendable, Hashable, Encodable {
  public let experiment: String
  public let model: String
  public let trainCount: Int
  public let devCount: Int
  public let testCount: Int
  /// Inputs of the model after preprocessing.
  public let inputCount: Int
  /// Equal rows; nil where the split did not look for them.
  public let repeats: DataRecord.Repeats?
  /// The warnings about spec and data.
  public let warnings: [Diagnostic]

  init(_ plan: ExperimentPlan, _ data: PreparedData) {
    experiment = plan.name
    model = plan.modelTitle
    trainCount = data.train.rowCount
    devCount = data.dev.rowCount
    testCount = data.test.rowCount
    inputCount = data.preprocessing.inputNames.count
    repeats = data.repeats.map(DataRecord.Repeats.init)
    warnings = data.warnings
  }
}
