import Datasets
import Learning
import Runs
import Schema
import Text

/// A model with everything that is needed to use it again: parameters, preprocessing, schema.
struct SavedModel {
  let model: any FittedModel
  let plan: ExperimentPlan
  let data: PreparedData

  init(_ model: any FittedModel, _ plan: ExperimentPlan, _ data: PreparedData) {
    self.model = model
    self.plan = plan
    self.data = data
  }

  /// Writes `model.safetensors` and `model.json`.
  func write(into directory: RunDirectory) throws -> ModelRecord {
    let tensors = Safetensors(tensors: model.tensors).encoded()
    try directory.write("model.safetensors", tensors)
    try directory.write("model.json", JSON.file(of: Description(self)))
    return ModelRecord(
      kind: model.kind, title: plan.modelTitle, parameterCount: model.parameterCount,
      byteCount: tensors.count)
  }

  /// `model.json`: what the tensors are and how rows become inputs.
  private struct Description: Encodable {
    let version = 1
    let kind: String
    let task: PredictionTask
    let inputCount: Int
    let outputCount: Int
    let hyperparameters: [SpecificationRecord.Setting]
    let schema: TableSchema
    let preprocessing: FittedPreprocessing

    init(_ saved: SavedModel) {
      kind = saved.model.kind
      task = saved.model.task
      inputCount = saved.model.inputCount
      outputCount = saved.model.outputCount
      hyperparameters = SpecificationRecord(saved.plan.spec).settings
        .filter { $0.path.isIn(.model) }
      schema = saved.data.dataset.schema
      preprocessing = saved.data.preprocessing
    }
  }
}
