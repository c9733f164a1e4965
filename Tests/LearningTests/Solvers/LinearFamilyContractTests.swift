import Foundation
import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

/// A linear model with one of its solvers, for one of its tasks.
struct SolverCase: Sendable, CustomStringConvertible {
  let kind: String
  let task: PredictionTask
  let solver: String
  let settings: [(String, Literal)]

  var description: String {
    "\(kind) \(task) \(solver) " + settings.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  func outcome(_ set: TrainingSet, plan: TrainingPlan) throws -> TrainingOutcome {
    let settings = settings + [("solver", .string(solver))]
    return try modelCatalog.entry(kind).recipe(settings).fitted(
      to: set, dev: nil, plan: plan, context: TrainingContext())
  }
}

/// Every kind of model that has solvers × each of its solvers × each of its tasks × with and
/// without penalties.
private let cases = modelCatalog.entries.flatMap { entry -> [SolverCase] in
  guard let field = entry.fields.first(where: { $0.name == "solver" }),
    case .scalar(let rule) = field.shape
  else { return [] }
  func isNumber(_ name: String) -> Bool { entry.fields.contains { $0.name == name } }
  let names = ["l1", "l2"].filter(isNumber)
  let none = names.map { ($0, Literal.number(0)) }
  let some = names.map { ($0, Literal.number(0.02)) }
  let variants = names.isEmpty ? [[]] : [none, some] + (names.count == 2 ? [[("l1", 0.02)]] : [])
  return PredictionTask.allCases.filter(entry.tasks.contains).flatMap { task in
    rule.options.flatMap { option in
      variants.map {
        SolverCase(kind: entry.name, task: task, solver: option.name, settings: $0)
      }
    }
  }
}

private func fitOrNil(_ own: SolverCase, _ set: TrainingSet, plan: TrainingPlan) throws
  -> TrainingOutcome?
{
  do {
    return try own.outcome(set, plan: plan)
  } catch FitError.solverDoesNotFit {
    return nil
  }
}

@Test func theContractCoversTheFamily() {
  #expect(Set(cases.map(\.kind)).count > 5)
  #expect(cases.count > 60)
}

/// Weight 2 is a row twice, weight 0 a row left out; class weights multiply rows' weights.
@Test(arguments: cases)
func weightsCountRows(own: SolverCase) throws {
  // Batches of sgd are other batches when rows are repeated; full ones are not.
  let plan = smallPlan(budget: .epochs(40))
  for seed in UInt64(1)...3 {
    let set = syntheticSet(own.task, rowCount: 36, columnCount: 3, seed: seed)
    let counts = (0..<36).map { [1, 2, 0, 1, 3, 0.5][($0 + Int(seed)) % 6] }
    let weighted = TrainingSet(
      inputs: set.inputs, targets: set.targets, weights: counts, rowIDs: set.rowIDs)
    // Twice each count, so that ½ is a row; all weights alike are no weights at all.
    let repeated = set.rows(
      at: (0..<36).flatMap { [Int](repeating: $0, count: Int(2 * counts[$0])) })
    guard let one = try fitOrNil(own, weighted, plan: plan) else { return }
    let two = try own.outcome(repeated, plan: plan)
    let (first, second) = (flatParameters(one.model), flatParameters(two.model))
    // Without a penalty several softmax weights say the same, and nearly separable classes have
    // large ones: what the model says is compared then.
    let isUnique = !own.task.isClassification || own.settings.contains { $0.1 != .number(0) }
    if isUnique { #expect(relativeDifference(first, second) < 1e-4, "\(own) seed \(seed)") }
    let outputs = [one, two].map { $0.model.outputs(for: set.inputs).storage.array }
    let difference = zip(outputs[0], outputs[1]).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(difference < 1e-3, "\(own) seed \(seed)")
    let objectives = try [one, two].map { try #require($0.solve).objective }
    #expect(abs(objectives[0] - objectives[1]) < 1e-7 * (1 + abs(objectives[1])), "\(own)")
    guard own.task.isClassification else { continue }
    var classed = plan
    classed.classWeights = .perClass(own.task == .binary ? [1, 2] : [1, 2, 0.5])
    guard case .classes(let classes, _) = set.targets else { return }
    let factors = own.task == .binary ? [1.0, 2] : [1, 2, 0.5]
    let products = TrainingSet(
      inputs: set.inputs, targets: set.targets,
      weights: (0..<36).map { counts[$0] * factors[classes[$0]] }, rowIDs: set.rowIDs)
    let byClass = try own.outcome(weighted, plan: classed)
    let byRow = try own.outcome(products, plan: plan)
    #expect(
      relativeDifference(flatParameters(byClass.model), flatParameters(byRow.model)) < 1e-9,
      "\(own) seed \(seed)")
  }
}

/// What each member makes of data that have no usual answer.
private func extremes(_ task: PredictionTask) -> [(name: String, set: TrainingSet)] {
  let whole = syntheticSet(task, rowCount: 30, columnCount: 4, seed: 5)
  let x = whole.inputs.matrix(as: Double.self)
  let rows = (0..<30).map { x.row($0) }
  func targets(_ value: (Int) -> Double) -> Targets {
    switch task {
    case .regression: .values((0..<30).map(value))
    case .binary: .classes((0..<30).map { value($0) > 0 ? 1 : 0 }, classCount: 2)
    case .multiclass:
      .classes(
        (0..<30).map { value($0) > 0.5 ? 2 : value($0) > -0.5 ? 1 : 0 }, classCount: 3)
    }
  }
  func weighted(_ weight: (Int) -> Double) -> TrainingSet {
    TrainingSet(
      inputs: whole.inputs, targets: whole.targets, weights: (0..<30).map(weight),
      rowIDs: whole.rowIDs)
  }
  let wide = syntheticSet(task, rowCount: 7, columnCount: 12, seed: 4)
  return [
    ("rank-deficient", TrainingSet(rows.map { $0 + [$0[0] + $0[1] - $0[2]] }, whole.targets)),
    ("twin columns", TrainingSet(rows.map { $0 + $0 }, whole.targets)),
    ("nearly twin columns", TrainingSet(rows.map { $0 + [$0[0] * (1 + 1e-9)] }, whole.targets)),
    ("separable", TrainingSet(rows, targets { x[$0, 0] })),
    ("one row", whole.rows(at: [0])),
    ("two rows", whole.rows(at: [0, 1])),
    ("one column", TrainingSet(rows.map { [$0[0]] }, whole.targets)),
    ("fewer rows than columns", wide),
    ("constant target", TrainingSet(rows, targets { _ in 1 })),
    ("constant column", TrainingSet(rows.map { [7] + $0 }, whole.targets)),
    ("constant columns only", TrainingSet(rows.map { _ in [7, 0] }, whole.targets)),
    ("all weights zero", weighted { _ in 0 }),
    ("one row has weight", weighted { $0 == 3 ? 2 : 0 }),
    ("tiny weights", weighted { _ in 1e-200 }),
    ("large numbers", TrainingSet(rows.map { $0.map { $0 * 1e150 } }, whole.targets)),
    ("small numbers", TrainingSet(rows.map { $0.map { $0 * 1e-150 } }, whole.targets)),
    ("far from 0", TrainingSet(rows.map { $0.map { $0 + 1e8 } }, whole.targets)),
  ]
}

/// A finite model, or a typed error that says what is missing: never NaN in silence.
@Test(arguments: cases)
func extremesAreDefined(own: SolverCase) throws {
  for (name, set) in extremes(own.task) {
    for classWeights in [ClassWeights.none, .balanced] {
      if classWeights == .balanced, !own.task.isClassification { continue }
      var plan = smallPlan(budget: .epochs(5))
      plan.classWeights = classWeights
      do {
        let outcome = try own.outcome(set, plan: plan)
        let parameters = flatParameters(outcome.model)
        #expect(parameters.allSatisfy { $0.isFinite }, "\(own), \(name)")
        let outputs = outcome.model.outputs(for: set.inputs)
        #expect(outputs.storage.allSatisfy { $0.isFinite }, "\(own), \(name)")
        if case .diverged = outcome.ending { continue }
        let report = try #require(outcome.solve)
        #expect(report.objective.isFinite, "\(own), \(name): \(report)")
        #expect(name != "all weights zero", "\(own)")
      } catch let error as FitError {
        expectApt(error, own, name)
      }
    }
  }
}

/// Errors are for what has no answer, and name it.
private func expectApt(_ error: FitError, _ own: SolverCase, _ name: String) {
  switch error {
  case .solverDoesNotFit: break
  case .noRows: #expect(name == "all weights zero", "\(own), \(name): \(error)")
  case .emptyClass:
    let lacking = [
      "one row", "two rows", "constant target", "one row has weight", "fewer rows than columns",
    ]
    #expect(own.task.isClassification && lacking.contains(name), "\(own), \(name): \(error)")
  case .singular(let solver):
    let dependent = [
      "rank-deficient", "twin columns", "nearly twin columns", "one row", "two rows",
      "fewer rows than columns", "one row has weight", "large numbers", "small numbers",
      "far from 0", "tiny weights",
    ]
    #expect(
      own.solver == solver.rawValue && own.solver != "auto" && dependent.contains(name),
      "\(own), \(name): \(error)")
  default: Issue.record("\(own), \(name): \(error)")
  }
}

/// Class weights of 0 take classes out; when nothing is left, that is said.
@Test func classWeightsOfZeroAreAMissingClass() {
  for kind in ["logistic", "softmax"] {
    let set = syntheticSet(.binary)
    for (factors, missing) in [([0.0, 1], 0), ([1, 0], 1)] {
      var plan = smallPlan()
      plan.classWeights = .perClass(factors)
      #expect(throws: FitError.emptyClass(missing)) {
        try recipe(kind).fitted(to: set, dev: nil, plan: plan, context: TrainingContext())
      }
    }
    var plan = smallPlan()
    plan.classWeights = .perClass([0, 0])
    #expect(throws: FitError.noRows) {
      try recipe(kind).fitted(to: set, dev: nil, plan: plan, context: TrainingContext())
    }
  }
}
