internal import CKernels
internal import Glibc
internal import Synchronization

/// Threads that work on the parts of a task at the same time, started once for a training.
///
/// The thread that calls `run` is worker 0. Between two tasks the others look for the next one for
/// up to a millisecond, since the steps of a training follow each other closely, and then sleep.
public final class WorkerThreads {
  /// The number of threads, the caller's among them: fewer than asked for when the system has no
  /// more.
  public let count: Int
  private let queue: TaskQueue
  private let threads: [pthread_t]

  public init(count: Int) {
    let queue = TaskQueue()
    var threads: [pthread_t] = []
    for worker in 1..<max(1, count) {
      let start = Unmanaged.passRetained(WorkerStart(queue: queue, worker: worker))
      var thread = pthread_t()
      let status = pthread_create(&thread, nil, serveTasks, start.toOpaque())
      guard status == 0 else {
        start.release()
        break
      }
      threads.append(thread)
    }
    self.queue = queue
    self.threads = threads
    self.count = threads.count + 1
  }

  deinit {
    queue.begin(nil, otherWorkers: 0)
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Has each worker do its part of the task; returns when all parts are done. Allocates nothing.
  public func run(_ task: some WorkerTask) {
    guard count > 1 else { return task.perform(worker: 0) }
    withUnsafePointer(to: task) { task in
      queue.begin(BorrowedTask(task: task), otherWorkers: count - 1)
      task.pointee.perform(worker: 0)
      queue.waitUntilDone()
    }
  }
}

/// A task in as many parts as there are workers.
public protocol WorkerTask: Sendable {
  /// Called once for each worker, on the worker's thread.
  func perform(worker: Int)
}

/// A task whose type is not known.
private protocol AnyWorkerTask {
  func perform(worker: Int)
}

/// A task that the caller keeps: a pointer, which an existential holds without allocating.
private struct BorrowedTask<Task: WorkerTask>: AnyWorkerTask {
  let task: UnsafePointer<Task>

  func perform(worker: Int) { task.pointee.perform(worker: worker) }
}

/// The task that is being done, and how workers learn of it.
///
/// Unchecked because `task` is written only while no other worker is busy and read only after the
/// new round is seen, which orders the two.
private final class TaskQueue: @unchecked Sendable {
  /// Nil ends the workers.
  private var task: (any AnyWorkerTask)?
  private let round = Atomic<Int>(0)
  // On another cache line: each is watched while the other is changed.
  private let space = InlineArray<16, Int>(repeating: 0)
  private let busyCount = Atomic<Int>(0)
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// The number of looks for a change before a thread sleeps (a millisecond at most), and before it
  /// lets another thread of its processor run.
  private static let (spinLimit, yieldInterval) = (20_000, 2048)

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  /// Wakes the workers for a task.
  func begin(_ task: (any AnyWorkerTask)?, otherWorkers: Int) {
    self.task = task
    busyCount.store(otherWorkers, ordering: .relaxed)
    announce { round.add(1, ordering: .releasing) }
  }

  /// Returns when the other workers have done their parts.
  func waitUntilDone() { wait { busyCount.load(ordering: .acquiring) == 0 } }

  /// Does one worker's part of every task until there are no more.
  func serve(worker: Int) {
    var seen = 0
    while true {
      wait { round.load(ordering: .acquiring) != seen }
      seen += 1
      guard let task else { return }
      task.perform(worker: worker)
      if busyCount.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { announce {} }
    }
  }

  /// Under the lock, so that no thread falls asleep between its last look and the signal.
  private func announce(_ change: () -> Void) {
    pthread_mutex_lock(lock)
    change()
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(lock)
  }

  @inline(__always)
  private func wait(until isReady: () -> Bool) {
    for look in 1...Self.spinLimit {
      if isReady() { return }
      if look % Self.yieldInterval == 0 { sched_yield() } else { kernel_pause() }
    }
    pthread_mutex_lock(lock)
    while !isReady() { pthread_cond_wait(changed, lock) }
    pthread_mutex_unlock(lock)
  }
}

/// What a new thread is started with.
private final class WorkerStart {
  let queue: TaskQueue
  let worker: Int

  init(queue: TaskQueue, worker: Int) {
    self.queue = queue
    self.worker = worker
  }
}

private func serveTasks(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  let start = Unmanaged<WorkerStart>.fromOpaque(argument).takeRetainedValue()
  start.queue.serve(worker: start.worker)
  return nil
}
