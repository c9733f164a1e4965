import Datasets
import Inference
import Learning
import Runs
import Schema

extension RunSession {
  /// Writes `model.safetensors` and `model.json`: all that is needed to use the model again.
  func save(_ model: any FittedModel) throws -> ModelRecord {
    let settings = SpecificationRecord(plan.spec).settings.filter { $0.path.isIn(.model) }
    let bundle = try PipelineBundle(
      data.pipeline(model, plan), trainedOn: data.dataset, reading: ReadingForm(plan.request),
      hyperparameters: settings.map {
        PipelineBundle.Hyperparameter(
          path: $0.path.text, value: $0.value, origin: $0.origin.rawValue)
      })
    let files = try bundle.files()
    try directory.write(PipelineBundle.tensorsName, files.tensors)
    try directory.write(PipelineBundle.descriptionName, files.description)
    return ModelRecord(
      kind: model.kind, title: plan.modelTitle, parameterCount: model.parameterCount,
      byteCount: files.tensors.count)
  }
}
