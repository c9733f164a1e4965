import LinearAlgebra
import TestSupport
import Testing

/// What normalising makes of some rows, with its trace.
private func normalized<Scalar: BLASScalar>(
  _ rows: [[Scalar]], _ function: ElementFunction = .identity, bias: [Scalar], gain: [Scalar],
  shift: [Scalar], traces: Bool = true
) -> (outputs: [Scalar], z: [Scalar], inverseDeviations: [Scalar], kept: [Scalar]) {
  let (n, k) = (rows.count, bias.count)
  let workspace = Workspace<Scalar>(shapes: [(n, k), (n, k), (n, 1), (n, k)])
  defer { withExtendedLifetime(workspace) {} }
  let values = workspace.matrix(rows: n, columns: k)
  let z = workspace.matrix(rows: n, columns: k)
  let deviations = workspace.matrix(rows: n, columns: 1)
  let kept = workspace.matrix(rows: n, columns: k)
  for i in 0..<n { for j in 0..<k { values[i, j] = rows[i][j] } }
  var (bias, gain, shift) = (bias, gain, shift)
  bias.withMutableView { bias in
    gain.withMutableView { gain in
      shift.withMutableView { shift in
        RowNormalization(bias: bias, gain: gain, shift: shift).activate(
          values, function,
          tracing: traces
            ? RowNormalization.Trace(normalized: z, inverseDeviations: deviations) : nil,
          keeping: traces ? kept : nil)
      }
    }
  }
  return (
    values.copied.storage.array, z.copied.storage.array, deviations.copied.storage.array,
    kept.copied.storage.array
  )
}

@Test func normalisesARowByHand() {
  // u = [1, 3]: mean 2, variance 1, 1 / √1.00001 = 0.999995000037…
  let made = normalized(
    [[0.0, 1.0]], .relu, bias: [1, 2], gain: [2, 3], shift: [0.5, -1])
  let r = 0.9999950000374997
  #expect(abs(made.inverseDeviations[0] - r) < 1e-15)
  #expect(abs(made.z[0] + r) < 1e-15 && abs(made.z[1] - r) < 1e-15)
  // 2·(−r) + ½ < 0 and 3·r − 1.
  #expect(made.outputs[0] == 0 && abs(made.outputs[1] - (3 * r - 1)) < 1e-14)
  #expect(abs(made.kept[0] - (0.5 - 2 * r)) < 1e-14)
  // Without a trace it gives the same.
  let plain = normalized(
    [[0.0, 1.0]], .relu, bias: [1, 2], gain: [2, 3], shift: [0.5, -1], traces: false)
  #expect(plain.outputs == made.outputs)
}

@Test func rowsWithoutVarianceBecomeTheShift() {
  let made = normalized(
    [[7.0, 7, 7], [0, 0, 0]], bias: [0, 0, 0], gain: [2, 2, 2], shift: [1, 2, 3])
  #expect(made.outputs == [1, 2, 3, 1, 2, 3])
  let single = normalized([[5.0]], bias: [1], gain: [4], shift: [-2])
  #expect(single.outputs == [-2])
}

@Test func aLargeMeanCostsNoDigits() {
  // The same row a million higher: two passes see the same deviations.
  let low = normalized(
    [[1.0, 2, 4, 8]], bias: [0, 0, 0, 0], gain: [1, 1, 1, 1], shift: [0, 0, 0, 0])
  let high = normalized(
    [[1.0, 2, 4, 8].map { $0 + 1e6 }], bias: [0, 0, 0, 0], gain: [1, 1, 1, 1],
    shift: [0, 0, 0, 0])
  #expect(relativeDifference(low.outputs, high.outputs) < 1e-9)
  let single = normalized(
    [[1.0, 2, 4, 8].map { Float($0) + 1e4 }], bias: [0, 0, 0, 0], gain: [1, 1, 1, 1],
    shift: [0, 0, 0, 0])
  #expect(relativeDifference(low.outputs, single.outputs.map { Double($0) }) < 1e-3)
}

@Test func brokenRowsStayBroken() {
  let rows: [[Double]] = [[1, .nan, 2], [1, .infinity, 2]]
  let made = normalized(
    rows, .relu, bias: [0, 0, 0], gain: [1, 1, 1],
    shift: [0, 0, 0])
  #expect(made.outputs.allSatisfy { $0.isNaN })
}

/// Any width, below and beyond a vector's.
@Test(arguments: [1, 2, 5, 16, 33])
func normalisationBackwardAgreesWithCentralDifferences(k: Int) {
  let n = 3
  func number(_ i: Int) -> Double { Double((i * 7919 + 13) % 101) / 50 - 1 }
  let point = (0..<(n * k + 3 * k)).map(number)
  let outer = (0..<(n * k)).map { number($0 + 500) }
  func parts(_ point: [Double]) -> (rows: [[Double]], [Double], [Double], [Double]) {
    let rows = (0..<n).map { Array(point[($0 * k)..<(($0 + 1) * k)]) }
    let rest = Array(point[(n * k)...])
    return (rows, Array(rest[0..<k]), Array(rest[k..<(2 * k)]), Array(rest[(2 * k)...]))
  }
  func value(_ point: [Double]) -> Double {
    let (rows, bias, gain, shift) = parts(point)
    let made = normalized(rows, bias: bias, gain: gain, shift: shift)
    return zip(made.outputs, outer).reduce(0) { $0 + $1.0 * $1.1 }
  }
  let (rows, bias, gain, shift) = parts(point)
  let made = normalized(rows, bias: bias, gain: gain, shift: shift)
  var (byGain, byShift, byInput) = (
    [Double](repeating: 0, count: k), [Double](repeating: 0, count: k), outer
  )
  var (z, deviations, ownBias, ownGain) = (made.z, made.inverseDeviations, bias, gain)
  byInput.withMutableView { g in
    z.withMutableView { z in
      deviations.withMutableView { deviations in
        let trace = RowNormalization<Double>.Trace(
          normalized: z.matrix(at: 0, rows: n, columns: k),
          inverseDeviations: deviations.matrix(at: 0, rows: n, columns: 1))
        let gradient = g.matrix(at: 0, rows: n, columns: k)
        byGain.withMutableView { gains in
          byShift.withMutableView { shifts in
            let sums = RowNormalization(bias: shifts, gain: gains, shift: shifts)
            sums.clear()
            sums.addSums(of: gradient, trace)
          }
        }
        ownBias.withMutableView { bias in
          ownGain.withMutableView { gain in
            RowNormalization(bias: bias, gain: gain, shift: bias).takeBack(gradient, trace)
          }
        }
      }
    }
  }
  let byBias = (0..<k).map { j in (0..<n).reduce(0) { $0 + byInput[$1 * k + j] } }
  let numerical = numericalGradient(of: value, at: point, step: 1e-6)
  #expect(relativeDifference(byInput + byBias + byGain + byShift, numerical) < 1e-6)
}
