import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

private struct Document: Decodable {
  let cases: [Case]

  struct Case: Decodable, Sendable {
    let name: LossKind
    let task: PredictionTask
    let scores: [[Double]]
    let targets: [Double]
    let loss: Double
    let gradient: [[Double]]
    let smoothing: Double?
    let classWeights: [Double]?
    let reduction: Reduction?
  }
}

@Test func lossesAgreeWithPyTorch() throws {
  let document = try fixture("losses", as: Document.self)
  #expect(document.cases.count == 13)
  for (index, reference) in document.cases.enumerated() {
    let count = reference.task == .multiclass ? 3 : reference.task == .binary ? 2 : 1
    let targets: Targets =
      reference.task == .regression
      ? .values(reference.targets)
      : .classes(reference.targets.map { Int($0) }, classCount: count)
    let head = try OutputHead(task: reference.task, outputCount: count, loss: reference.name)
    let weights = reference.classWeights.map { weights in
      reference.targets.map { weights[Int($0)] }
    }
    let total = weights?.reduce(0, +) ?? Double(reference.targets.count)
    let unit = reference.reduction == .sum ? 1 : total
    var scores = Matrix(rows: reference.scores)
    var gradient = Matrix(rowCount: scores.rowCount, columnCount: scores.columnCount)
    let (n, k) = (scores.rowCount, scores.columnCount)
    let sum = scores.storage.withMutableView { scores in
      gradient.storage.withMutableView { gradient in
        head.loss(
          of: scores.matrix(at: 0, rows: n, columns: k),
          gradient: gradient.matrix(at: 0, rows: n, columns: k), targets: targets,
          LossRows(positions: Array(0..<n)[...], weights: weights, scale: 1 / unit),
          smoothing: reference.smoothing ?? 0)
      }
    }
    #expect(abs(sum.loss / unit - reference.loss) < 1e-13, "case \(index)")
    let difference = relativeDifference(gradient.storage.array, reference.gradient.flatMap { $0 })
    #expect(difference < 1e-13, "case \(index)")
  }
}
