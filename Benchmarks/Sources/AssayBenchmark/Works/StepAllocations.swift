import CAllocationCounter
import Learning
import LinearAlgebra
import Schema
import Synchronization

extension Work {
  /// How often a training step after the first asks for memory: it should never.
  ///
  /// Counted by an own `malloc` in front of the C library's, read after each step of one epoch, for
  /// networks whose steps take different ways.
  static let stepAllocations = Work(
    name: "step_allocations", summary: "[batch=128] allocations in a step after the first"
  ) { arguments in
    let batchSize = try arguments.integer("batch", else: 128)
    let folder = arguments.dataFolder()
    let inputs = Inputs.single(
      try folder.inputs("digits-1797").scaled(by: 1.0 / 16).converted(to: Float.self))
    let train = TrainingSet(
      inputs, classes: try folder.classes("digits-1797"), classCount: 10)
    var quality = ["most_in_a_step": 0.0]
    let start = ContinuousClock.now
    for (name, settings) in networks {
      let counts = StepCounts(stepCount: (train.rowCount + batchSize - 1) / batchSize)
      _ = try Trainings.recipe("mlp", settings).fitted(
        to: train, dev: nil, plan: Trainings.plan(batchSize: batchSize, epochs: 1),
        context: TrainingContext(isCancelled: counts.noteStep))
      let most = Double(counts.allocationsPerStep.max() ?? 0)
      quality["most \(name)"] = most
      quality["most_in_a_step"] = max(quality["most_in_a_step"] ?? 0, most)
    }
    return Measurement(seconds: seconds(since: start), quality: quality)
  }

  /// The first is too small for more than one thread, the others are not.
  private static let networks: [(name: String, settings: [(String, Literal)])] = [
    ("64-32", [("hidden", [64, 32])]),
    ("512-512", [("hidden", [512, 512])]),
    ("512-512, dropout", [("hidden", [512, 512]), ("dropout", 0.2)]),
    ("512-512, layer_norm", [("hidden", [512, 512]), ("layer_norm", true)]),
  ]
}

/// The number of allocations so far, noted after each step without allocating.
private final class StepCounts: Sendable {
  private let counts: Mutex<(values: [UInt64], used: Int)>

  init(stepCount: Int) {
    counts = Mutex(([UInt64](repeating: 0, count: stepCount), 0))
  }

  /// Never asks a training to stop.
  @Sendable func noteStep() -> Bool {
    let now = assay_allocation_count()
    counts.withLock { counts in
      if counts.used < counts.values.count { counts.values[counts.used] = now }
      counts.used += 1
    }
    return false
  }

  /// For each step after the first.
  var allocationsPerStep: [UInt64] {
    counts.withLock { counts in
      let values = counts.values.prefix(counts.used)
      return zip(values.dropFirst(), values).map { $0 - $1 }
    }
  }
}
