import Foundation
import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

/// Errors of penalties by scikit-learn and by leaving rows out; ridge's data are those of "optima".
private struct Document: Decodable {
  let ridge: [Ridge]
  let lasso: [Lasso]
  let logistic: [Logistic]

  struct Ridge: Decodable {
    let data: String
    let rowWeights: [Double]?
    let fits: [Fit]
  }

  struct Fit: Decodable {
    let l2: Double
    let weights: [Double]
    let intercept: Double
    let leaveOneOut: Double
    let degreesOfFreedom: Double
    let gcv: Double
  }

  struct Lasso: Decodable {
    let name: String
    let inputs: [[Double]]
    let targets: [Double]
    let folds: [Int]
    let ratio: Double
    let alphas: [Double]
    let foldErrors: [[Double]]
    let best: Double
  }

  struct Logistic: Decodable {
    let data: String
    let rowWeights: [Double]?
    let folds: [Int]
    let penalties: [Double]
    let foldErrors: [[Double]]
  }
}

private struct Inputs: Decodable {
  let data: [String: Data]

  struct Data: Decodable {
    let inputs: [[Double]]
    let targets: [Double]
  }
}

private func fit(
  _ recipe: any ModelRecipe, _ set: TrainingSet, plan: TrainingPlan = smallPlan()
) throws -> TrainingOutcome {
  try recipe.fitted(to: set, dev: nil, plan: plan, context: TrainingContext())
}

@Test func leaveOneOutByHand() throws {
  // Without an intercept, x = 1, 1, y = 0, 2 and l2·Σ s = 2: w = 2 / (2 + 2) = ½, and every leverage
  // is 1 / 4, so that the errors −½ and 1½ become −⅔ and 2: (4 / 9 + 4) / 2. The training error is
  // (¼ + 9 / 4) / 2 with ½ a degree of freedom: 1.25 / (1 − ¼)².
  let path = try RidgePath(
    inputs: Matrix(rows: [[1], [1]]), targets: [0, 2], penalties: [1], fitsIntercept: false)
  let fit = path.fits[0]
  #expect(abs(fit.weights[0] - 0.5) < 1e-15 && fit.intercept == 0)
  #expect(abs(fit.degreesOfFreedom - 0.5) < 1e-15)
  #expect(abs(fit.leaveOneOut - 20.0 / 9) < 1e-14)
  #expect(abs(fit.generalizedCrossValidation - 20.0 / 9) < 1e-14)
}

@Test func ridgePathsAgreeWithLeavingRowsOut() throws {
  let document = try fixture("selection", as: Document.self)
  let inputs = try fixture("optima", as: Inputs.self)
  #expect(document.ridge.count == 4)
  for reference in document.ridge {
    let data = try #require(inputs.data[reference.data])
    let path = try RidgePath(
      inputs: Matrix(rows: data.inputs), targets: data.targets, weights: reference.rowWeights,
      penalties: reference.fits.map(\.l2))
    for (fit, expected) in zip(path.fits, reference.fits) {
      let name = "\(reference.data) l2 \(expected.l2)"
      #expect(
        relativeDifference(fit.weights + [fit.intercept], expected.weights + [expected.intercept])
          < 1e-8, "\(name)")
      #expect(abs(fit.leaveOneOut / expected.leaveOneOut - 1) < 1e-8, "\(name)")
      #expect(abs(fit.degreesOfFreedom / expected.degreesOfFreedom - 1) < 1e-8, "\(name)")
      #expect(abs(fit.generalizedCrossValidation / expected.gcv - 1) < 1e-8, "\(name)")
    }
  }
}

