import Datasets
import Learning
import LinearAlgebra
import Memory

/// The most memory that a run has at a time: what reading and preparing the data took in this
/// process, and what is added later to what is still held of them.
struct MemoryPrediction {
  /// What a run's later stages hold of their own: intervals, predictions, the record, the report.
  static let ownBytes = 8_000_000
  /// What the gate's trials, the gradients in both precisions and the optimizer keep of a parameter;
  /// measured.
  static let bytesPerParameter = 80
  /// Rows that linear baselines are fitted to.
  static let baselineRowCount = 10_000

  let peakBytes: Int

  /// In the process that has just prepared the data.
  init(_ data: PreparedData, _ training: TrainingPlan, _ cost: TrainingCost) {
    self.init(
      peakBytes: ProcessMemory.peakBytes, residentBytes: ProcessMemory.residentBytes,
      inputs: data.train.inputs, devInputs: data.dev.inputs,
      trainsInDouble: training.worksInDouble, parameterCount: cost.parameterCount)
  }

  init(
    peakBytes: Int, residentBytes: Int, inputs: Inputs, devInputs: Inputs? = nil,
    trainsInDouble: Bool = false, parameterCount: Int
  ) {
    var later = max(
      Self.baselineBytes(inputs), trainsInDouble ? Self.doubledBytes([inputs, devInputs]) : 0)
    later += Self.bytesPerParameter * parameterCount
    self.peakBytes = max(peakBytes, residentBytes + later) + Self.ownBytes
  }

  /// The copies that a training in double makes of inputs in single.
  private static func doubledBytes(_ parts: [Inputs?]) -> Int {
    parts.reduce(0) { sum, inputs in
      guard case .single(let matrix) = inputs else { return sum }
      return sum + matrix.storage.count * MemoryLayout<Double>.size
    }
  }

  /// Some rows as they are, where not all are taken, and in double, where they are not.
  private static func baselineBytes(_ inputs: Inputs) -> Int {
    let rowCount = min(inputs.rowCount, baselineRowCount)
    let count = rowCount * inputs.columnCount
    let isSample = inputs.rowCount > baselineRowCount
    switch inputs {
    case .single:
      return count * ((isSample ? MemoryLayout<Float>.size : 0) + MemoryLayout<Double>.size)
    case .double:
      return isSample ? count * MemoryLayout<Double>.size : 0
    }
  }
}
