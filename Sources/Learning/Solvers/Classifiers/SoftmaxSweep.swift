import LinearAlgebra

/// The objective of a softmax regression with its gradient, from one pass over cache-sized row
/// blocks.
///
/// **Formula** mean s·CE(softmax(W·(x − means) + intercepts), t) + ½·l2·‖W‖²
///
/// It owns the memory of its passes: not for concurrent use.
final class SoftmaxSweep: SmoothFunction {
  private let rows: LabelledRows<Double>
  private let classes: [Int]
  private let layout: UnitParameters
  private let means: [Double]
  private let l2: Double
  private let smoothing: Double
  private let total: Double
  private let positions: [Int]
  private let sweep: RowSweep
  private let members: [Member]

  /// - Parameter means: The column means subtracted from the inputs, [d].
  init(
    _ rows: LabelledRows<Double>, means: [Double], hasIntercept: Bool, l2: Double,
    smoothing: Double, threadLimit: Int
  ) {
    guard case .classes(let classes, let classCount) = rows.targets else {
      fatalError("softmax regression needs classes as targets")
    }
    self.rows = rows
    self.classes = classes
    layout = UnitParameters(
      columnCount: rows.inputs.columnCount, unitCount: classCount, hasIntercept: hasIntercept)
    self.means = means
    self.l2 = l2
    self.smoothing = smoothing
    total = rows.totalWeight
    positions = Array(0..<rows.rowCount)
    sweep = RowSweep(rows.inputs, extraColumnCount: 1, threadLimit: threadLimit)
    let (columns, padded) = (sweep.columnCount, sweep.paddedCount)
    members = (0..<sweep.memberCount).map { _ in
      Member(columnCount: columns, paddedCount: padded, classCount: classCount)
    }
  }

  /// **Shapes** parameters, gradient [k·d], then, with intercepts, [k] more
  func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    let d = rows.inputs.columnCount
    for member in members {
      member.begin { layout.value($0, $1, of: parameters) }
    }
    let (classes, weights, smoothing, positions) = (classes, rows.weights, smoothing, positions)
    sweep.forEachBlock(minus: means, members) { member, block, range in
      block.fill(column: d, with: 1)
      member.add(
        block, classes, LossRows(positions: positions[range], weights: weights, scale: 1),
        smoothing: smoothing)
    }
    layout.setMean(of: members.map(\.sum), over: total, l2: l2, at: parameters, to: &gradient)
    let squares = parameters[..<(layout.unitCount * d)].sumOfSquares
    return members.reduce(0) { $0 + $1.loss } / total + 0.5 * l2 * squares
  }

  /// A thread's part of a pass.
  private final class Member {
    private let classCount: Int
    private let weights: MatrixView<Double>
    private let scores: MatrixView<Double>
    private let scoreGradient: MatrixView<Double>
    /// Σ s·(p − t)·x by column and class, [padded, k].
    let sum: MatrixView<Double>
    private let workspace: Workspace<Double>
    private(set) var loss = 0.0

    init(columnCount: Int, paddedCount: Int, classCount: Int) {
      let width = (classCount + 3) / 4 * 4
      let capacity = RowBlock.capacity
      let workspace = Workspace<Double>(
        shapes: [(columnCount, width), (capacity, width), (capacity, width), (paddedCount, width)])
      weights = workspace.matrix(rows: columnCount, columns: width)
      scores = workspace.matrix(rows: capacity, columns: width)
      scoreGradient = workspace.matrix(rows: capacity, columns: width)
      sum = workspace.matrix(rows: paddedCount, columns: width)
      self.workspace = workspace
      self.classCount = classCount
    }

    /// - Parameter weight: Of a column for a class.
    func begin(_ weight: (Int, Int) -> Double) {
      for j in 0..<weights.rowCount {
        for own in 0..<classCount { weights[j, own] = weight(j, own) }
      }
      sum.asVector.fill(with: 0)
      loss = 0
    }

    func add(_ block: RowBlock, _ classes: [Int], _ rows: LossRows, smoothing: Double) {
      block.multiply(by: weights, into: scores)
      loss +=
        Double.softmaxCrossEntropy(
          scores.prefix(block.rowCount).columns(classCount),
          gradient: scoreGradient.prefix(block.rowCount).columns(classCount), classes: classes,
          rows,
          smoothing: smoothing
        ).loss
      block.addCombination(of: scoreGradient, to: sum)
    }
  }
}
