import Datasets
import Diagnostics
import Learning
import LinearAlgebra
import Memory
public import Runs
import Schema

extension Validation {
  /// Reads and prepares the data without training anything.
  ///
  /// **Errors** the problems of spec and data.
  public init(_ plan: ExperimentPlan) throws {
    ProcessMemory.forgetPeak()
    let data = try PreparedData(plan)
    let schema = data.dataset.schema
    self.init(
      experiment: plan.name, model: plan.modelTitle, task: data.task, target: schema.target,
      parts: Schema.Part.allCases.map { Part($0, data) }.filter { $0.rowCount > 0 },
      columnCount: schema.features.count { $0.role != .drop },
      inputCount: data.preprocessing.inputNames.count,
      features: schema.features.map {
        Feature(name: $0.name, role: $0.role.columnRole, reason: $0.reason)
      },
      cost: CostEstimate(plan, data), deployment: DeploymentEstimate.all(plan, data),
      warnings: data.warnings)
  }
}

extension Validation.Part {
  init(_ part: Schema.Part, _ data: PreparedData) {
    self.init(
      name: part, rowCount: data.dataset.split[part].count,
      classCounts: data.task.isClassification
        ? zip(data.classNames, data.dataset.classCounts(in: part)).map {
          Validation.ClassCount(name: $0, rowCount: $1)
        } : [])
    effectiveRowCount = data[part].weights?.effectiveCount
  }
}
