import Datasets
import Evaluation
public import Learning
import LinearAlgebra
import Schema

extension ExperimentPlan {
  /// The training plan for prepared data.
  public func trainingPlan(for data: PreparedData) -> TrainingPlan {
    training.plan(task: data.task, classNames: data.classNames) { metric in
      guard data.dev.rowCount > 0 else { return nil }
      let template = data.predictions(
        Matrix(
          rowCount: data.dev.rowCount,
          columnCount: data.task.isClassification ? data.classNames.count : 1), on: .dev)
      return DevMetric(
        name: metric.name, isHigherBetter: metric.direction == .higherIsBetter
      ) { outputs in
        metric.value(template.with(outputs: data.unscaled(outputs))) ?? .nan
      }
    }
  }
}

extension Predictions {
  /// The same rows with other outputs.
  func with(outputs: Matrix) -> Predictions {
    Predictions(
      task: task, classNames: classNames, rowIDs: rowIDs, truth: truth, outputs: outputs,
      weights: weights)
  }
}
