import Foundation
import Learning
import LinearAlgebra
import Schema

extension Work {
  /// 100 lassos on 20,000 × 500 from the strength that leaves no weight to a thousandth of it.
  static let lassoPath = Work(
    name: "lasso_path",
    summary: "[strengths=100] [rows=20000] [tolerance=1e-7] lasso on 500 columns"
  ) { arguments in
    let count = try arguments.integer("strengths", else: 100)
    let tolerance = try arguments.number("tolerance", else: 1e-7)
    let name = "lasso-\(try arguments.integer("rows", else: 20_000))"
    let folder = arguments.dataFolder()
    let inputs = try folder.inputs(name).centred()
    let values = centred(try folder.values(name))
    let strengths = lassoStrengths(inputs, values, count: count)
    let (seconds, path) = timed {
      ElasticNetPath(
        inputs: inputs, targets: values, penalties: strengths, fitsIntercept: true,
        tolerance: tolerance)
    }
    let reference = try NumberArray(path: folder.file("\(name)_path_reference.npy")).values
    guard reference.count == count else {
      throw BenchmarkError("the reference has \(reference.count) strengths; asked for \(count)")
    }
    var worst = -Double.infinity
    for (index, fit) in path.fits.enumerated() {
      let fits = inputs.times(fit.weights)
      let squares = zip(values, fits).reduce(0.0) {
        let residual = $1.0 - $1.1 - fit.intercept
        return $0 + residual * residual
      }
      let objective =
        0.5 * squares / Double(values.count)
        + strengths[index] * fit.weights.reduce(0) { $0 + abs($1) }
      worst = max(worst, objective / reference[index] - 1)
    }
    return Measurement(
      seconds: seconds, quality: ["relative_suboptimality": worst],
      rate: ["sweeps": Double(path.fits.reduce(0) { $0 + $1.sweepCount })])
  }
}

/// From max |xᵀy| / n down to a thousandth of it, evenly on the logarithm.
private func lassoStrengths(_ inputs: Matrix, _ values: [Double], count: Int) -> [Double] {
  let (n, d) = (inputs.rowCount, inputs.columnCount)
  var products = [Double](repeating: 0, count: d)
  for i in 0..<n {
    for j in 0..<d { products[j] += inputs.storage[i * d + j] * values[i] }
  }
  let largest = products.reduce(0) { max($0, abs($1)) } / Double(n)
  return (0..<count).map { largest * pow(10, -3 * Double($0) / Double(max(1, count - 1))) }
}

private func centred(_ values: [Double]) -> [Double] {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.map { $0 - mean }
}

extension Matrix {
  fileprivate func centred() -> Matrix {
    var means = [Double](repeating: 0, count: columnCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount { means[j] += storage[i * columnCount + j] }
    }
    var result = self
    for i in 0..<rowCount {
      for j in 0..<columnCount {
        result.storage[i * columnCount + j] -= means[j] / Double(rowCount)
      }
    }
    return result
  }
}