/// The path's fits are those of `ridge` with each penalty.
@Test func ridgePathsAreRidgeFits() throws {
  for (n, d) in [(40, 3), (12, 20)] {
    let plain = syntheticSet(.regression, rowCount: n, columnCount: d, seed: 3)
    let set = TrainingSet(
      inputs: plain.inputs, targets: plain.targets,
      weights: (0..<n).map { Double($0 % 3) }, rowIDs: plain.rowIDs)
    guard case .values(let targets) = set.targets else { return }
    let path = try RidgePath(
      inputs: set.inputs.matrix(as: Double.self), targets: targets, weights: set.weights,
      penalties: [10, 0.1, 1e-4])
    for found in path.fits {
      let expected = flatParameters(
        try fit(recipe("ridge", ("l2", .number(found.l2))), set).model)
      #expect(relativeDifference(found.weights + [found.intercept], expected) < 1e-9)
    }
  }
}

@Test(arguments: ["loo", "gcv"])
func ridgeChoosesThePenaltyOfLeastError(selection: String) throws {
  let set = syntheticSet(.regression, rowCount: 40, columnCount: 10, seed: 8)
  for reduction in [Reduction.mean, .sum] {
    var plan = smallPlan()
    plan.reduction = reduction
    plan.l2 = reduction == .sum ? 0.4 : 0.01
    let outcome = try fit(
      recipe("ridge", ("l2", "auto"), ("selection", .string(selection))), set, plan: plan)
    let report = try #require(outcome.solve)
    let chosen = try #require(report.selection)
    #expect(chosen.setting == "l2" && chosen.candidates.count == 101)
    #expect(report.reason.hasPrefix("auto: rows ≥ columns and well conditioned; l2 "))
    let rule = selection == "loo" ? "leave-one-out" : "generalized cross-validation"
    #expect(report.reason.contains(" of 101 for the least \(rule) error"))
    guard case .values(let targets) = set.targets else { return }
    // The same errors by the path, with what the plan adds.
    let path = try RidgePath(
      inputs: set.inputs.matrix(as: Double.self), targets: targets,
      penalties: chosen.candidates.map { $0.value + 0.01 })
    let errors = path.fits.map {
      selection == "loo" ? $0.leaveOneOut : $0.generalizedCrossValidation
    }
    for (candidate, error) in zip(chosen.candidates, errors) {
      #expect(abs(try #require(candidate.error) / error - 1) < 1e-9)
    }
    let least = try #require(errors.min())
    let place = try #require(chosen.candidates.firstIndex { $0.value == chosen.chosen })
    #expect(abs(errors[place] / least - 1) < 1e-12)
    // And the model is the one that penalty gives.
    let strength = chosen.chosen * (reduction == .sum ? 40 : 1)
    let fixed = try fit(recipe("ridge", ("l2", .number(strength))), set, plan: plan)
    #expect(flatParameters(fixed.model) == flatParameters(outcome.model))
    let problem = try #require(recipe("ridge", ("l2", "auto")).gradientProblem(on: set, plan: plan))
    if selection == "loo" {
      let gradient = problem.lossAndGradient(at: flatParameters(outcome.model)).gradient
      #expect(gradient.allSatisfy { abs($0) < 1e-8 })
    }
  }
}

@Test func penaltiesThatCannotBeChosenSayWhy() throws {
  let set = syntheticSet(.regression)
  for kind in ["ridge", "lasso", "elastic_net"] {
    let automatic: (String, Literal) = (kind == "ridge" ? "l2" : "l1", "auto")
    let one = set.rows(at: [0])
    #expect(throws: FitError.tooFewRows(needed: 2, found: 1)) {
      try fit(recipe(kind, automatic), one)
    }
    let single = TrainingSet(
      inputs: set.inputs, targets: set.targets,
      weights: (0..<set.rowCount).map { $0 == 4 ? 2 : 0 }, rowIDs: set.rowIDs)
    #expect(throws: FitError.tooFewRows(needed: 2, found: 1)) {
      try fit(recipe(kind, automatic), single)
    }
    #expect(throws: FitError.self) { try fit(recipe(kind, automatic, ("solver", "sgd")), set) }
    #expect(throws: FitError.self) {
      try fit(recipe(kind, automatic), set, plan: smallPlan(loss: .huber))
    }
    // A constant target: nothing to explain, the largest penalty of equals.
    let matrix = set.inputs.matrix(as: Double.self)
    let flat = TrainingSet(
      (0..<40).map { matrix.row($0) }, .values([Double](repeating: 3, count: 40)))
    let outcome = try fit(recipe(kind, automatic), flat)
    #expect(relativeDifference(flatParameters(outcome.model), [0, 0, 0, 3]) < 1e-12)
    #expect(try #require(outcome.solve).reason.hasSuffix(", the largest of the range"))
  }
}

