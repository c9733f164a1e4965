internal import Dispatch
internal import Foundation
internal import Synchronization

/// Tasks that several threads work off.
enum SharedTasks {
  /// `@unchecked Sendable`: only `perform` calls it, whose caller answers for calls at the same time.
  private struct Body: @unchecked Sendable {
    let run: (_ task: Int, _ worker: Int) -> Void
  }

  /// Threads that can work at the same time; more than 8 wait for memory.
  static var greatestWorkerCount: Int { min(ProcessInfo.processInfo.activeProcessorCount, 8) }

  /// Runs `body` once for each task, on as many threads as there are workers (nil: on all
  /// processors), and waits for them.
  ///
  /// Two calls at the same time have different tasks and different workers, so `body` may use what
  /// belongs to one of them alone.
  static func perform(
    _ taskCount: Int, workerCount: Int? = nil, _ body: (_ task: Int, _ worker: Int) -> Void
  ) {
    let workerCount = workerCount ?? min(taskCount, greatestWorkerCount)
    withoutActuallyEscaping(body) { body in
      let body = Body(run: body)
      let next = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: workerCount) { worker in
        while true {
          let task = next.add(1, ordering: .relaxed).oldValue
          guard task < taskCount else { return }
          body.run(task, worker)
        }
      }
    }
  }
}
