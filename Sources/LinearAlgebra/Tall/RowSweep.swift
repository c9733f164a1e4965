/// A pass over all rows of a tall matrix in cache-sized blocks, shared by a team of threads.
///
/// Each member has a range of consecutive rows and a block of its own, so that results depend on
/// the number of threads and on nothing else. It owns the memory of its passes: for one caller at a
/// time.
public final class RowSweep {
  private let rows: Matrix
  private let team: ThreadTeam
  private let blocks: [RowBlock]

  /// Below so many numbers a second thread costs more than it brings.
  private static let numbersPerMember = 100_000

  /// - Parameters:
  ///   - extraColumnCount: Columns of the blocks beside the matrix's own.
  ///   - threadLimit: Threads at most.
  public init(_ rows: Matrix, extraColumnCount: Int, threadLimit: Int) {
    self.rows = rows
    let wanted = min(threadLimit, rows.storage.count / Self.numbersPerMember)
    team = ThreadTeam(count: max(1, wanted))
    blocks = (0..<team.count).map { _ in
      RowBlock(columnCount: rows.columnCount + extraColumnCount)
    }
  }

  public var memberCount: Int { team.count }
  public var columnCount: Int { blocks[0].columnCount }
  /// Columns of a block with its padding.
  public var paddedCount: Int { blocks[0].paddedCount }

  /// Calls `body` for each block of rows with its member's own object, the block and the rows'
  /// positions: for different members at the same time, for one member in the order of the rows.
  ///
  /// **Shapes** shift [d]; members [memberCount]
  public func forEachBlock<Member: AnyObject>(
    minus shift: [Double], _ members: [Member],
    _ body: (Member, RowBlock, Range<Int>) -> Void
  ) {
    guard members.count == team.count else {
      shapeMismatch("members of a sweep", expected: [team.count], found: [members.count])
    }
    guard rows.rowCount > 0 else { return }
    // Each member calls BLAS by itself.
    let threadCount = BLASThreads.count
    if team.count > 1, threadCount > 1 { _ = BLASThreads.setCount(1) }
    defer { if team.count > 1, threadCount > 1 { _ = BLASThreads.setCount(threadCount) } }
    shift.withView { shift in
      rows.withView { rows in
        withoutActuallyEscaping(body) { body in
          team.run(Pass(rows: rows, shift: shift, blocks: blocks, members: members, body: body))
        }
      }
    }
  }

  /// Unchecked because its views point to memory that `forEachBlock` keeps until the team has
  /// ended, and each thread touches the block and the member of its own number only.
  private final class Pass<Member: AnyObject>: TeamWork, @unchecked Sendable {
    private let rows: MatrixView<Double>
    private let shift: VectorView<Double>
    private let blocks: [RowBlock]
    private let members: [Member]
    private let body: (Member, RowBlock, Range<Int>) -> Void

    init(
      rows: MatrixView<Double>, shift: VectorView<Double>, blocks: [RowBlock], members: [Member],
      body: @escaping (Member, RowBlock, Range<Int>) -> Void
    ) {
      self.rows = rows
      self.shift = shift
      self.blocks = blocks
      self.members = members
      self.body = body
    }

    func perform(member: Int) {
      let lower = member * rows.rowCount / blocks.count
      let upper = (member + 1) * rows.rowCount / blocks.count
      let block = blocks[member]
      for start in stride(from: lower, to: upper, by: RowBlock.capacity) {
        let range = start..<min(upper, start + RowBlock.capacity)
        block.read(rows.rows(range), minus: shift)
        body(members[member], block, range)
      }
    }
  }
}
