import Datasets
import Evaluation
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema

@testable import Sanity

extension AfterContext {
  /// What a finished training left, where a test says all of it.
  static func handmade(
    model: any FittedModel = HandmadeModel.probabilities([0.5, 0.5]),
    ending: TerminationReason = .completed, epochs: [EpochSummary] = [], stepCount: Int = 0,
    train: TrainingSet? = nil, dev: TrainingSet? = nil, predictions: Predictions? = nil,
    devPredictions: Predictions? = nil, recipe: (any ModelRecipe)? = nil,
    plan: TrainingPlan? = .forTests, history: TrainingHistory? = nil, gate: GateReport? = nil,
    inputNames: [String] = []
  ) -> AfterContext {
    let train = train ?? GateFixture.healthy(rows: 600).rows(.train)
    return AfterContext(
      outcome: TrainingOutcome(
        model: model, method: .steps, ending: ending, epochs: epochs, solve: nil, stepLosses: [],
        stepCount: stepCount, constantRowIDs: nil, elapsedSeconds: 1),
      train: train, dev: dev, predictions: predictions, devPredictions: devPredictions,
      trainTruth: train.truth, recipe: recipe, plan: plan, history: history, gate: gate,
      inputNames: inputNames)
  }

  /// What one check finds.
  func check(_ code: CheckCode) throws -> CheckResult {
    let entry = checkCatalog.entry(code.rawValue)
    guard case .after(let body) = entry.body else { fatalError("\(code) runs before training") }
    return try entry.checkedResult(settings: settings) { try body(self) }
  }
}

extension [EpochSummary] {
  /// Epochs of ten steps with these losses.
  static func losses(
    _ losses: [Double], dev: [Double]? = nil, metrics: [Double]? = nil
  ) -> [EpochSummary] {
    losses.enumerated().map { i, loss in
      EpochSummary(
        epoch: i + 1, step: 10 * (i + 1), trainLoss: loss, devLoss: dev?[i],
        devMetric: metrics?[i], learningRate: 0.1, gradientNorm: 1, rowsPerSecond: 1,
        elapsedSeconds: 1)
    }
  }
}

extension TrainingSet {
  /// The targets as predictions are held against them.
  var truth: Predictions.Truth {
    switch targets {
    case .values(let values): .values(values)
    case .classes(let classes, _): .classes(classes)
    }
  }

  /// Rows of these inputs with a number each.
  static func numbers(_ inputs: [[Double]], _ targets: [Double]) -> TrainingSet {
    TrainingSet(
      inputs: .double(Matrix(rows: inputs)), targets: .values(targets),
      rowIDs: Array(targets.indices))
  }
}

extension Predictions {
  /// Numbers beside their truth.
  static func numbers(_ outputs: [Double], truth: [Double]) -> Predictions {
    Predictions(
      task: .regression, classNames: [], rowIDs: Array(truth.indices), truth: .values(truth),
      outputs: Matrix(rowCount: outputs.count, columnCount: 1, storage: outputs))
  }

  /// Classes that are all sure, beside their truth.
  static func classes(_ guesses: [Int], truth: [Int], of classCount: Int) -> Predictions {
    Predictions(
      task: classCount == 2 ? .binary : .multiclass,
      classNames: (0..<classCount).map { "class_\($0)" }, rowIDs: Array(truth.indices),
      truth: .classes(truth),
      outputs: Matrix(
        rows: guesses.map { guess in (0..<classCount).map { $0 == guess ? 1.0 : 0 } }))
  }
}
