import Learning
import LinearAlgebra

/// A sample of the train rows with two cheap models that several checks use.
struct SignalSample: Sendable {
  /// Positions among the train rows, ascending.
  let positions: [Int]
  /// Indices of the inputs that the models use, ascending.
  let columns: [Int]
  /// The prepared inputs, [positions, columns].
  let inputMatrix: Matrix
  /// One column for numbers and for two classes, otherwise one for each class.
  let targets: Matrix
  let ridge: RidgeProbe
  /// The positions within the sample that `nearest` covers.
  let nearestSample: [Int]
  let nearest: NearestRows

  static let rowLimit = 2_000
  static let columnLimit = 256
  static let nearestLimit = 400

  /// nil when the inputs do not vary, are not finite or are too few.
  init?(train: TrainingSet) {
    columns = Array(0..<train.inputs.columnCount).evenly(Self.columnLimit)
    positions = Array(0..<train.rowCount).evenly(Self.rowLimit)
    let inputs = Self.inputs(of: train, at: positions, columns: columns)
    inputMatrix = inputs
    targets = train.targets.rows(at: positions).indicators
    nearestSample = Array(positions.indices).evenly(Self.nearestLimit)
    guard let ridge = RidgeProbe(inputs: inputs),
      let nearest = NearestRows(inputs: inputs.rows(at: nearestSample), count: 5)
    else { return nil }
    self.ridge = ridge
    self.nearest = nearest
  }

  /// The inputs that the models use, of the rows of any split.
  func inputs(of rows: TrainingSet, at positions: [Int]) -> Matrix {
    Self.inputs(of: rows, at: positions, columns: columns)
  }

  private static func inputs(
    of rows: TrainingSet, at positions: [Int], columns: [Int]
  ) -> Matrix {
    let all = rows.inputs.rows(at: positions).matrix(as: Double.self)
    return columns.count < all.columnCount ? all.columns(at: columns) : all
  }
}

extension GateContext {
  /// nil where the train rows do not allow a cheap model.
  var signalSample: SignalSample? {
    facts.signalSample.value {
      guard isTrainFinite, train.rowCount >= 30 else { return nil }
      return SignalSample(train: train)
    }
  }
}

extension Targets {
  /// Numbers as they are; two classes as 0 and 1; more as one column of 0 and 1 for each.
  ///
  /// **Shapes** [n, 1] or [n, classCount]
  var indicators: Matrix {
    switch self {
    case .values(let values):
      return Matrix(rowCount: values.count, columnCount: 1, storage: values)
    case .classes(let classes, let classCount):
      if classCount <= 2 {
        return Matrix(rowCount: classes.count, columnCount: 1, storage: classes.map(Double.init))
      }
      var matrix = Matrix(rowCount: classes.count, columnCount: classCount)
      for (i, own) in classes.enumerated() where (0..<classCount).contains(own) {
        matrix.storage[i * classCount + own] = 1
      }
      return matrix
    }
  }
}
