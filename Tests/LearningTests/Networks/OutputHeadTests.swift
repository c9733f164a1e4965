import Foundation
import LinearAlgebra
import Schema
import Testing

@testable import Learning

@Test func autoIsTheCanonicalLossAndActivation() throws {
  let regression = try OutputHead(task: .regression, outputCount: 1, loss: .auto)
  #expect(regression.loss == .meanSquaredError && regression.activation == .identity)
  let binary = try OutputHead(task: .binary, outputCount: 2, loss: .auto)
  #expect(binary.loss == .binaryCrossEntropy && binary.unitCount == 1)
  let multiclass = try OutputHead(task: .multiclass, outputCount: 4, loss: .auto)
  #expect(multiclass.loss == .crossEntropy && multiclass.unitCount == 4)
  let twoUnits = try OutputHead(task: .binary, outputCount: 2, loss: .crossEntropy)
  #expect(twoUnits.unitCount == 2)
}

@Test func rejectsLossesAndActivationsThatDoNotFit() {
  #expect(throws: FitError.lossDoesNotFit(loss: "cross_entropy", task: "regression")) {
    try OutputHead(task: .regression, outputCount: 1, loss: .crossEntropy)
  }
  #expect(throws: FitError.outputDoesNotFit(activation: "identity", loss: "cross_entropy")) {
    try OutputHead(task: .multiclass, outputCount: 3, loss: .auto, activation: .identity)
  }
  #expect(throws: FitError.outputDoesNotFit(activation: "softmax", loss: "mse")) {
    try OutputHead(task: .regression, outputCount: 1, loss: .auto, activation: .softmax)
  }
}

private func predictions(_ head: OutputHead, _ scores: [[Double]]) -> [Double] {
  var matrix = Matrix(rows: scores)
  let (n, k) = (matrix.rowCount, matrix.columnCount)
  return matrix.storage.withMutableView {
    head.predictions(from: $0.matrix(at: 0, rows: n, columns: k))
  }
}

@Test(arguments: HeadCase.all.filter { $0.task.isClassification })
func probabilitiesSumToOneEvenFarOut(head: HeadCase) throws {
  let resolved = try head.head(outputCount: head.task == .binary ? 2 : 3)
  let scores: [[Double]] =
    resolved.unitCount == 1
    ? [[0], [-900], [900]]
    : resolved.unitCount == 2
      ? [[0, 0], [-900, 900], [-900, -901]] : [[0, 0, 0], [900, 0, -900], [-900, -900, -900]]
  let values = predictions(resolved, scores)
  let k = resolved.outputCount
  #expect(values.count == 3 * k)
  for i in 0..<3 {
    let row = values[(i * k)..<((i + 1) * k)]
    #expect(abs(row.reduce(0, +) - 1) < 1e-12)
    #expect(row.allSatisfy { $0 >= 0 && $0 <= 1 })
  }
}

@Test func priorScoresPredictTheClassFrequencies() throws {
  let classes = Targets.classes([0, 0, 0, 1, 2, 2], classCount: 3)
  let softmax = try OutputHead(task: .multiclass, outputCount: 3, loss: .auto)
  let shares = predictions(softmax, [softmax.priorScores(for: classes, weights: nil)])
  for (share, expected) in zip(shares, [0.5, 1.0 / 6, 1.0 / 3]) {
    #expect(abs(share - expected) < 1e-12)
  }
  let binary = try OutputHead(task: .binary, outputCount: 2, loss: .auto)
  let pair = Targets.classes([1, 0, 0, 0], classCount: 2)
  let even = predictions(binary, [binary.priorScores(for: pair, weights: [3, 1, 1, 1])])
  #expect(abs(even[1] - 0.5) < 1e-12)
  let mean = try OutputHead(task: .regression, outputCount: 1, loss: .auto)
  #expect(mean.priorScores(for: .values([1, 2, 6]), weights: nil) == [3])
  let missing = softmax.priorScores(for: .classes([0, 1], classCount: 3), weights: nil)
  #expect(missing.allSatisfy { $0.isFinite })
}
