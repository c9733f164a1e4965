import Datasets
import Exports
import Inference
import Learning
import LinearAlgebra
import Monitoring
import Runs
import Schema

/// The files of a trained model: the bundle, and what drift is judged by, and what the spec's deployment takes.
struct SavedModel {
  let bundle: PipelineBundle
  let record: ModelRecord
  /// Name and bytes.
  let files: [(name: String, bytes: [UInt8])]

  init(_ model: any FittedModel, _ data: PreparedData, _ plan: ExperimentPlan) throws {
    let settings = SpecificationRecord(plan.spec).settings.filter { $0.path.isIn(.model) }
    bundle = try PipelineBundle(
      data.pipeline(model, plan), trainedOn: data.dataset, reading: ReadingForm(plan.request),
      hyperparameters: settings.map {
        PipelineBundle.Hyperparameter(
          path: $0.path.text, value: $0.value, origin: $0.origin.rawValue)
      })
    let own = try bundle.files()
    var files = [
      (name: PipelineBundle.tensorsName, bytes: own.tensors),
      (name: PipelineBundle.descriptionName, bytes: own.description),
    ]
    var record = ModelRecord(
      kind: model.kind, title: plan.modelTitle, parameterCount: model.parameterCount,
      byteCount: own.tensors.count)
    record.predictionByteCount = model.predictionByteCount
    let reference = try ReferenceProfile(
      of: bundle.pipeline, trainedOn: data.dataset,
      heldOut: data.judgedPart.map { data.dataset.split[$0] } ?? [],
      tensorsDigest: SHA256.digest(of: own.tensors))
    files.append((name: ReferenceProfile.fileName, bytes: try reference.bytes))
    if let deployed = try Self.deployed(bundle, plan) {
      files.append(deployed)
      record.deployedByteCount = deployed.bytes.count
    }
    self.files = files
    self.record = record
  }

  /// What is deployed instead of the bundle.
  private static func deployed(
    _ bundle: PipelineBundle, _ plan: ExperimentPlan
  ) throws -> (name: String, bytes: [UInt8])? {
    let version = AssayVersion.current
    switch plan.deployment.target {
    case .server: return nil
    case .edge:
      let export = try ONNXExport(ExportedModel(bundle, from: plan.name))
      return ("model.onnx", try export.bytes(version: version))
    case .browser:
      let export = try JavaScriptExport(ExportedModel(bundle, from: plan.name))
      return ("model.js", try export.bytes(version: version))
    }
  }
}

extension FittedModel {
  /// Bytes of the parameters, of their copy in the kernels' order and of a row's values in all layers.
  fileprivate var predictionByteCount: Int? {
    layers.map { layers in
      let values = layers.layers.reduce(layers.layers.first?.inputCount ?? 0) { $0 + $1.unitCount }
      return (2 * parameterCount + values) * (layers.isSingle ? 4 : 8)
    }
  }
}
