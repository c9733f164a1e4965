internal import CKernels

/// What a pass of a loss over some rows gives.
public struct LossSum: Sendable, Hashable {
  /// Σ weight·loss over the rows.
  public var loss: Double = 0
  /// Rows whose own class has the strictly largest score; 0 for numbers.
  public var rightCount = 0

  public init() {}

  init(loss: Double, rightCount: Int) {
    self.loss = loss
    self.rightCount = rightCount
  }

  /// Adds what another part of the rows gave.
  public static func += (sum: inout LossSum, part: LossSum) {
    sum.loss += part.loss
    sum.rightCount += part.rightCount
  }
}

/// The rows of a batch: positions within the training rows, and what belongs to each row there.
public struct LossRows {
  /// Positions into `weights` and the targets, one for each row of the outputs.
  public let positions: ArraySlice<Int>
  /// A weight for each training row; nil weighs all alike.
  public let weights: [Double]?
  /// What the gradient of each row is multiplied by beside its weight: 1/Σ weights for a mean.
  public let scale: Double

  public init(positions: ArraySlice<Int>, weights: [Double]?, scale: Double) {
    self.positions = positions
    self.weights = weights
    self.scale = scale
  }

  @inline(__always)
  func weight(_ position: Int) -> Double { weights.map { $0[position] } ?? 1 }
}

/// A loss of one output against one number.
public enum PointwiseLoss: Sendable, Hashable {
  /// (y − f)²
  case squared
  /// ½·(y − f)²
  case halfSquared
  /// |y − f|, with derivative 0 where they are equal
  case absolute
  /// ½·(y − f)² up to a difference of 1, |y − f| − ½ beyond
  case huber
}

/// Losses over a batch, each with its gradient with respect to the outputs in one pass.
///
/// **Shapes** outputs [n, k]; a gradient has the same shape and may be the outputs themselves.
/// Classes and values are indexed by the positions of `LossRows`.
public protocol LossKernels: CompiledKernels {
  /// Cross entropy of the softmax of logits, through log-sum-exp.
  ///
  /// **Formula** −Σ q log p with q = (1 − ε)·[own class] + ε/k
  static func softmaxCrossEntropy(
    _ logits: MatrixView<Self>, gradient: MatrixView<Self>?, classes: [Int], _ rows: LossRows,
    smoothing: Double
  ) -> LossSum

  /// Binary cross entropy of the logistic function of logits: class 1 against 0 for one column,
  /// else each class against the rest, averaged over the columns.
  ///
  /// **Formula** log(1 + eᶻ) − t·z with t = (1 − ε)·[own class] + ε/2
  static func sigmoidCrossEntropy(
    _ logits: MatrixView<Self>, gradient: MatrixView<Self>?, classes: [Int], _ rows: LossRows,
    smoothing: Double
  ) -> LossSum

  /// Hinge loss with margin 1; for more than one column the sum over the other classes.
  ///
  /// **Formula** max(0, 1 − s·z), s = ±1; or Σ_{k≠y} max(0, 1 + z_k − z_y)
  ///
  /// **Source** Weston and Watkins 1999 for several classes
  static func hinge(
    _ scores: MatrixView<Self>, gradient: MatrixView<Self>?, classes: [Int], _ rows: LossRows
  ) -> LossSum

  /// A pointwise loss against numbers.
  ///
  /// **Shapes** outputs [n, 1]
  static func pointwise(
    _ loss: PointwiseLoss, _ outputs: MatrixView<Self>, gradient: MatrixView<Self>?,
    values: [Double], _ rows: LossRows
  ) -> LossSum

  /// A pointwise loss of probabilities against 1 for the own class and 0 for others, averaged
  /// over the columns; one column stands for class 1.
  static func pointwise(
    _ loss: PointwiseLoss, _ outputs: MatrixView<Self>, gradient: MatrixView<Self>?,
    classes: [Int], _ rows: LossRows, smoothing: Double
  ) -> LossSum
}

