import LinearAlgebra
import Schema

/// The objective of a binary logistic regression with its gradient and Hessian, each from one pass
/// over cache-sized row blocks.
///
/// **Formula** mean s·(log(1 + eᶻ) − t·z) + ½·l2·‖w‖², z = w·(x − means) + intercept; the Hessian is
/// the mean of s·p·(1 − p)·x·xᵀ plus l2 on the diagonal of the weights
///
/// Value and gradient are exact. With many rows the Hessian is at first estimated from a few hundred
/// row blocks in single precision, which changes a Newton step by a few percent; it is computed from
/// all rows in double precision when Newton's method asks for it.
///
/// It owns the memory of its passes: not for concurrent use.
final class LogisticSweep {
  private let rows: LabelledRows<Double>
  private let classes: [Int]
  private let means: [Double]
  private let hasIntercept: Bool
  /// Added to the mean loss; a path changes it between fits.
  var l2: Double
  private let smoothing: Double
  private let total: Double
  private let sweep: RowSweep
  private let members: [Member]
  /// The Hessian is summed over every `hessianInterval`-th row block.
  private var hessianInterval = 1
  private var hessianPrecision = GramSum.Precision.double

  /// With this many rows per parameter a Hessian's relative error is about 2 / √200.
  private static let sampleRowsPerParameter = 200
  /// The number of multiplications from which estimates save more than the iterations they may add.
  private static let muchWork = 1e8

  /// - Parameter means: The column means subtracted from the inputs, [d].
  init(
    _ rows: LabelledRows<Double>, means: [Double], hasIntercept: Bool, l2: Double,
    smoothing: Double, threadLimit: Int
  ) {
    guard case .classes(let classes, _) = rows.targets else {
      fatalError("logistic regression needs classes as targets")
    }
    self.rows = rows
    self.classes = classes
    self.means = means
    self.hasIntercept = hasIntercept
    self.l2 = l2
    self.smoothing = smoothing
    total = rows.totalWeight
    let sweep = RowSweep(rows.inputs, extraColumnCount: 1, threadLimit: threadLimit)
    members = (0..<sweep.memberCount).map { _ in Member(paddedCount: sweep.paddedCount) }
    self.sweep = sweep
    let (n, p) = (rows.rowCount, sweep.columnCount)
    if Double(n) * Double(p * p) >= Self.muchWork {
      hessianInterval = max(1, n / (Self.sampleRowsPerParameter * p))
      hessianPrecision = .single
    }
  }

  private var inputCount: Int { rows.inputs.columnCount }

