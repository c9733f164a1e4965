import Foundation
import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

/// Optima by scikit-learn and by Newton's method in numpy.
private struct Document: Decodable {
  let data: [String: Data]
  let regression: [Regression]
  let classification: [Classification]

  struct Data: Decodable {
    let inputs: [[Double]]
    let targets: [Double]
    let testInputs: [[Double]]
    let testTargets: [Double]
  }

  struct Regression: Decodable {
    let name: String
    let data: String
    let alpha: Double
    let rowWeights: [Double]?
    let weights: [Double]
    let intercept: Double
    let testMse: Double
  }

  struct Classification: Decodable {
    let data: String
    let balanced: Bool
    let classes: Int
    let objective: Double
    let weights: [[Double]]
    let testLogLoss: Double
    let testAccuracy: Double
    let testProbabilities: [[Double]]
  }
}

private func meanSquaredError(_ model: any FittedModel, _ data: Document.Data) -> Double {
  let outputs = model.outputs(for: .double(Matrix(rows: data.testInputs))).storage.array
  let squares = zip(outputs, data.testTargets).map { ($0 - $1) * ($0 - $1) }
  return squares.reduce(0, +) / Double(squares.count)
}

/// scikit-learn's `Ridge(alpha)` is `c: 1/alpha`; its `LinearRegression` is `linear`.
@Test(arguments: ["auto", "cholesky", "qr", "svd"])
func closedFormsAgreeWithScikitLearn(solver: String) throws {
  let document = try fixture("optima", as: Document.self)
  #expect(document.regression.count == 7)
  for reference in document.regression {
    let isDegenerate = ["collinear", "wide"].contains(reference.data)
    if isDegenerate, ["cholesky", "qr"].contains(solver) { continue }
    let data = try #require(document.data[reference.data])
    let train = TrainingSet(
      data.inputs, .values(data.targets), weights: reference.rowWeights)
    let recipe =
      reference.alpha == 0
      ? recipe("linear", ("solver", .string(solver)))
      : recipe("ridge", ("c", .number(1 / reference.alpha)), ("solver", .string(solver)))
    let outcome = try recipe.fitted(
      to: train, dev: nil, plan: smallPlan(), context: TrainingContext())
    let expected = reference.weights + [reference.intercept]
    let difference = relativeDifference(flatParameters(outcome.model), expected)
    // Wide: scikit-learn and we agree on the least norm within the condition's rounding.
    #expect(difference < (isDegenerate ? 1e-7 : 1e-11), "\(reference.name): \(difference)")
    let error = meanSquaredError(outcome.model, data)
    #expect(abs(error / reference.testMse - 1) < 1e-9, "\(reference.name)")
    #expect(outcome.ending == .converged(iterations: 1))
    let report = try #require(outcome.solve)
    if solver == "auto" {
      #expect(report.solver == (isDegenerate ? .svd : .cholesky), "\(reference.name)")
      #expect(report.reason.hasPrefix("auto: "))
    } else {
      #expect(report.solver.rawValue == solver && report.reason == "asked for")
    }
  }
}

@Test func diabetesHasThePublishedValues() throws {
  let document = try fixture("optima", as: Document.self)
  let full = try #require(document.data["diabetes full"])
  let outcome = try recipe("linear").fitted(
    to: TrainingSet(full.inputs, .values(full.targets)), dev: nil, plan: smallPlan(),
    context: TrainingContext())
  let published = [
    -10.009866, -239.815644, 519.84592, 324.384646, -792.175639, 476.739021, 101.043268,
    177.063238, 751.2737, 67.626692, 152.1334841629,
  ]
  for (found, expected) in zip(flatParameters(outcome.model), published) {
    #expect(abs(found - expected) < 1e-6)
  }
}

@Test(arguments: ["auto", "lbfgs", "newton", "newton_cg"])
func classifiersReachTheReferenceOptimum(solver: String) throws {
  let document = try fixture("optima", as: Document.self)
  #expect(document.classification.count == 5)
  for reference in document.classification {
    let data = try #require(document.data[reference.data])
    let train = TrainingSet(
      data.inputs, .classes(data.targets.map { Int($0) }, classCount: reference.classes))
    var plan = smallPlan()
    plan.classWeights = reference.balanced ? .balanced : .none
    let kind = reference.classes == 2 ? "logistic" : "softmax"
    let outcome = try recipe(kind, ("c", 1), ("solver", .string(solver))).fitted(
      to: train, dev: nil, plan: plan, context: TrainingContext())
    let report = try #require(outcome.solve)
    let name = "\(reference.data) \(report.solver)"
    // The last step of Newton's method squares the error; L-BFGS stops at its tolerance of 1e-8
    // in the gradient, which the penalty of about 1 / n turns into some 1e-6 in the weights.
    let tolerance = report.solver == .newton ? 1e-7 : 1e-6
    #expect(abs(report.objective / reference.objective - 1) < 1e-12, "\(name)")
    let found = try #require(outcome.model.tensors.first { $0.name == "weight" })
    guard case .double(let weights) = found.values else {
      Issue.record("weights are not double")
      return
    }
    #expect(relativeDifference(weights, reference.weights.flatMap { $0 }) < tolerance, "\(name)")
    let probabilities = outcome.model.outputs(for: .double(Matrix(rows: data.testInputs)))
    let difference = zip(probabilities.storage.array, reference.testProbabilities.flatMap { $0 })
      .reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(difference < tolerance, "\(name): \(difference)")
    let classes = data.testTargets.map { Int($0) }
    let losses = classes.enumerated().map { -log(probabilities[$0.offset, $0.element]) }
    let loss = losses.reduce(0, +) / Double(losses.count)
    #expect(abs(loss - reference.testLogLoss) < tolerance, "\(name)")
    if case .converged(let iterations) = outcome.ending {
      #expect(iterations == outcome.epochs.count && iterations == report.iterations)
    } else {
      Issue.record("\(name) ended as \(outcome.ending)")
    }
  }
}

/// Published beside the split rule: log losses on the test rows with C = 1.
@Test func classifiersHavePublishedLogLosses() throws {
  let document = try fixture("optima", as: Document.self)
  let published = [
    "iris": (0.15575603, 0.9333333333), "wine": (0.06800607, 0.9714285714),
    "cancer": (0.04207540, 1.0),
  ]
  for reference in document.classification where !reference.balanced {
    let (loss, accuracy) = try #require(published[reference.data])
    #expect(abs(reference.testLogLoss - loss) < 1e-6)
    #expect(abs(reference.testAccuracy - accuracy) < 1e-9)
  }
}
