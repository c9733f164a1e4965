import Datasets
import Experiments
import Inference
import Learning
import Monitoring
import Runs
import Synchronization

extension FuzzTarget {
  /// The state of a training, from which it is resumed.
  static let checkpoint = FuzzTarget(
    name: "checkpoint", seeds: { _ in try checkpoints() },
    read: { bytes, _ in
      _ = try train(TrainingContext(earlier: TrainingCheckpoint(decoding: bytes)))
    })

  /// Saved tensors, up to the model.
  static let safetensors = FuzzTarget(
    name: "safetensors",
    seeds: { workshop in
      [try workshop.bytes(of: "\(try finishedRun().path)/model.safetensors")]
        + (try checkpoints())
    },
    read: { bytes, _ in _ = try Safetensors(decoding: bytes).model() })

  /// The description of a saved pipeline beside sound tensors.
  static let bundle = FuzzTarget(
    name: "bundle",
    seeds: { [try $0.bytes(of: "\(try finishedRun().path)/model.json")] },
    read: { bytes, workshop in
      let tensors = try workshop.bytes(of: "\(try finishedRun().path)/model.safetensors")
      let bundle = try PipelineBundle(tensors: tensors, description: bytes, in: "run")
      _ = try NewRows(of: "tiny.csv", as: bundle.reading, for: bundle.pipeline.schema)
    })

  /// What the training rows of a saved model were like, up to what is different about the same rows.
  static let reference = FuzzTarget(
    name: "reference",
    seeds: { [try $0.bytes(of: "\(try finishedRun().path)/reference.json")] },
    read: { bytes, workshop in
      let folder = try finishedRun().path
      let tensors = try workshop.bytes(of: "\(folder)/model.safetensors")
      let bundle = try PipelineBundle(
        tensors: tensors, description: workshop.bytes(of: "\(folder)/model.json"), in: "run")
      let profile = try ReferenceProfile(
        bytes, ofTensors: SHA256.digest(of: tensors), in: "run")
      let rows = try NewRows(of: "tiny.csv", as: bundle.reading, for: bundle.pipeline.schema)
      _ = try DriftReport(of: rows, by: bundle.pipeline, from: profile, DriftLimits())
    })

  private static func checkpoints() throws -> [[UInt8]] {
    let saved = Mutex<[[UInt8]]>([])
    let saving = CheckpointSaving(CheckpointInterval(steps: 3)) { checkpoint in
      saved.withLock { $0.append(checkpoint.encoded()) }
    }
    _ = try train(TrainingContext(checkpoints: saving))
    return saved.withLock { $0 }
  }

  private static func train(_ context: TrainingContext) throws -> TrainingOutcome {
    let plan = try tinyPlan()
    let data = try PreparedData(plan, DatasetLoader().load(plan.request))
    return try plan.recipe.fitted(
      to: data.train, dev: data.dev, plan: plan.trainingPlan(for: data), context: context)
  }
}
