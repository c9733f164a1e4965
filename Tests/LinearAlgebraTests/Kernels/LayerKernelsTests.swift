import LinearAlgebra
import TestSupport
import Testing

/// What `activate` makes of one row, with its bias.
private func activated(
  _ values: [Double], _ function: ElementFunction, bias: [Double]? = nil
) -> [Double] {
  var result = values
  let count = values.count
  result.withMutableView { row in
    let matrix = row.matrix(at: 0, rows: 1, columns: count)
    if let bias {
      bias.withView { Double.activate(matrix, bias: $0, function, keeping: nil) }
    } else {
      Double.activate(matrix, bias: nil, function, keeping: nil)
    }
  }
  return result
}

@Test func activationsGiveTheirDefinitions() {
  #expect(activated([-2, 0, 3], .identity) == [-2, 0, 3])
  #expect(activated([-2, 0, 3], .relu) == [0, 0, 3])
  #expect(activated([-2, 0, 3], .leakyReLU) == [-0.02, 0, 3])
  // Published: tanh 1 = 0.761594155955765, σ(1) = 0.731058578630005, Φ(1) = 0.841344746068543.
  #expect(abs(activated([1], .tanh)[0] - 0.761594155955765) < 1e-15)
  #expect(abs(activated([1], .sigmoid)[0] - 0.731058578630005) < 1e-15)
  #expect(abs(activated([1], .gelu)[0] - 0.841344746068543) < 1e-15)
  #expect(abs(activated([-1], .gelu)[0] + 0.158655253931457) < 1e-15)
}

@Test func biasIsAddedBeforeTheFunction() {
  #expect(activated([1, -1], .relu, bias: [-3, 4]) == [0, 3])
}

@Test(arguments: ElementFunction.allCases)
func activationsKeepNotANumber(function: ElementFunction) {
  #expect(activated([.nan], function)[0].isNaN)
}

@Test func sigmoidIsExactFarOut() {
  let values = activated([-800, 800, -40, 40], .sigmoid)
  #expect(values[0] == 0)
  #expect(values[1] == 1)
  // e⁻⁴⁰ = 4.248354255291589e-18, of which the tiny side must keep all digits.
  #expect(abs(values[2] / 4.248354255291589e-18 - 1) < 1e-14)
  #expect(values[3] == 1)
}

@Test(arguments: ElementFunction.allCases)
func derivativesAgreeWithCentralDifferences(function: ElementFunction) {
  // Clear of the kinks at 0.
  let points = [-3.0, -1.2, -0.4, 0.3, 0.9, 2.5]
  let count = points.count
  let outputs = activated(points, function)
  var gradient = [Double](repeating: 2, count: count)
  gradient.withMutableView { g in
    outputs.withView { o in
      points.withView { x in
        Double.multiplyByDerivative(
          g.matrix(at: 0, rows: 1, columns: count), of: function,
          outputs: o.matrix(at: 0, rows: 1, columns: count),
          inputs: x.matrix(at: 0, rows: 1, columns: count))
      }
    }
  }
  let numerical = points.map { point in
    2 * (activated([point + 1e-6], function)[0] - activated([point - 1e-6], function)[0]) / 2e-6
  }
  #expect(relativeDifference(gradient, numerical) < 1e-8)
}

private func softmaxRows(_ rows: [[Double]]) -> Matrix {
  var matrix = Matrix(rows: rows)
  let (n, k) = (matrix.rowCount, matrix.columnCount)
  matrix.storage.withMutableView { Double.softmaxRows($0.matrix(at: 0, rows: n, columns: k)) }
  return matrix
}

@Test func softmaxIsTheSameForShiftedScores() {
  // e⁰ : e¹ : e² = 0.09003057, 0.24472847, 0.66524096.
  for shift in [0.0, 1000, -1000] {
    let row = softmaxRows([[shift, shift + 1, shift + 2]]).storage.array
    #expect(abs(row[0] - 0.09003057317038046) < 1e-14)
    #expect(abs(row[1] - 0.24472847105479764) < 1e-14)
    #expect(abs(row[2] - 0.6652409557748219) < 1e-14)
  }
}

@Test func softmaxOfNotANumberIsNotANumber() {
  #expect(softmaxRows([[0, .nan, 1]]).storage.allSatisfy { $0.isNaN })
}

@Test func softmaxBackwardAgreesWithCentralDifferences() {
  let scores = [0.3, -1.1, 2.0, 0.4]
  let outer = [1.0, -2.0, 0.5, 3.0]
  func value(_ scores: [Double]) -> Double {
    zip(softmaxRows([scores]).storage.array, outer).reduce(0) { $0 + $1.0 * $1.1 }
  }
  var gradient = outer
  let outputs = softmaxRows([scores]).storage.array
  gradient.withMutableView { g in
    outputs.withView { o in
      Double.softmaxRowsBackward(
        g.matrix(at: 0, rows: 1, columns: 4), outputs: o.matrix(at: 0, rows: 1, columns: 4))
    }
  }
  #expect(relativeDifference(gradient, numericalGradient(of: value, at: scores)) < 1e-9)
}

@Test func columnSumsAreAddedToWhatIsThere() {
  var sums = [10.0, 20.0]
  Matrix(rows: [[1, 2], [3, 4], [5, 6]]).withView { values in
    sums.withMutableView { Double.addColumnSums(of: values, to: $0) }
  }
  #expect(sums == [19, 32])
}
