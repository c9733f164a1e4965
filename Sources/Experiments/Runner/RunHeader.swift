import Datasets
import Learning
import Specification

/// The first line of a run: what is trained on what.
public struct RunHeader: Sendable, Hashable {
  public let experiment: String
  public let modelTitle: String
  public let trainCount: Int
  public let devCount: Int
  public let testCount: Int
  /// Inputs of the model after preprocessing.
  public let inputCount: Int

  init(_ plan: ExperimentPlan, _ data: PreparedData) {
    experiment = plan.name
    modelTitle = plan.modelTitle
    trainCount = data.train.rowCount
    devCount = data.dev.rowCount
    testCount = data.test.rowCount
    inputCount = data.preprocessing.inputNames.count
  }
}
