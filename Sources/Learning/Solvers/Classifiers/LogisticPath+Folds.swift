public import LinearAlgebra

extension LogisticPath {
  /// The training rows of one fold, with the penalties to fit on them.
  public struct Fold: Sendable {
    /// **Shapes** inputs [n, d], classes [n] of 0 and 1
    public let inputs: Matrix
    public let classes: [Int]
    /// As for `init`: each fold's own, because l2 = 1 / (C·n) depends on its rows.
    public let penalties: [Double]

    public init(inputs: Matrix, classes: [Int], penalties: [Double]) {
      self.inputs = inputs
      self.classes = classes
      self.penalties = penalties
    }
  }

  /// The paths of several folds, as many at the same time as BLAS may use threads.
  ///
  /// Each path keeps to one thread, so that it does not depend on how many there are.
  ///
  /// **Errors** those of `init`, the first fold's that has one
  public static func paths(
    over folds: [Fold], fitsIntercept: Bool = true, tolerance: Double = 1e-8,
    iterationLimit: Int = 1000
  ) throws(FitError) -> [LogisticPath] {
    var rows = [LabelledRows<Double>]()
    for fold in folds { rows.append(try labelled(fold.inputs, fold.classes, nil)) }
    let workers = WorkerThreads(count: max(1, min(BLASThreads.count, folds.count)))
    let slots = folds.map { _ in Slot() }
    BLASThreads.alone {
      workers.run(
        Work(slots: slots, memberCount: workers.count) { [rows] index throws(FitError) in
          try LogisticPath(
            rows[index], folds[index].penalties, fitsIntercept: fitsIntercept, smoothing: 0,
            tolerance: tolerance, iterationLimit: iterationLimit, threadLimit: 1)
        })
    }
    var result = [LogisticPath]()
    for slot in slots {
      switch slot.result {
      case .success(let path): result.append(path)
      case .failure(let error): throw error
      case nil: fatalError("a fold was left out")
      }
    }
    return result
  }

  private final class Slot {
    var result: Result<LogisticPath, FitError>?
  }

  /// Unchecked because each slot is touched by one member only, the one its number falls to, and read
  /// when all members are done.
  private final class Work: WorkerTask, @unchecked Sendable {
    private let slots: [Slot]
    private let memberCount: Int
    private let path: @Sendable (Int) throws(FitError) -> LogisticPath

    init(
      slots: [Slot], memberCount: Int,
      path: @escaping @Sendable (Int) throws(FitError) -> LogisticPath
    ) {
      self.slots = slots
      self.memberCount = memberCount
      self.path = path
    }

    func perform(worker member: Int) {
      for index in stride(from: member, to: slots.count, by: memberCount) {
        do throws(FitError) {
          slots[index].result = .success(try path(index))
        } catch {
          slots[index].result = .failure(error)
        }
      }
    }
  }
}