extension LossKernels {
  public static func softmaxCrossEntropy(
    _ logits: MatrixView<Self>, gradient: MatrixView<Self>?, classes: [Int], _ rows: LossRows,
    smoothing: Double
  ) -> LossSum {
    checkRows(logits, gradient, rows)
    for position in rows.positions {
      _ = ownClass(classes, position, below: logits.columnCount)
    }
    return classes.withUnsafeBufferPointer { classes in
      rows.positions.withUnsafeBufferPointer { positions in
        guard let own = classes.baseAddress, let positions = positions.baseAddress else {
          return LossSum()
        }
        func pass(_ weights: UnsafePointer<Double>?) -> LossSum {
          let sum = compiled.pointee.cross_entropy(
            logits.rowCount, logits.columnCount, logits.base, logits.stride, gradient?.base,
            gradient?.stride ?? 0, own, positions, weights, rows.scale, smoothing)
          return LossSum(loss: sum.loss, rightCount: sum.right_count)
        }
        guard let weights = rows.weights else { return pass(nil) }
        return weights.withUnsafeBufferPointer { weights in
          for position in rows.positions where position >= weights.count {
            shapeMismatch("weights of rows", expected: [position + 1], found: [weights.count])
          }
          return pass(weights.baseAddress)
        }
      }
    }
  }

  public static func sigmoidCrossEntropy(
    _ logits: MatrixView<Self>, gradient: MatrixView<Self>?, classes: [Int], _ rows: LossRows,
    smoothing: Double
  ) -> LossSum {
    columnwise(logits, gradient, classes, rows, smoothing: smoothing, threshold: 0) { z, t in
      let loss = (z > 0 ? z : 0) + logarithm(onePlus: exponential(-z.magnitude)) - t * z
      return (loss, logistic(z) - t)
    }
  }

  public static func hinge(
    _ scores: MatrixView<Self>, gradient: MatrixView<Self>?, classes: [Int], _ rows: LossRows
  ) -> LossSum {
    let k = scores.columnCount
    if k == 1 {
      return columnwise(scores, gradient, classes, rows, smoothing: 0, threshold: 0) { z, t in
        let side = 2 * t - 1
        let slack = 1 - side * z
        return slack <= 0 ? (0, 0) : (slack, -side)
      }
    }
    var sum = LossSum()
    checkRows(scores, gradient, rows)
    for (i, position) in rows.positions.enumerated() {
      let z = scores.base + i * scores.stride
      let own = ownClass(classes, position, below: k)
      if isLargest(own, z, k) { sum.rightCount += 1 }
      let weight = rows.weight(position)
      let factor = Self(weight * rows.scale)
      let ownScore = z[own]
      var loss: Self = 0
      var activeCount: Self = 0
      for j in 0..<k {
        let slack = 1 + z[j] - ownScore
        let isActive = !(slack <= 0) && j != own
        loss += isActive ? slack : 0
        activeCount += isActive ? 1 : 0
        if let gradient { gradient.base[i * gradient.stride + j] = isActive ? factor : 0 }
      }
      if let gradient { gradient.base[i * gradient.stride + own] = -activeCount * factor }
      sum.loss += weight * Double(loss)
    }
    return sum
  }

  public static func pointwise(
    _ loss: PointwiseLoss, _ outputs: MatrixView<Self>, gradient: MatrixView<Self>?,
    values: [Double], _ rows: LossRows
  ) -> LossSum {
    outputs.expectShape(rows.positions.count, 1, "outputs against numbers")
    checkRows(outputs, gradient, rows)
    switch loss {
    case .squared: return againstValues(outputs, gradient, values, rows) { squared($0) }
    case .halfSquared: return againstValues(outputs, gradient, values, rows) { halfSquared($0) }
    case .absolute: return againstValues(outputs, gradient, values, rows) { absolute($0) }
    case .huber: return againstValues(outputs, gradient, values, rows) { huber($0) }
    }
  }

