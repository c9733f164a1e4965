import LinearAlgebra
import Synchronization
import Testing

/// Counts the calls of each worker.
private final class Calls: WorkerTask {
  private let counts: Mutex<[Int]>

  init(_ workerCount: Int) { counts = Mutex([Int](repeating: 0, count: workerCount)) }

  func perform(worker: Int) { counts.withLock { $0[worker] += 1 } }

  var values: [Int] { counts.withLock { $0 } }
}

@Test(arguments: [1, 2, 5])
func everyWorkerIsCalledOnceATask(count: Int) {
  let workers = WorkerThreads(count: count)
  #expect(workers.count == count)
  let calls = Calls(count)
  for _ in 0..<500 { workers.run(calls) }
  #expect(calls.values == [Int](repeating: 500, count: count))
  let afterSleep = Calls(count)
  // Long enough that the threads have gone to sleep.
  for _ in 0..<3 {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .milliseconds(100) {}
    workers.run(afterSleep)
  }
  #expect(afterSleep.values == [Int](repeating: 3, count: count))
}

/// Notes which thread does which part.
private final class Writes: WorkerTask {
  private let sums: Mutex<[Int]>

  init(_ workerCount: Int) { sums = Mutex([Int](repeating: 0, count: workerCount)) }

  func perform(worker: Int) {
    var sum = 0
    // Unequal parts, so that workers end at different times.
    for i in 0..<(1 + worker * 20_000) { sum &+= i }
    sums.withLock { $0[worker] = sum }
  }

  var values: [Int] { sums.withLock { $0 } }
}

@Test func runReturnsWhenAllPartsAreDone() {
  let workers = WorkerThreads(count: 3)
  for _ in 0..<20 {
    let writes = Writes(3)
    workers.run(writes)
    #expect(writes.values == [0, 20_000 * 20_001 / 2, 40_000 * 40_001 / 2])
  }
}
