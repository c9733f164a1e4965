import Datasets
import Learning
import LinearAlgebra
import Memory

/// The peak memory of a run: the peak while the data were read and prepared in this process, or what
/// is still held of them plus what later stages allocate.
struct MemoryEstimate {
  /// The size of intervals, predictions, the record and the report.
  static let resultBytes = 8_000_000
  /// The bytes that the gate's trials, gradients in both precisions and the optimizer allocate per
  /// parameter; measured.
  static let bytesPerParameter = 80
  /// The number of rows that linear baselines are fitted to.
  static let baselineRowCount = 10_000

  let peakBytes: Int

  /// The estimate in the process that has just prepared the data.
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
    self.peakBytes = max(peakBytes, residentBytes + later) + Self.resultBytes
  }

  /// The copies of single-precision inputs that a training in double makes.
  private static func doubledBytes(_ parts: [Inputs?]) -> Int {
    parts.reduce(0) { sum, inputs in
      guard case .single(let matrix) = inputs else { return sum }
      return sum + matrix.storage.count * MemoryLayout<Double>.size
    }
  }

  /// The baselines' sample of rows, where it is smaller than all, and its copy in double.
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

extension TrainingCost {
  /// Whether a training's copies of the parameters (gradient, optimizer state, the last finite ones)
  /// take at most half of the memory.
  var fitsIntoMemory: Bool {
    let copies = 6.0 * Double(parameterCount) * Double(MemoryLayout<Double>.size)
    return copies < 0.5 * Double(MachineMemory.byteCount)
  }
}
