import Datasets
import Diagnostics
import Learning
import Memory
public import Schema

/// What a spec says of its data and of what a run would cost, without training anything.
public struct Validation: Sendable, Encodable {
  public let experiment: String
  public let model: String
  public let task: PredictionTask
  public let target: String
  public let parts: [Part]
  /// Columns used as features.
  public let columnCount: Int
  /// Inputs of the model after preprocessing.
  public let inputCount: Int
  public let features: [Feature]
  public let cost: CostPrediction
  /// Worth knowing; nothing here stops a run.
  public let warnings: [String]

  public struct Part: Sendable, Encodable {
    public let name: String
    public let rowCount: Int
    /// Rows of each class by name; empty for regression.
    public let classCounts: [ClassCount]
  }

  public struct ClassCount: Sendable, Encodable {
    public let name: String
    public let rowCount: Int
  }

  public struct Feature: Sendable, Encodable {
    public let name: String
    public let role: String
    public let reason: String
  }

  /// Reads and prepares the data; throws what is wrong with spec or data.
  public init(_ plan: ExperimentPlan) throws {
    ProcessMemory.forgetPeak()
    let data = try PreparedData(plan)
    let schema = data.dataset.schema
    experiment = plan.name
    model = plan.modelTitle
    task = data.task
    target = schema.target
    parts = Datasets.Part.allCases.map { Part($0, data) }.filter { $0.rowCount > 0 }
    columnCount = schema.features.count { $0.role != .drop }
    inputCount = data.preprocessing.inputNames.count
    features = schema.features.map {
      Feature(name: $0.name, role: $0.role.rawValue, reason: $0.reason)
    }
    cost = CostPrediction(plan, data)
    warnings = data.warnings.map(\.message)
  }
}

extension Validation.Part {
  init(_ part: Datasets.Part, _ data: PreparedData) {
    name = part.rawValue
    rowCount = data.dataset.split[part].count
    classCounts =
      data.task.isClassification
      ? zip(data.classNames, data.dataset.classCounts(in: part)).map {
        Validation.ClassCount(name: $0, rowCount: $1)
      } : []
  }
}