  func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    value(at: parameters, gradient: &gradient, receiveHessian: nil)
  }

  /// The value; `gradient` receives the gradient, `hessian` the Hessian.
  ///
  /// **Shapes** parameters, gradient [d + 1] or, without an intercept, [d]; hessian [p, p]
  func value(at parameters: [Double], gradient: inout [Double], hessian: inout Matrix) -> Double {
    var found = Matrix(rowCount: 0, columnCount: 0)
    let value = value(at: parameters, gradient: &gradient) { found = $0 }
    hessian = found
    return value
  }

  private func value(
    at parameters: [Double], gradient: inout [Double], receiveHessian: ((Matrix) -> Void)?
  ) -> Double {
    let d = inputCount
    let intercept = hasIntercept ? parameters[d] : 0
    for member in members {
      member.begin(
        weights: Array(parameters[..<d]),
        hessianPrecision: receiveHessian == nil ? nil : hessianPrecision)
    }
    let (classes, weights, smoothing) = (self.classes, rows.weights, self.smoothing)
    let interval = receiveHessian == nil ? nil : hessianInterval
    sweep.forEachBlock(minus: means, members) { member, block, range in
      block.fill(column: d, with: 1)
      member.add(
        block, intercept: intercept, classes: classes[range], weights: weights?[range],
        smoothing: smoothing, hessianInterval: interval)
    }
    var loss = 0.0
    for j in gradient.indices { gradient[j] = 0 }
    for member in members {
      loss += member.loss
      let own = member.gradient
      for j in gradient.indices { gradient[j] += own[j] }
    }
    var squares = 0.0
    for j in gradient.indices {
      gradient[j] /= total
      if j < d {
        gradient[j] += l2 * parameters[j]
        squares += parameters[j] * parameters[j]
      }
    }
    receiveHessian?(hessian(order: gradient.count))
    return loss / total + 0.5 * l2 * squares
  }

  private func hessian(order: Int) -> Matrix {
    var result = GramSum.total(members.compactMap(\.hessian), order: order)
    let sampled = members.reduce(0) { $0 + $1.sampledWeight }
    let scale = 1 / (hessianInterval == 1 || sampled <= 0 ? total : sampled)
    result.scale(by: scale)
    for j in 0..<inputCount { result.storage[j * (order + 1)] += l2 }
    return result
  }

  func refineHessian(toExact: Bool) -> Bool {
    if hessianPrecision == .double { return false }
    if toExact || hessianInterval == 1 {
      (hessianInterval, hessianPrecision) = (1, .double)
    } else {
      hessianInterval = max(1, hessianInterval / 4)
    }
    return true
  }

  /// A thread's part of a pass.
  private final class Member {
    private let weights: VectorView<Double>
    private let products: VectorView<Double>
    private let residuals: VectorView<Double>
    private let roots: VectorView<Double>
    private let sum: VectorView<Double>
    private let workspace: Workspace<Double>
    /// Allocated by the first pass that asks for it.
    private(set) var hessian: GramSum?
    private var hessianPrecision = GramSum.Precision.double
    /// Σ s over the rows in the Hessian.
    private(set) var sampledWeight = 0.0
    private var blockCount = 0
    private(set) var loss = 0.0

    init(paddedCount: Int) {
      let shapes = [paddedCount, paddedCount] + Array(repeating: RowBlock.capacity, count: 3)
      let workspace = Workspace<Double>(shapes: shapes.map { (1, $0) })
      func vector(_ count: Int) -> VectorView<Double> {
        workspace.matrix(rows: 1, columns: count).asVector
      }
      weights = vector(paddedCount)
      sum = vector(paddedCount)
      products = vector(RowBlock.capacity)
      residuals = vector(RowBlock.capacity)
      roots = vector(RowBlock.capacity)
      self.workspace = workspace
    }

    /// The sum of the rows' gradients, with the padding.
    var gradient: [Double] { sum.copied }

    func begin(weights: [Double], hessianPrecision: GramSum.Precision?) {
      self.weights.assignPrefix(weights)
      sum.fill(with: 0)
      (loss, blockCount, sampledWeight) = (0, 0, 0)
      guard let hessianPrecision else { return }
      if let hessian, hessianPrecision == self.hessianPrecision {
        hessian.clear()
      } else {
        hessian = GramSum(order: sum.count, precision: hessianPrecision)
        self.hessianPrecision = hessianPrecision
      }
    }

    func add(
      _ block: RowBlock, intercept: Double, classes: ArraySlice<Int>,
      weights rowWeights: ArraySlice<Double>?, smoothing: Double, hessianInterval: Int?
    ) {
      block.multiply(by: weights, into: products)
      loss += block.logisticLoss(
        of: products, intercept: intercept, classes: classes, weights: rowWeights,
        smoothing: smoothing, residuals: residuals, curvatureRoots: roots)
      block.addCombination(of: residuals, to: sum)
      guard let hessianInterval, let hessian else { return }
      defer { blockCount += 1 }
      guard blockCount % hessianInterval == 0 else { return }
      sampledWeight += rowWeights?.reduce(0, +) ?? Double(block.rowCount)
      hessian.add(block, scaledBy: roots)
    }
  }
}

extension LogisticSweep: TwiceDifferentiableFunction {}
