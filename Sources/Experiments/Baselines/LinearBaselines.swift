import Datasets
import Learning
import LinearAlgebra
import Randomness
import Schema

extension BaselineEntry {
  /// A linear model with its default settings, on at most 10,000 rows.
  static func linearModel(_ kind: String, tasks: Set<PredictionTask>) -> BaselineEntry {
    BaselineEntry(
      name: kind, summary: "a \(kind) model with its default penalty, quickly fitted", tasks: tasks
    ) { data, context in
      let rows = quickSample(of: data.train, seed: context.seed)
      let outcome = try fitLinearModel(kind, to: rows, context)
      let extent =
        rows.rowCount == data.train.rowCount
        ? "" : " on \(rows.rowCount) of \(data.train.rowCount) rows"
      return FittedBaseline(source: "\(kind), default settings\(extent)") { part in
        outcome.model.outputs(for: part.inputs)
      }
    }
  }

  /// A linear model of the one input that says most about the target.
  static let oneInput = BaselineEntry(
    name: "one_input",
    summary: "a linear model of the single input that says most about the target",
    tasks: Set(PredictionTask.allCases)
  ) { data, context in
    let rows = quickSample(of: data.train, seed: context.seed)
    let kind: String =
      switch data.task {
      case .regression: "linear"
      case .binary: "logistic"
      case .multiclass: "softmax"
      }
    let best = mostTellingInput(rows)
    let outcome = try fitLinearModel(kind, to: rows.keepingInput(best), context)
    let name = data.preprocessing.inputNames[best]
    return FittedBaseline(source: "\(kind) of \(name) alone") { part in
      outcome.model.outputs(for: part.keepingInput(best).inputs)
    }
  }

  /// Rows beyond this many make a quick baseline slow and hardly better.
  private static let rowLimit = 10_000

  private static func quickSample(of train: TrainingSet, seed: UInt64) -> TrainingSet {
    guard train.rowCount > rowLimit else { return train }
    var generator = CounterBasedGenerator(seed: seed, purpose: .subset)
    return train.rows(
      at: generator.permutation(of: train.rowCount).prefix(rowLimit).sorted())
  }

  private static func fitLinearModel(
    _ kind: String, to rows: TrainingSet, _ context: BaselineContext
  ) throws -> TrainingOutcome {
    try modelCatalog.entry(kind).quickRecipe().fitted(
      to: rows, dev: nil, plan: .standard(seed: context.seed),
      context: TrainingContext(isCancelled: context.isCancelled))
  }

  /// The input whose between-class (or linear) fraction of variance is greatest.
  private static func mostTellingInput(_ rows: TrainingSet) -> Int {
    let inputs = rows.inputs.matrix(as: Double.self)
    var best = (index: 0, share: -1.0)
    for index in 0..<inputs.columnCount {
      let share = explainedShare(of: inputs.column(index), by: rows)
      if share > best.share { best = (index, share) }
    }
    return best.index
  }

  /// R² of the column against the targets: of a line for numbers, of class means for classes.
  private static func explainedShare(of column: [Double], by rows: TrainingSet) -> Double {
    let weights = rows.weights ?? [Double](repeating: 1, count: column.count)
    let mean = column.mean(weights: rows.weights)
    let deviations = column.map { $0 - mean }
    let total = zip(deviations, weights).reduce(0) { $0 + $1.1 * ($1.0 * $1.0) }
    guard total > 0 else { return 0 }
    switch rows.targets {
    case .values(let values):
      let valueMean = values.mean(weights: rows.weights)
      var shared = 0.0
      var spread = 0.0
      for i in values.indices {
        let deviation = values[i] - valueMean
        shared += weights[i] * (deviations[i] * deviation)
        spread += weights[i] * (deviation * deviation)
      }
      return spread > 0 ? shared * shared / (total * spread) : 0
    case .classes(let classes, let classCount):
      var sums = [Double](repeating: 0, count: classCount)
      for (i, index) in classes.enumerated() { sums[index] += weights[i] * deviations[i] }
      let between = zip(sums, rows.classTotals).reduce(0) {
        $0 + ($1.1 > 0 ? $1.0 * $1.0 / $1.1 : 0)
      }
      return between / total
    }
  }
}

extension TrainingSet {
  /// The same rows with one input only.
  fileprivate func keepingInput(_ index: Int) -> TrainingSet {
    let column: Inputs =
      switch inputs {
      case .single(let matrix):
        .single(.init(rowCount: rowCount, columnCount: 1, storage: matrix.column(index)))
      case .double(let matrix):
        .double(.init(rowCount: rowCount, columnCount: 1, storage: matrix.column(index)))
      }
    return TrainingSet(inputs: column, targets: targets, weights: weights, rowIDs: rowIDs)
  }
}
