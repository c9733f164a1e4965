import Foundation
import LinearAlgebra
import Schema
import Testing

@testable import Evaluation

/// What `Fixtures/make.py` wrote: the same numbers from independent programs.
struct Reference: Decodable {
  let distributions: [String: [[Double]]]
  let cases: [String: Case]
  let bca: [MeanInterval]
  let tango: [[Double]]

  struct Case: Decodable {
    let task: String
    let classCount: Int
    let truth: [Double]
    let outputs: [Double]
    let weights: [Double]?
    let metrics: [String: Double]
  }

  struct MeanInterval: Decodable {
    let values: [Double]
    let low: Double
    let high: Double
    let standardError: Double
  }

  /// What `Fixtures/weighted.py` wrote.
  struct Weighted: Decodable {
    let cases: [String: Case]

    static let shared: Result<Weighted, any Error> = Result { try Reference.read("weighted") }
  }

  static let shared: Result<Reference, any Error> = Result { try read("reference") }

  static func read<Document: Decodable>(_ name: String) throws -> Document {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Document.self, from: Data(contentsOf: url))
  }

  static func predictions(_ name: String) throws -> Predictions {
    try #require(try shared.get().cases[name], "no case \(name)").predictions
  }
}

extension Reference.Case {
  var predictions: Predictions {
    get throws {
      let task = try #require(PredictionTask(rawValue: task))
      let columnCount = max(1, classCount)
      return Predictions(
        task: task, classNames: (0..<classCount).map { "class \($0)" },
        rowIDs: Array(truth.indices),
        truth: task == .regression ? .values(truth) : .classes(truth.map { Int($0) }),
        outputs: Matrix(rowCount: truth.count, columnCount: columnCount, storage: outputs),
        weights: weights)
    }
  }
}

extension Predictions {
  /// The same rows with weights.
  func weighted(_ weights: [Double]?) -> Predictions {
    Predictions(
      task: task, classNames: classNames, rowIDs: rowIDs, truth: truth, outputs: outputs,
      weights: weights)
  }
}

/// Two classes with the positive one's probabilities.
func binary(_ truth: [Int], _ scores: [Double], rowIDs: [Int]? = nil) -> Predictions {
  Predictions(
    task: .binary, classNames: ["no", "yes"], rowIDs: rowIDs ?? Array(truth.indices),
    truth: .classes(truth),
    outputs: Matrix(
      rowCount: truth.count, columnCount: 2, storage: scores.flatMap { [1 - $0, $0] }))
}

/// Several classes, each row certain of one.
func certain(_ truth: [Int], _ predicted: [Int], classCount: Int) -> Predictions {
  var outputs = Matrix(rowCount: truth.count, columnCount: classCount)
  for (row, k) in predicted.enumerated() { outputs[row, k] = 1 }
  return Predictions(
    task: classCount == 2 ? .binary : .multiclass,
    classNames: (0..<classCount).map { "class \($0)" }, rowIDs: Array(truth.indices),
    truth: .classes(truth), outputs: outputs)
}

func regression(_ truth: [Double], _ predicted: [Double]) -> Predictions {
  Predictions(
    task: .regression, classNames: [], rowIDs: Array(truth.indices), truth: .values(truth),
    outputs: Matrix(rowCount: truth.count, columnCount: 1, storage: predicted))
}

/// Rows that fill a table of two systems' hits and misses; every row is of the positive class
/// or, with `negatives`, half of each.
func pairedHits(both: Int, candidateOnly: Int, baselineOnly: Int, neither: Int) -> (
  candidate: Predictions, baseline: Predictions
) {
  let kinds = [(both, 1.0, 1.0), (candidateOnly, 1, 0), (baselineOnly, 0, 1), (neither, 0, 0)]
  let ours = kinds.flatMap { [Double](repeating: $0.1, count: $0.0) }
  let theirs = kinds.flatMap { [Double](repeating: $0.2, count: $0.0) }
  // The classes alternate; a hit is the true class's certainty.
  let truth = ours.indices.map { $0 % 2 }
  func scores(_ hits: [Double]) -> [Double] {
    hits.indices.map { truth[$0] == 1 ? hits[$0] : 1 - hits[$0] }
  }
  return (binary(truth, scores(ours)), binary(truth, scores(theirs)))
}

/// Twenty rows whose numbers can be checked by hand.
enum HandVector {
  static let truth = [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1]
  static let scores = [
    0.95, 0.10, 0.80, 0.35, 0.40, 0.05, 0.70, 0.65, 0.60, 0.20, 0.15, 0.30, 0.55, 0.45, 0.02,
    0.90, 0.50, 0.25, 0.12, 0.48,
  ]
  static let otherScores = [
    0.9, 0.3, 0.6, 0.5, 0.45, 0.1, 0.4, 0.7, 0.8, 0.15, 0.35, 0.2, 0.65, 0.55, 0.05, 0.75, 0.25,
    0.6, 0.02, 0.3,
  ]
  static var first: Predictions { binary(truth, scores) }
  static var second: Predictions { binary(truth, otherScores) }
}

/// Whether two numbers agree relative to the greater of the second and a floor.
func close(
  _ found: Double?, _ expected: Double, _ tolerance: Double, floor: Double = 1
) -> Bool {
  guard let found else { return false }
  return (found - expected).magnitude <= tolerance * max(floor, expected.magnitude)
}
