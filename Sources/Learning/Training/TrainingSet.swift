public import LinearAlgebra

/// Rows prepared for a model: numeric and without missing values.
public struct TrainingSet: Sendable {
  /// **Shapes** [n, d]
  public let inputs: Inputs
  /// **Shapes** [n]
  public let targets: Targets
  /// The weights of the rows, [n]; nil for equal weights.
  public let weights: [Double]?
  /// The row ids, [n].
  public let rowIDs: [Int]

  public init(inputs: Inputs, targets: Targets, weights: [Double]? = nil, rowIDs: [Int]) {
    guard inputs.rowCount == targets.count, rowIDs.count == targets.count,
      weights.map({ $0.count == targets.count }) ?? true
    else {
      fatalError(
        "training set: \(inputs.rowCount) input rows, \(targets.count) targets, "
          + "\(rowIDs.count) row ids, \(weights?.count ?? 0) weights")
    }
    self.inputs = inputs
    self.targets = targets
    self.weights = weights
    self.rowIDs = rowIDs
  }

  public var rowCount: Int { targets.count }

  /// The rows at some positions, in that order.
  public func rows(at positions: [Int]) -> TrainingSet {
    TrainingSet(
      inputs: inputs.rows(at: positions), targets: targets.rows(at: positions),
      weights: weights.map { weights in positions.map { weights[$0] } },
      rowIDs: positions.map { rowIDs[$0] })
  }
}

/// The inputs of a model, [n, d], in the precision of their preparation.
public enum Inputs: Sendable {
  case single(DenseMatrix<Float>)
  case double(Matrix)

  public var rowCount: Int {
    switch self {
    case .single(let matrix): matrix.rowCount
    case .double(let matrix): matrix.rowCount
    }
  }

  public var columnCount: Int {
    switch self {
    case .single(let matrix): matrix.columnCount
    case .double(let matrix): matrix.columnCount
    }
  }

  /// The matrix in a precision; no copy if it is stored in it.
  public func matrix<Scalar: BLASScalar>(as type: Scalar.Type) -> DenseMatrix<Scalar> {
    switch self {
    case .single(let matrix): matrix.converted(to: type)
    case .double(let matrix): matrix.converted(to: type)
    }
  }

  public func rows(at positions: [Int]) -> Inputs {
    switch self {
    case .single(let matrix): .single(matrix.rows(at: positions))
    case .double(let matrix): .double(matrix.rows(at: positions))
    }
  }
}

/// The targets of the rows.
public enum Targets: Sendable, Equatable {
  /// Numbers, after the target scaling of the spec.
  case values([Double])
  /// Class indices in 0..<classCount; with two classes, 1 is the positive one.
  case classes([Int], classCount: Int)

  public var count: Int {
    switch self {
    case .values(let values): values.count
    case .classes(let classes, _): classes.count
    }
  }

  public func rows(at positions: [Int]) -> Targets {
    switch self {
    case .values(let values): .values(positions.map { values[$0] })
    case .classes(let classes, let count):
      .classes(positions.map { classes[$0] }, classCount: count)
    }
  }
}
