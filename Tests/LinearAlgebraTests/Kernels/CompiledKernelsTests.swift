import Foundation
import Randomness
import Testing

@testable import LinearAlgebra

private typealias Kernel<Scalar> =
  (Int, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void

private func results<Scalar>(_ kernel: Kernel<Scalar>, _ inputs: [Scalar]) -> [Scalar] {
  var outputs = inputs
  kernel(inputs.count, inputs, &outputs)
  return outputs
}

/// The largest distance to the truth in units of the last place of the truth.
private func worstDistance<Scalar: BinaryFloatingPoint>(
  _ kernel: Kernel<Scalar>, _ inputs: [Scalar], _ truth: (Double) -> Double
) -> Double {
  zip(inputs, results(kernel, inputs)).map { input, output in
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
  #expect(worstDistance(Float.exponentials, points(-103, 88.7), exp) <= 2)
  #expect(worstDistance(Double.exponentials, points(-745, 709.7), exp) <= 2)
}

@Test func hyperbolicTangentIsWithinFourUnitsOfTheLastPlace() {
  #expect(worstDistance(Float.hyperbolicTangents, points(-20, 20), tanh) <= 4)
  #expect(worstDistance(Double.hyperbolicTangents, points(-40, 40), tanh) <= 4)
}

@Test func logisticIsWithinFourUnitsOfTheLastPlace() {
  #expect(worstDistance(Float.logistics, points(-87, 87), sigma) <= 4)
  #expect(worstDistance(Double.logistics, points(-708, 708), sigma) <= 4)
}

@Test func elementaryKernelsKeepTheExtremes() {
  #expect(
    results(Float.exponentials, [.infinity, -.infinity, 89, -104]) == [.infinity, 0, .infinity, 0])
  #expect(
    results(Double.exponentials, [.infinity, -.infinity, 710, -746]) == [
      .infinity, 0, .infinity, 0,
    ])
  #expect(results(Float.hyperbolicTangents, [.infinity, -.infinity]) == [1, -1])
  #expect(results(Double.hyperbolicTangents, [.infinity, -.infinity]) == [1, -1])
  #expect(results(Float.logistics, [.infinity, -.infinity, 0]) == [1, 0, 0.5])
  #expect(results(Double.logistics, [.infinity, -.infinity, 0]) == [1, 0, 0.5])
  #expect(results(Double.hyperbolicTangents, [-0.0])[0].sign == .minus)
  // In a vector and in the rest behind the last whole vector.
  for count in [1, 17, 64] {
    let single = [Float](repeating: .nan, count: count)
    let double = [Double](repeating: .nan, count: count)
    #expect(results(Float.exponentials, single).allSatisfy { $0.isNaN })
    #expect(results(Float.hyperbolicTangents, single).allSatisfy { $0.isNaN })
    #expect(results(Float.logistics, single).allSatisfy { $0.isNaN })
    #expect(results(Double.exponentials, double).allSatisfy { $0.isNaN })
    #expect(results(Double.hyperbolicTangents, double).allSatisfy { $0.isNaN })
    #expect(results(Double.logistics, double).allSatisfy { $0.isNaN })
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
