import CKernels
import Foundation
import Randomness
import Testing

@testable import LinearAlgebra

private enum Function { case exponential, hyperbolicTangent, logistic }

private func results<Scalar: CompiledKernels>(
  _ function: Function, _ inputs: [Scalar]
) -> [Scalar] {
  var outputs = inputs
  switch function {
  case .exponential: Scalar.compiled.pointee.exp(inputs.count, inputs, &outputs)
  case .hyperbolicTangent: Scalar.compiled.pointee.tanh_of(inputs.count, inputs, &outputs)
  case .logistic: Scalar.compiled.pointee.sigmoid_of(inputs.count, inputs, &outputs)
  }
  return outputs
}

/// The largest distance to the truth in units of the last place of the truth.
private func worstDistance<Scalar: CompiledKernels>(
  _ function: Function, _ inputs: [Scalar], _ truth: (Double) -> Double
) -> Double {
  zip(inputs, results(function, inputs)).map { input, output in
    let expected = truth(Double(input))
    let rounded = Scalar(expected)
    if !rounded.isFinite || rounded == 0 { return output == rounded ? 0 : .infinity }
    return abs(Double(output) - expected) / Double(rounded.ulp)
  }.max() ?? 0
}

/// From the underflow to the overflow of the exponential, dense near 0, an odd number of them.
private func points<Scalar: BinaryFloatingPoint>(_ lower: Scalar, _ upper: Scalar) -> [Scalar] {
  let even = (0...4000).map { lower + (upper - lower) * Scalar($0) / 4000 }
  let small = (0...40).flatMap { power -> [Scalar] in
    let size = Scalar(sign: .plus, exponent: Scalar.Exponent(-power * 3), significand: 1.3)
    return [size, -size].filter { $0 > lower && $0 < upper }
  }
  return even + small + [0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude]
}

private func sigma(_ x: Double) -> Double {
  x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
}

// The truth for double comes from the same precision and is itself off by up to one unit.

@Test func exponentialIsWithinTwoUnitsOfTheLastPlace() {
  #expect(worstDistance(.exponential, points(-103, 88.7) as [Float], exp) <= 2)
  #expect(worstDistance(.exponential, points(-745, 709.7) as [Double], exp) <= 2)
}

@Test func hyperbolicTangentIsWithinFourUnitsOfTheLastPlace() {
  #expect(worstDistance(.hyperbolicTangent, points(-20, 20) as [Float], tanh) <= 4)
  #expect(worstDistance(.hyperbolicTangent, points(-40, 40) as [Double], tanh) <= 4)
}

@Test func logisticIsWithinFourUnitsOfTheLastPlace() {
  #expect(worstDistance(.logistic, points(-87, 87) as [Float], sigma) <= 4)
  #expect(worstDistance(.logistic, points(-708, 708) as [Double], sigma) <= 4)
}

@Test func elementaryKernelsKeepTheExtremes() {
  #expect(
    results(.exponential, [.infinity, -.infinity, 89, -104] as [Float]) == [
      .infinity, 0, .infinity, 0,
    ])
  #expect(
    results(.exponential, [.infinity, -.infinity, 710, -746] as [Double]) == [
      .infinity, 0, .infinity, 0,
    ])
  #expect(results(.hyperbolicTangent, [.infinity, -.infinity] as [Float]) == [1, -1])
  #expect(results(.hyperbolicTangent, [.infinity, -.infinity] as [Double]) == [1, -1])
  #expect(results(.logistic, [.infinity, -.infinity, 0] as [Float]) == [1, 0, 0.5])
  #expect(results(.logistic, [.infinity, -.infinity, 0] as [Double]) == [1, 0, 0.5])
  #expect(results(.hyperbolicTangent, [-0.0] as [Double])[0].sign == .minus)
  // In a vector and in the rest behind the last whole vector.
  for count in [1, 17, 64] {
    let single = [Float](repeating: .nan, count: count)
    let double = [Double](repeating: .nan, count: count)
    #expect(results(.exponential, single).allSatisfy { $0.isNaN })
    #expect(results(.hyperbolicTangent, single).allSatisfy { $0.isNaN })
    #expect(results(.logistic, single).allSatisfy { $0.isNaN })
    #expect(results(.exponential, double).allSatisfy { $0.isNaN })
    #expect(results(.hyperbolicTangent, double).allSatisfy { $0.isNaN })
    #expect(results(.logistic, double).allSatisfy { $0.isNaN })
  }
}

@Test(arguments: [(16, 16, 4), (16, 3, 16), (1, 1, 1), (5, 37, 9), (3, 20, 0), (7, 2, 33)])
func smallProductsAgreeWithSums(m: Int, n: Int, k: Int) {
  var generator = CounterBasedGenerator(seed: 3, purpose: .synthetic)
  func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in generator.normal() } }
  let (a, b, c) = (numbers(m * k), numbers(k * n), numbers(m * n))
  for (transposesA, transposesB, beta) in [
    (false, false, 0.0), (false, true, 0), (true, false, 0.5),
  ] {
    #expect(SmallProduct.fits(transposesA, transposesB, m: m, n: n, k: k))
    var found = c
    Double.smallProduct(
      transposesA, transposesB, m: m, n: n, k: k, a, lda: transposesA ? m : k, b,
      ldb: transposesB ? k : n, beta: beta, &found, ldc: n)
    for i in 0..<m {
      for j in 0..<n {
        var expected = beta * c[i * n + j]
        for l in 0..<k {
          expected +=
            (transposesA ? a[l * m + i] : a[i * k + l])
            * (transposesB ? b[j * k + l] : b[l * n + j])
        }
        // At most 33 terms of size 1 to 10, each rounded once.
        #expect(abs(found[i * n + j] - expected) < 1e-13)
      }
    }
  }
}