@Test func crossValidationAgreesWithScikitLearn() throws {
  let document = try fixture("selection", as: Document.self)
  #expect(document.lasso.count == 3)
  for reference in document.lasso {
    let validation = try ElasticNetCrossValidation(
      inputs: Matrix(rows: reference.inputs), targets: reference.targets,
      folds: reference.folds, penalties: reference.alphas.map { $0 * reference.ratio },
      l2PerL1: (1 - reference.ratio) / reference.ratio, tolerance: 1e-12)
    for (candidate, errors) in zip(validation.candidates, reference.foldErrors) {
      #expect(
        relativeDifference(candidate.foldErrors, errors) < 1e-6,
        "\(reference.name) l1 \(candidate.l1)")
    }
    let best = try #require(validation.best)
    #expect(abs(best.l1 / (reference.best * reference.ratio) - 1) < 1e-12, "\(reference.name)")
    let sparsest = try #require(validation.sparsest)
    #expect(sparsest.l1 >= best.l1)
    #expect(sparsest.meanError <= best.meanError + best.standardError)
    for candidate in validation.candidates where candidate.l1 > sparsest.l1 {
      #expect(candidate.meanError > best.meanError + best.standardError)
    }
  }
}

@Test(arguments: ["min", "one_standard_error"])
func lassoChoosesByCrossValidation(selection: String) throws {
  // On the Gram matrix, and on residuals.
  for (n, p) in [(60, 12), (40, 150)] {
    let plain = syntheticSet(.regression, rowCount: n, columnCount: p, seed: 6)
    let weights = (0..<n).map { $0 % 7 == 0 ? 0 : 1.0 + Double($0 % 2) }
    let set = TrainingSet(
      inputs: plain.inputs, targets: plain.targets, weights: weights, rowIDs: plain.rowIDs)
    let automatic = recipe(
      "elastic_net", ("l1", "auto"), ("l2", 0.01), ("folds", 4),
      ("selection", .string(selection)))
    let outcome = try fit(automatic, set)
    let report = try #require(outcome.solve)
    let chosen = try #require(report.selection)
    #expect(chosen.setting == "l1" && chosen.candidates.count == 100)
    #expect(report.reason.contains("; l1 \(chosen.chosen) of 100 for the "))
    #expect(report.reason.contains(" over 4 folds"))
    let errors = try chosen.candidates.map { try #require($0.error) }
    let place = try #require(chosen.candidates.firstIndex { $0.value == chosen.chosen })
    let best = try #require(errors.indices.min { errors[$0] < errors[$1] })
    if selection == "min" {
      #expect(place == best)
    } else {
      let limit = errors[best] + (try #require(chosen.candidates[best].standardError))
      #expect(errors[place] <= limit && errors[..<place].allSatisfy { $0 > limit })
    }
    let fixed = recipe("elastic_net", ("l1", .number(chosen.chosen)), ("l2", 0.01))
    #expect(flatParameters(try fit(fixed, set).model) == flatParameters(outcome.model))
    // Other seeds draw other folds; the same seed the same.
    #expect(try fit(automatic, set).solve?.selection == chosen)
    var other = smallPlan()
    other.seed = 2
    #expect(try fit(automatic, set, plan: other).solve?.selection != chosen)
  }
}

/// scikit-learn's `LogisticRegression(C)` on each fold's rest: the loss of the rows left out.
@Test func logisticCrossValidationAgreesWithScikitLearn() throws {
  let document = try fixture("selection", as: Document.self)
  let inputs = try fixture("optima", as: Inputs.self)
  #expect(document.logistic.count == 2)
  for reference in document.logistic {
    let data = try #require(inputs.data[reference.data])
    let validation = try LogisticCrossValidation(
      inputs: Matrix(rows: data.inputs), classes: data.targets.map { Int($0) },
      weights: reference.rowWeights, folds: reference.folds, penalties: reference.penalties)
    for (candidate, errors) in zip(validation.candidates, reference.foldErrors) {
      #expect(relativeDifference(candidate.foldErrors, errors) < 1e-6, "l2 \(candidate.l2)")
    }
  }
}

@Test func logisticChoosesByCrossValidation() throws {
  let set = syntheticSet(.binary, rowCount: 80, columnCount: 12, seed: 3)
  for reduction in [Reduction.mean, .sum] {
    var plan = smallPlan()
    plan.reduction = reduction
    plan.classWeights = .balanced
    let outcome = try fit(recipe("logistic", ("l2", "auto")), set, plan: plan)
    let report = try #require(outcome.solve)
    let chosen = try #require(report.selection)
    #expect(chosen.setting == "l2" && chosen.candidates.count == 41)
    #expect(
      report.reason.hasPrefix(
        "auto: at most 200 parameters; l2 \(chosen.chosen) of 41 for the least error over 5 folds"))
    let least = chosen.candidates.compactMap(\.error).min()
    #expect(chosen.candidates.first { $0.error == least }?.value == chosen.chosen)
    let total = LabelledRows<Double>(
      set, classFactors: plan.classWeights.factors(for: set)
    ).totalWeight
    let strength = chosen.chosen * (reduction == .sum ? total : 1)
    let fixed = try fit(recipe("logistic", ("l2", .number(strength))), set, plan: plan)
    #expect(flatParameters(fixed.model) == flatParameters(outcome.model))
  }
  #expect(throws: FitError.self) { try fit(recipe("logistic", ("l2", "auto"), ("l1", 1)), set) }
  // One row of a class cannot be left out.
  let scarce = TrainingSet(
    [[1], [2], [3], [4]], .classes([0, 0, 0, 1], classCount: 2))
  #expect(throws: FitError.tooFewRows(needed: 2, found: 1)) {
    try fit(recipe("logistic", ("l2", "auto")), scarce)
  }
}

