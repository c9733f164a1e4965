import LinearAlgebra
import Schema

extension Predictions {
  public var classCount: Int { classNames.count }

  /// The true class of each row, [n].
  public var trueClasses: [Int] {
    guard case .classes(let classes) = truth else { wrongTask("classes", task) }
    guard classes.count == rowCount, outputs.rowCount == rowCount,
      outputs.columnCount == classCount
    else {
      inconsistentPredictions(
        rowCount: rowCount, truthCount: classes.count,
        outputs: [outputs.rowCount, outputs.columnCount], classCount: classCount)
    }
    for name in classes where name < 0 || name >= classCount {
      fatalError("true class \(name) is not among \(classCount) classes")
    }
    return classes
  }

  /// The class each row is given to, [n]: the likeliest, the first of equally likely ones; of two
  /// classes the positive one from a probability of one half upwards. Meaningless where outputs
  /// are not finite.
  public var predictedClasses: [Int] {
    let (count, storage) = (classCount, outputs.storage)
    return (0..<outputs.rowCount).map { row in
      PredictedClass.index(of: count) { storage[row * count + $0] }
    }
  }

  /// The true value of each row, [n].
  public var trueValues: [Double] {
    guard case .values(let values) = truth else { wrongTask("values", task) }
    guard values.count == rowCount, outputs.rowCount == rowCount, outputs.columnCount == 1 else {
      inconsistentPredictions(
        rowCount: rowCount, truthCount: values.count,
        outputs: [outputs.rowCount, outputs.columnCount], classCount: 1)
    }
    return values
  }

  /// The predicted value of each row of a regression, [n].
  public var predictedValues: [Double] { outputs.storage.array }

  /// Prediction minus truth of each row of a regression, [n].
  public var residuals: [Double] {
    let values = trueValues
    let predicted = predictedValues
    return (0..<values.count).map { predicted[$0] - values[$0] }
  }

  /// Whether there is at least one row and every output is a finite number. No metric has a value
  /// otherwise: a number over the rows that happen to be finite would flatter a broken model.
  public var isEvaluable: Bool {
    guard rowCount > 0 else { return false }
    for output in outputs.storage where !output.isFinite { return false }
    if case .values(let values) = truth {
      for value in values where !value.isFinite { return false }
    }
    return true
  }

  /// The rows at the given positions, in that order.
  public func rows(at positions: [Int]) -> Predictions {
    let picked: Truth
    switch truth {
    case .values(let values): picked = .values(positions.map { values[$0] })
    case .classes(let classes): picked = .classes(positions.map { classes[$0] })
    }
    return Predictions(
      task: task, classNames: classNames, rowIDs: positions.map { rowIDs[$0] }, truth: picked,
      outputs: outputs.rows(at: positions),
      weights: weights.map { weights in positions.map { weights[$0] } })
  }

  /// The rows with a positive weight: all that metrics, intervals and tests are computed from.
  var weightedRows: Predictions {
    guard let weights, weights.contains(0) else { return self }
    return rows(at: weights.indices.filter { weights[$0] > 0 })
  }

  /// The number of equally weighted rows that would give a mean the same variance, (Σw)² / Σw²;
  /// the number of rows without weights.
  public var effectiveRowCount: Double { weights?.effectiveCount ?? Double(rowCount) }
}

/// Ends the program over a mistake in Assay itself: a metric of another task.
func wrongTask(_ wanted: String, _ task: PredictionTask) -> Never {
  fatalError("these predictions are of a \(task.rawValue) task and have no true \(wanted)")
}

/// Ends the program over a mistake in Assay itself: parts of predictions that do not fit.
func inconsistentPredictions(
  rowCount: Int, truthCount: Int, outputs: [Int], classCount: Int
) -> Never {
  fatalError(
    "predictions of \(rowCount) rows and \(classCount) outputs: expected shape "
      + "\([rowCount, classCount]), found \(outputs) with \(truthCount) truths")
}
