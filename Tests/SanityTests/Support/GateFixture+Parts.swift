import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema

@testable import Sanity

extension GateFixture {
  /// What one check finds when dev and test rows, or train's too, are changed after they were
  /// prepared.
  func check(
    _ code: CheckCode, train changeOfTrain: (TrainingSet) -> TrainingSet = { $0 },
    changing change: (TrainingSet) -> TrainingSet
  ) throws -> CheckResult {
    let own = context
    let changed = GateContext(
      dataset: dataset, inputNames: own.inputNames, train: changeOfTrain(own.train),
      dev: own.dev.map(change), test: own.test.map(change), recipe: recipe, plan: plan,
      settings: settings, splitMethod: splitMethod, seed: 1)
    let entry = checkCatalog.entry(code.rawValue)
    guard case .before(let body) = entry.body else { fatalError("\(code) runs after training") }
    return try entry.checkedResult(settings: settings) { try body(changed) }
  }
}

extension TrainingSet {
  func mappingInputs(_ change: (Matrix) -> Matrix) -> TrainingSet {
    TrainingSet(
      inputs: .double(change(inputs.matrix(as: Double.self))), targets: targets, rowIDs: rowIDs)
  }

  func with(_ targets: Targets) -> TrainingSet {
    TrainingSet(inputs: inputs, targets: targets, rowIDs: rowIDs)
  }

  /// Every class index one further on.
  var withClassesMoved: TrainingSet {
    guard case .classes(let classes, let count) = targets else { return self }
    return with(.classes(classes.map { ($0 + 1) % count }, classCount: count))
  }
}
