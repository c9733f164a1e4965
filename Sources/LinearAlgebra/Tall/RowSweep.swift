/// A pass over all rows of a tall matrix in cache-sized blocks, shared by a team of threads.
///
/// Each thread has a range of consecutive rows and a block of its own, so that results depend on
/// the number of threads and on nothing else. The memory of the passes is shared: one caller at a time.
public final class RowSweep {
  private let rows: Matrix
  private let workers: WorkerThreads
  private let blocks: [RowBlock]
  private let blockRowCount: Int

  /// Numbers for each thread, below which another thread costs more than it saves.
  private static let numbersPerMember = 50_000

  /// Bytes of a block, a part of the L2 cache.
  private static let blockBytes = 200_000

  /// - Parameters:
  ///   - extraColumnCount: Columns of the blocks beside the matrix's own.
  ///   - threadLimit: The greatest number of threads.
  ///   - prefersTallBlocks: Whether blocks may exceed the cache, for products that BLAS blocks itself.
  public init(
    _ rows: Matrix, extraColumnCount: Int, threadLimit: Int, prefersTallBlocks: Bool = false
  ) {
    self.rows = rows
    let rowBytes = 8 * (rows.columnCount + extraColumnCount)
    let fitting = Self.blockBytes / rowBytes / 4 * 4
    blockRowCount = prefersTallBlocks ? RowBlock.capacity : min(RowBlock.capacity, max(8, fitting))
    let wanted = min(threadLimit, rows.storage.count / Self.numbersPerMember)
    workers = WorkerThreads(count: max(1, wanted))
    blocks = (0..<workers.count).map { _ in
      RowBlock(columnCount: rows.columnCount + extraColumnCount)
    }
  }

  public var memberCount: Int { workers.count }
  public var columnCount: Int { blocks[0].columnCount }
  /// Columns of a block with its padding.
  public var paddedCount: Int { blocks[0].paddedCount }

  /// Calls `body` for each block of rows with its thread's own object, the block and the rows'
  /// positions: for different threads at the same time, for one thread in the order of the rows.
  ///
  /// **Shapes** shift [d]; members [memberCount]
  ///
  /// - Parameter interval: Visits every `interval`th block, for estimates that do not need all rows.
  public func forEachBlock<Member: AnyObject>(
    minus shift: [Double], _ members: [Member], interval: Int = 1,
    _ body: (Member, RowBlock, Range<Int>) -> Void
  ) {
    checkMembers(members)
    shift.withView { shift in
      run(interval: interval) { [blocks] member, rows, range in
        blocks[member].read(rows, minus: shift)
        body(members[member], blocks[member], range)
      }
    }
  }

  /// The same with views on the rows of the matrix, for work that visits them once.
  public func forEachRows<Member: AnyObject>(
    _ members: [Member], _ body: (Member, MatrixView<Double>, Range<Int>) -> Void
  ) {
    checkMembers(members)
    run(interval: 1) { member, rows, range in body(members[member], rows, range) }
  }

  private func checkMembers(_ members: [some AnyObject]) {
    guard members.count == workers.count else {
      shapeMismatch("members of a sweep", expected: [workers.count], found: [members.count])
    }
  }

  private func run(interval: Int, _ body: (Int, MatrixView<Double>, Range<Int>) -> Void) {
    guard rows.rowCount > 0 else { return }
    BLASThreads.alone {
      rows.withView { rows in
        withoutActuallyEscaping(body) { body in
          workers.run(
            Pass(
              rows: rows, memberCount: workers.count, body: body, blockRowCount: blockRowCount,
              interval: interval))
        }
      }
    }
  }

  /// Unchecked because its view points to memory that `run` keeps until the team has ended, and each
  /// thread calls the body with its own number only.
  private final class Pass: WorkerTask, @unchecked Sendable {
    private let rows: MatrixView<Double>
    private let memberCount: Int
    private let body: (Int, MatrixView<Double>, Range<Int>) -> Void
    private let blockRowCount: Int
    private let interval: Int

    init(
      rows: MatrixView<Double>, memberCount: Int,
      body: @escaping (Int, MatrixView<Double>, Range<Int>) -> Void, blockRowCount: Int,
      interval: Int
    ) {
      self.rows = rows
      self.memberCount = memberCount
      self.body = body
      self.blockRowCount = blockRowCount
      self.interval = interval
    }

    func perform(worker member: Int) {
      let lower = member * rows.rowCount / memberCount
      let upper = (member + 1) * rows.rowCount / memberCount
      for start in stride(from: lower, to: upper, by: blockRowCount * interval) {
        let range = start..<min(upper, start + blockRowCount)
        body(member, rows.rows(range), range)
      }
    }
  }
}
