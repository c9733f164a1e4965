import Foundation
import Text

/// A map from values to positions from 0 to 1,000 in a figure, with round tick values.
struct Scale {
  enum Kind {
    case linear, logarithmic
  }

  /// Values as far from 0 are not drawn, so that ratios and squares of the others are finite.
  private static let greatest = 1e150

  let kind: Kind
  let low: Double
  let high: Double

  /// A scale over the finite values; nil where there are none.
  ///
  /// It is logarithmic where that is allowed and the values span more than a factor of 50.
  init?(
    of values: some Sequence<Double>, mayBeLogarithmic: Bool = false, padding: Double = 0.04,
    including anchor: Double? = nil
  ) {
    let finite = (Array(values) + [anchor].compactMap { $0 }).filter {
      abs($0) < Self.greatest
    }
    guard var low = finite.min(), var high = finite.max() else { return nil }
    if mayBeLogarithmic, low > 1 / Self.greatest, high / low > 50 {
      kind = .logarithmic
      let room = pow(high / low, padding)
      self.low = low / room
      self.high = high * room
      return
    }
    kind = .linear
    if high - low <= abs(high) * 1e-12 {
      let room = high == 0 ? 1 : abs(high) * 0.1
      low -= room
      high += room
    }
    let room = (high - low) * padding
    self.low = low - room
    self.high = high + room
  }

  init(linearFrom low: Double, to high: Double) {
    kind = .linear
    self.low = low
    self.high = high > low ? high : low + 1
  }

  /// The position from 0 at the low end to 1,000 at the high end, clamped.
  func position(_ value: Double) -> Double {
    let fraction: Double
    switch kind {
    case .linear: fraction = (value - low) / (high - low)
    case .logarithmic: fraction = value > 0 ? log(value / low) / log(high / low) : 0
    }
    guard !fraction.isNaN else { return 0 }
    return 1000 * min(1, max(0, fraction))
  }

  /// Round values within the scale, about as many as wanted, with their texts.
  func ticks(_ wanted: Int = 5) -> [(value: Double, text: String)] {
    kind == .logarithmic ? logarithmicTicks(wanted) : linearTicks(wanted)
  }

  private func linearTicks(_ wanted: Int) -> [(value: Double, text: String)] {
    let raw = (high - low) / Double(max(1, wanted))
    let power = pow(10, floor(log10(raw)))
    let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999 } ?? raw
    guard step > 0, step.isFinite else { return [] }
    let decimals = max(0, -Int(floor(log10(step) + 1e-9)) + (isQuarter(step / power) ? 1 : 0))
    var ticks: [(Double, String)] = []
    var index = ceil(low / step - 1e-9)
    while index * step <= high + step * 1e-9, ticks.count < 20 {
      ticks.append((index * step, Self.text(index * step, decimals: decimals)))
      index += 1
    }
    return ticks
  }

  private func isQuarter(_ mantissa: Double) -> Bool { abs(mantissa - 2.5) < 1e-9 }

  private func logarithmicTicks(_ wanted: Int) -> [(value: Double, text: String)] {
    let first = Int(floor(log10(low)))
    let last = Int(ceil(log10(high)))
    let mantissas: [Double] = last - first <= 2 ? [1, 2, 5] : [1]
    let stride = max(1, (last - first) / max(1, wanted))
    var ticks: [(value: Double, text: String)] = []
    for exponent in Swift.stride(from: first, through: last, by: stride) {
      for mantissa in mantissas {
        let value = mantissa * pow(10, Double(exponent))
        guard value >= low * 0.999, value <= high * 1.001 else { continue }
        ticks.append((value, NumberFormat.significant(value, 1)))
      }
    }
    return ticks
  }

  private static func text(_ value: Double, decimals: Int) -> String {
    abs(value) >= 1e6 || decimals > 6
      ? NumberFormat.number(value) : NumberFormat.fixed(value, decimals: decimals)
  }
}
