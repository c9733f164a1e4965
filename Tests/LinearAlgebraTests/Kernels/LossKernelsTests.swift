import LinearAlgebra
import Testing

private func rows(_ count: Int, weights: [Double]? = nil, scale: Double = 1) -> LossRows {
  LossRows(positions: Array(0..<count)[...], weights: weights, scale: scale)
}

@Test func crossEntropyOfEvenScoresIsTheLogOfTheClassCount() {
  let scores = Matrix(rowCount: 2, columnCount: 4)
  let sum = scores.withView {
    Double.softmaxCrossEntropy($0, gradient: nil, classes: [0, 3], rows(2), smoothing: 0)
  }
  // 2·ln 4; a tie is not a right answer.
  #expect(abs(sum.loss - 2.772588722239781) < 1e-15)
  #expect(sum.rightCount == 0)
}

@Test func lossesStayExactForHugeScores() {
  // The right class leads by 2000, then trails by 2000.
  let scores = Matrix(rows: [[1000, -1000], [1000, -1000]])
  let sum = scores.withView {
    Double.softmaxCrossEntropy($0, gradient: nil, classes: [0, 1], rows(2), smoothing: 0)
  }
  #expect(sum.loss == 2000)
  #expect(sum.rightCount == 1)
  let binary = Matrix(rows: [[2000], [-2000], [-40]]).withView {
    Double.sigmoidCrossEntropy($0, gradient: nil, classes: [1, 1, 0], rows(3), smoothing: 0)
  }
  // 0, 2000, and log(1 + e⁻⁴⁰) ≈ e⁻⁴⁰, which is lost beside 2000.
  #expect(binary.loss == 2000)
  #expect(binary.rightCount == 2)
  let tiny = Matrix(rows: [[-40.0]]).withView {
    Double.sigmoidCrossEntropy($0, gradient: nil, classes: [0], rows(1), smoothing: 0)
  }
  #expect(abs(tiny.loss / 4.248354255291589e-18 - 1) < 1e-14)
}

@Test func lossesOfNotANumberAreNotNumbers() {
  let scores = Matrix(rows: [[.nan, 1, 2]])
  let losses = scores.withView { z in
    [
      Double.softmaxCrossEntropy(z, gradient: nil, classes: [1], rows(1), smoothing: 0),
      Double.sigmoidCrossEntropy(z, gradient: nil, classes: [1], rows(1), smoothing: 0),
      Double.hinge(z, gradient: nil, classes: [1], rows(1)),
      Double.pointwise(.squared, z, gradient: nil, classes: [1], rows(1), smoothing: 0),
    ]
  }
  for sum in losses {
    #expect(sum.loss.isNaN)
    #expect(sum.rightCount == 0)
  }
}

@Test func pointwiseLossesByHand() {
  // Differences −3, 0, ½.
  let outputs = Matrix(rows: [[-2], [5], [1.5]])
  let values = [1.0, 5.0, 1.0]
  func loss(_ kind: PointwiseLoss) -> Double {
    outputs.withView { Double.pointwise(kind, $0, gradient: nil, values: values, rows(3)).loss }
  }
  #expect(loss(.squared) == 9.25)
  #expect(loss(.halfSquared) == 4.625)
  #expect(loss(.absolute) == 3.5)
  #expect(loss(.huber) == 2.5 + 0.125)
}

@Test func weightsCountInLossAndGradient() {
  let outputs = Matrix(rows: [[1], [1]])
  var gradient = Matrix(rowCount: 2, columnCount: 1)
  let sum = outputs.withView { outputs in
    gradient.storage.withMutableView { gradient in
      Double.pointwise(
        .halfSquared, outputs, gradient: gradient.matrix(at: 0, rows: 2, columns: 1),
        values: [0, 0], rows(2, weights: [3, 0], scale: 0.5))
    }
  }
  #expect(sum.loss == 1.5)
  #expect(gradient.storage.array == [1.5, 0])
}

@Test func hingeIsFlatBeyondItsMargin() {
  let sum = Matrix(rows: [[1.0], [0.25], [-3]]).withView {
    Double.hinge($0, gradient: nil, classes: [1, 1, 0], rows(3))
  }
  #expect(sum.loss == 0.75)
  // Other classes within 1 of the own score 2: 1.5 by ½; 0 is clear.
  let several = Matrix(rows: [[2, 1.5, 0]]).withView {
    Double.hinge($0, gradient: nil, classes: [0], rows(1))
  }
  #expect(several.loss == 0.5)
  #expect(several.rightCount == 1)
}
