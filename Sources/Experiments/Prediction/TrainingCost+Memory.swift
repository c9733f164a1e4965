import Learning
import Memory

extension TrainingCost {
  /// Whether a training's copies of the parameters (gradient, optimizer, the guard's last ones) leave
  /// half of the memory free.
  var fitsIntoMemory: Bool {
    let copies = 6.0 * Double(parameterCount) * Double(MemoryLayout<Double>.size)
    return copies < 0.5 * Double(MachineMemory.byteCount)
  }
}
