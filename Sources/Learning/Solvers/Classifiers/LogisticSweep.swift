import LinearAlgebra

/// The objective of a binary logistic regression with its first and second derivatives, each from
/// one pass over cache-sized blocks of the rows.
///
/// **Formula** mean s·(log(1 + eᶻ) − t·z) + ½·l2·‖w‖², z = w·(x − means) + intercept; the second
/// derivative is the mean of s·p·(1 − p)·x·xᵀ plus l2 on the weights
///
/// The first and the value are exact; the second comes, of many rows, from some hundred blocks of
/// them and in single precision at first, which leaves a Newton step within some percent, and from
/// all of them in double when Newton's method asks for it.
///
/// It owns the memory of its passes: for one caller at a time.
final class LogisticSweep {
  private let rows: LabelledRows<Double>
  private let classes: [Int]
  private let means: [Double]
  private let hasIntercept: Bool
  /// Beside the mean loss; a path changes it between fits.
  var l2: Double
  private let smoothing: Double
  private let total: Double
  private let sweep: RowSweep
  private let members: [Member]
  /// Second derivatives come from one block of rows of so many,
  private var curvatureInterval = 1
  /// summed in this.
  private var curvaturePrecision = GramSum.Precision.double

  /// So many rows for each parameter estimate second derivatives within about 2 / √200.
  private static let sampleRowsPerParameter = 200
  /// From so many multiplications on, estimates save more than the iterations they may add.
  private static let muchWork = 1e8

  /// - Parameter means: What is taken off the inputs, [d].
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
      curvatureInterval = max(1, n / (Self.sampleRowsPerParameter * p))
      curvaturePrecision = .single
    }
  }

  private var inputCount: Int { rows.inputs.columnCount }

  func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    value(at: parameters, gradient: &gradient, curvature: nil)
  }

  /// The value; `gradient` receives the derivative, `curvature` the second one.
  ///
  /// **Shapes** parameters, gradient [d + 1] or, without an intercept, [d]; curvature [p, p]
  func value(at parameters: [Double], gradient: inout [Double], curvature: inout Matrix) -> Double {
    var found = Matrix(rowCount: 0, columnCount: 0)
    let value = value(at: parameters, gradient: &gradient) { found = $0 }
    curvature = found
    return value
  }

  private func value(
    at parameters: [Double], gradient: inout [Double], curvature: ((Matrix) -> Void)?
  ) -> Double {
    let d = inputCount
    let intercept = hasIntercept ? parameters[d] : 0
    for member in members {
      member.begin(
        weights: Array(parameters[..<d]),
        curvaturePrecision: curvature == nil ? nil : curvaturePrecision)
    }
    let (classes, weights, smoothing) = (self.classes, rows.weights, self.smoothing)
    let interval = curvature == nil ? nil : curvatureInterval
    sweep.forEachBlock(minus: means, members) { member, block, range in
      block.fill(column: d, with: 1)
      member.add(
        block, intercept: intercept, classes: classes[range], weights: weights?[range],
        smoothing: smoothing, curvatureInterval: interval)
    }
    var loss = 0.0
    for j in gradient.indices { gradient[j] = 0 }
    for member in members {
      loss += member.loss
      let slopes = member.slopes
      for j in gradient.indices { gradient[j] += slopes[j] }
    }
    var squares = 0.0
    for j in gradient.indices {
      gradient[j] /= total
      if j < d {
        gradient[j] += l2 * parameters[j]
        squares += parameters[j] * parameters[j]
      }
    }
    curvature?(curvatureSum(order: gradient.count))
    return loss / total + 0.5 * l2 * squares
  }

  private func curvatureSum(order: Int) -> Matrix {
    var result = GramSum.total(members.compactMap(\.curvature), order: order)
    let sampled = members.reduce(0) { $0 + $1.sampledWeight }
    let scale = 1 / (curvatureInterval == 1 || sampled <= 0 ? total : sampled)
    for i in result.storage.indices { result.storage[i] *= scale }
    for j in 0..<inputCount { result.storage[j * (order + 1)] += l2 }
    return result
  }

  func sharpenCurvature(toExact: Bool) -> Bool {
    if curvaturePrecision == .double { return false }
    if toExact || curvatureInterval == 1 {
      (curvatureInterval, curvaturePrecision) = (1, .double)
    } else {
      curvatureInterval = max(1, curvatureInterval / 4)
    }
    return true
  }

  /// One member's part of a pass.
  private final class Member {
    private let weights: VectorView<Double>
    private let products: VectorView<Double>
    private let residuals: VectorView<Double>
    private let roots: VectorView<Double>
    private let sum: VectorView<Double>
    private let workspace: Workspace<Double>
    /// Made when a pass first asks for it.
    private(set) var curvature: GramSum?
    private var curvaturePrecision = GramSum.Precision.double
    /// Σ s over the rows in the curvature.
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

    /// The derivative's sum, with the padding.
    var slopes: [Double] { sum.copied }

    func begin(weights: [Double], curvaturePrecision: GramSum.Precision?) {
      self.weights.assignPrefix(weights)
      sum.fill(with: 0)
      (loss, blockCount, sampledWeight) = (0, 0, 0)
      guard let curvaturePrecision else { return }
      if let curvature, curvaturePrecision == self.curvaturePrecision {
        curvature.clear()
      } else {
        curvature = GramSum(order: sum.count, precision: curvaturePrecision)
        self.curvaturePrecision = curvaturePrecision
      }
    }

    func add(
      _ block: RowBlock, intercept: Double, classes: ArraySlice<Int>,
      weights rowWeights: ArraySlice<Double>?, smoothing: Double, curvatureInterval: Int?
    ) {
      block.multiply(by: weights, into: products)
      loss += block.logisticLoss(
        of: products, intercept: intercept, classes: classes, weights: rowWeights,
        smoothing: smoothing, residuals: residuals, curvatureRoots: roots)
      block.addCombination(of: residuals, to: sum)
      guard let curvatureInterval, let curvature else { return }
      defer { blockCount += 1 }
      guard blockCount % curvatureInterval == 0 else { return }
      sampledWeight += rowWeights?.reduce(0, +) ?? Double(block.rowCount)
      curvature.add(block, scaledBy: roots)
    }
  }
}

extension LogisticSweep: CurvedFunction {}