@Test func foldsAreAlike() throws {
  let set = syntheticSet(.multiclass, rowCount: 47)
  let weights = (0..<47).map { $0 % 9 == 0 ? 0.0 : 2 }
  let rows = LabelledRows<Double>(
    TrainingSet(
      inputs: set.inputs, targets: set.targets, weights: weights, rowIDs: set.rowIDs),
    classFactors: nil)
  let selection = FoldSelection(
    Settings(fields: FoldSelection.fields(choosing: "l1"), setting: [("folds", 4)]))
  let folds = try selection.folds(for: rows, seed: 4)
  #expect(folds.count == 4)
  guard case .classes(let classes, _) = set.targets else { return }
  for own in -1..<3 {
    let counts = (0..<4).map { fold in
      weights.indices.count {
        weights[$0] > 0 && folds.membership[$0] == fold && (own < 0 || classes[$0] == own)
      }
    }
    // Sizes differ by one row at most, in all and in each class.
    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1, "class \(own): \(counts)")
  }
}

/// What the choice took belongs to the training: 100 s come on top of whatever the fit took.
@Test func choosingThePenaltyCountsAsTraining() throws {
  let outcome = try fit(recipe("ridge", ("l2", "auto")), syntheticSet(.regression))
  let selection = try #require(outcome.solve?.selection)
  let longer = outcome.with(selection, choosingSeconds: 100)
  // Exact up to the rounding of a sum near 100.
  #expect(abs(longer.elapsedSeconds - outcome.elapsedSeconds - 100) < 1e-9)
  #expect(longer.solve?.selection == selection)
}