  public static func pointwise(
    _ loss: PointwiseLoss, _ outputs: MatrixView<Self>, gradient: MatrixView<Self>?,
    classes: [Int], _ rows: LossRows, smoothing: Double
  ) -> LossSum {
    @inline(__always)
    func pass(_ body: (Self) -> (Self, Self)) -> LossSum {
      columnwise(outputs, gradient, classes, rows, smoothing: smoothing, threshold: 0.5) { o, t in
        body(o - t)
      }
    }
    switch loss {
    case .squared: return pass { squared($0) }
    case .halfSquared: return pass { halfSquared($0) }
    case .absolute: return pass { absolute($0) }
    case .huber: return pass { huber($0) }
    }
  }

  // Each returns the loss and its derivative with respect to the output for r = output − target.

  @inline(__always)
  private static func squared(_ r: Self) -> (Self, Self) { (r * r, 2 * r) }

  @inline(__always)
  private static func halfSquared(_ r: Self) -> (Self, Self) { (0.5 * r * r, r) }

  @inline(__always)
  private static func absolute(_ r: Self) -> (Self, Self) {
    (r.magnitude, r > 0 ? 1 : (r < 0 ? -1 : r))
  }

  @inline(__always)
  private static func huber(_ r: Self) -> (Self, Self) {
    if r > 1 { return (r - 0.5, 1) }
    if r < -1 { return (-r - 0.5, -1) }
    return (0.5 * r * r, r)
  }

  @inline(__always)
  private static func againstValues(
    _ outputs: MatrixView<Self>, _ gradient: MatrixView<Self>?, _ values: [Double],
    _ rows: LossRows, _ body: (Self) -> (Self, Self)
  ) -> LossSum {
    var sum = LossSum()
    for (i, position) in rows.positions.enumerated() {
      let (loss, derivative) = body(outputs.base[i * outputs.stride] - Self(values[position]))
      let weight = rows.weight(position)
      sum.loss += weight * Double(loss)
      if let gradient {
        gradient.base[i * gradient.stride] = derivative * Self(weight * rows.scale)
      }
    }
    return sum
  }

  /// Each column against 1 for the own class and 0 otherwise, averaged over the columns.
  @inline(__always)
  private static func columnwise(
    _ outputs: MatrixView<Self>, _ gradient: MatrixView<Self>?, _ classes: [Int],
    _ rows: LossRows, smoothing: Double, threshold: Self, _ body: (Self, Self) -> (Self, Self)
  ) -> LossSum {
    checkRows(outputs, gradient, rows)
    var sum = LossSum()
    let k = outputs.columnCount
    let off = Self(smoothing) / Self(max(2, k))
    let on = 1 - Self(smoothing) + off
    for (i, position) in rows.positions.enumerated() {
      let o = outputs.base + i * outputs.stride
      let own = k == 1 ? classes[position] - 1 : ownClass(classes, position, below: k)
      let isRight =
        k == 1 ? (own == 0 ? o[0] > threshold : o[0] < threshold) : isLargest(own, o, k)
      if isRight { sum.rightCount += 1 }
      let weight = rows.weight(position)
      let factor = Self(weight * rows.scale / Double(k))
      var total: Self = 0
      for j in 0..<k {
        let (loss, derivative) = body(o[j], j == own ? on : off)
        total += loss
        if let gradient { gradient.base[i * gradient.stride + j] = derivative * factor }
      }
      sum.loss += weight * Double(total) / Double(k)
    }
    return sum
  }

  @inline(__always)
  private static func isLargest(_ own: Int, _ scores: UnsafeMutablePointer<Self>, _ k: Int) -> Bool
  {
    let score = scores[own]
    var isLargest = !score.isNaN
    for j in 0..<k where j != own { isLargest = isLargest && scores[j] < score }
    return isLargest
  }

  @inline(__always)
  private static func ownClass(_ classes: [Int], _ position: Int, below k: Int) -> Int {
    let own = classes[position]
    guard own >= 0, own < k else { shapeMismatch("class index", expected: [k], found: [own]) }
    return own
  }

  @inline(__always)
  private static func checkRows(
    _ outputs: MatrixView<Self>, _ gradient: MatrixView<Self>?, _ rows: LossRows
  ) {
    outputs.expectShape(rows.positions.count, outputs.columnCount, "outputs of a batch")
    gradient?.expectShape(outputs.rowCount, outputs.columnCount, "gradient of a batch")
  }
}
