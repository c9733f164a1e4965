import LinearAlgebra
public import Schema

extension TrainingSet {
  /// The task that the targets define.
  public var task: PredictionTask {
    switch targets {
    case .values: .regression
    case .classes(_, let count): count == 2 ? .binary : .multiclass
    }
  }

  /// Classes, or 1 for regression.
  public var outputCount: Int {
    switch targets {
    case .values: 1
    case .classes(_, let count): count
    }
  }

  /// Throws when there are no rows or columns, or when a number is not finite.
  func checkUsable() throws(FitError) {
    try checkUsableButInputs()
    try checkInputsFinite()
  }

  /// Throws at the first input that is not finite. It reads all inputs, so that a solver whose sums
  /// reveal such numbers calls it only then.
  func checkInputsFinite() throws(FitError) {
    let position =
      switch inputs {
      case .single(let matrix): matrix.storage.withView { $0.firstNonFinite }
      case .double(let matrix): matrix.storage.withView { $0.firstNonFinite }
      }
    if let position {
      throw .notFinite(
        row: position / inputs.columnCount, column: position % inputs.columnCount)
    }
  }

  /// `checkUsable` without the values of the inputs.
  func checkUsableButInputs() throws(FitError) {
    if rowCount == 0 { throw .noRows }
    if inputs.columnCount == 0 { throw .noColumns }
    try checkClassCount()
    if case .values(let values) = targets, let row = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: row, column: nil)
    }
    if let weights {
      if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw .badWeight(row: row)
      }
      if !weights.contains(where: { $0 > 0 }) { throw .noRows }
    }
  }

  /// Throws for classes of which there is only one: a binary model has outputs for two.
  public func checkClassCount() throws(FitError) {
    if case .classes(_, let count) = targets, count < 2 { throw .oneClass }
  }

  /// Throws when a class has no row with a positive weight.
  ///
  /// - Parameter classFactors: The weight of each class; nil for equal weights.
  func checkClassesPresent(classFactors: [Double]? = nil) throws(FitError) {
    guard case .classes(let classes, let count) = targets else { return }
    var isPresent = [Bool](repeating: false, count: count)
    for (i, own) in classes.enumerated() where weights.map({ $0[i] > 0 }) ?? true {
      isPresent[own] = classFactors?[own] ?? 1 > 0
    }
    if !isPresent.contains(true) { throw .noRows }
    if let missing = isPresent.firstIndex(of: false) { throw .emptyClass(missing) }
  }
}

extension ClassWeights {
  /// One weight for each class, from the rows trained on; nil for equal weights.
  ///
  /// **Formula** balanced: (Σ weights of all rows) / (classes · Σ weights of the class's rows)
  public func factors(for train: TrainingSet) -> [Double]? {
    guard case .classes(_, let count) = train.targets else { return nil }
    switch self {
    case .none: return nil
    case .perClass(let weights): return weights
    case .balanced:
      let totals = train.classTotals
      let total = totals.reduce(0, +)
      return totals.map { $0 == 0 ? 0 : total / (Double(count) * $0) }
    }
  }
}

extension TrainingSet {
  /// The weight of the rows of each class: without weights, their number; empty for regression.
  public var classTotals: [Double] {
    guard case .classes(let classes, let count) = targets else { return [] }
    var totals = [Double](repeating: 0, count: count)
    for (i, own) in classes.enumerated() { totals[own] += weights?[i] ?? 1 }
    return totals
  }
}

extension TrainingSet {
  /// The weight of each row in the loss: its own times its class's; nil for equal weights.
  func rowWeights(classFactors: [Double]?) -> [Double]? {
    guard let classFactors, case .classes(let classes, _) = targets else { return weights }
    guard classes.allSatisfy({ $0 < classFactors.count }) else {
      fatalError("\(classFactors.count) class weights for \(outputCount) classes")
    }
    let byClass = classes.map { classFactors[$0] }
    guard let weights else { return byClass }
    return zip(weights, byClass).map { $0 * $1 }
  }
}
