import Foundation

extension WeightedCounts {
  /// The interval of a function of the counts, without resampling: it has a width on any counts.
  ///
  /// | function | interval |
  /// |---|---|
  /// | mean of recalls or precisions | MOVER of the classes' Wilson intervals |
  /// | F1 = 2J / (1 + J) | Wilson's of the overlap J = TP / (TP + FP + FN) |
  /// | mean of F1 | MOVER of those, with their correlations |
  /// | agreement or correlation | Fisher's z with the linearized standard error |
  ///
  /// **Source** Zou and Donner 2008, "Construction of confidence limits about effect measures" (MOVER);
  /// Newcombe 1998. Given how many rows are true or predicted positives, TP is binomial, and F1 rises
  /// with J.
  func inference(_ function: CountFunction, value: Double, level: Double) -> Inference {
    let classes = 0..<counts.classCount
    switch function.form {
    case .recalls:
      return mean(
        of: classes.map { Part(recall($0), level: level) }, "MOVER of Wilson", level: level)
    case .precisions:
      return mean(
        of: classes.map { Part(precision($0), level: level) }, "MOVER of Wilson", level: level)
    case .f1(let k):
      guard let part = Part(overlap(k), level: level)?.f1 else { return .none(.undefinedMetric) }
      return mean(of: [part], "Wilson of the overlap", level: level)
    case .f1s:
      return mean(
        of: classes.map { Part(overlap($0), level: level)?.f1 }, "MOVER of Wilson overlaps",
        level: level,
        correlation: f1Correlations)
    case .agreement:
      return agreement(function, value: value, level: level)
    }
  }

  /// A number between 0 and 1 with its interval.
  private struct Part {
    let value: Double
    let interval: Interval
    let trialCount: Double

    init?(_ proportion: Proportion?, level: Double) {
      guard let proportion else { return nil }
      self.init(
        value: proportion.share, interval: proportion.wilson(level: level),
        trialCount: proportion.trialCount)
    }

    private init(value: Double, interval: Interval, trialCount: Double) {
      self.value = value
      self.interval = interval
      self.trialCount = trialCount
    }

    /// Through F1 = 2J / (1 + J).
    var f1: Part {
      Part(
        value: 2 * value / (1 + value), interval: interval.mapped { 2 * $0 / (1 + $0) },
        trialCount: trialCount)
    }
  }

  /// The method of variance estimates recovery: each end is as far from the mean as the root of the sum of
  /// the products of the parts' distances, times their correlations; those of different parts are 0 where none are
  /// given. Of more than two classes with Student's quantile.
  private func mean(
    of parts: [Part?], _ method: String, level: Double, correlation: ((Int, Int) -> Double)? = nil
  ) -> Inference {
    let defined = parts.compactMap { $0 }
    guard defined.count == parts.count else { return .none(.undefinedMetric) }
    let count = Double(defined.count)
    func distance(_ ends: [Double]) -> Double {
      var sum = 0.0
      for i in ends.indices {
        sum += ends[i] * ends[i]
        guard let correlation else { continue }
        for j in 0..<i { sum += 2 * correlation(i, j) * ends[i] * ends[j] }
      }
      return max(0, sum).squareRoot() / count
    }
    let value = defined.reduce(0) { $0 + $1.value } / count
    let factor = defined.count > 2 ? widening(defined, level: level) : 1
    return Inference(
      interval: Interval(
        low: max(0, value - factor * distance(defined.map { $0.value - $0.interval.low })),
        high: min(1, value + factor * distance(defined.map { $0.interval.high - $0.value }))),
      pValue: nil, standardError: nil, method: method)
  }

  /// Student's quantile over the normal one: of several classes some have few rows and by chance no error, so that the
  /// spread of their mean is hardly known.
  ///
  /// **Source** Welch 1947 and Satterthwaite 1946, with squared lengths for variances
  private func widening(_ parts: [Part], level: Double) -> Double {
    var (sum, squares) = (0.0, 0.0)
    for part in parts {
      let length = part.interval.high - part.interval.low
      let square = length * length
      sum += square
      squares += square * square / max(1, part.trialCount - 1)
    }
    let student = StudentDistribution(degreesOfFreedom: sum * sum / squares)
    return student.upperQuantile((1 - level) / 2) / criticalValue(level: level)
  }

  /// The correlation of the F1 of two classes, from what a row of each cell changes in them.
  private var f1Correlations: (Int, Int) -> Double {
    let smoothed = smoothedCounts
    let influences = (0..<counts.classCount).map { k in
      influence(on: { $0.f1(k) }, at: smoothed)
    }
    func covariance(_ a: Int, _ b: Int) -> Double {
      var sum = 0.0
      for c in smoothed.cells.indices {
        sum += smoothed.cells[c] * influences[a][c] * influences[b][c]
      }
      return sum
    }
    let variances = influences.indices.map { covariance($0, $0) }
    return { a, b in
      let scale = (variances[a] * variances[b]).squareRoot()
      return scale > 0 ? covariance(a, b) / scale : 0
    }
  }

  /// Fisher's z of a coefficient, with the standard error of the counts and one further row that is spread over all
  /// cells, so that empty cells have a spread.
  ///
  /// **Formula** tanh(artanh r ± z √(Σ w² u²) / (1 − r²)), u the change of r by a row of each cell
  private func agreement(
    _ function: CountFunction, value: Double, level: Double
  ) -> Inference {
    let smoothed = smoothedCounts
    guard let centre = function(smoothed), centre.magnitude < 1 else {
      return .none(.undefinedMetric)
    }
    let influences = influence(on: function.value, at: smoothed)
    let extra = rowWeight * rowWeight / Double(counts.cells.count)
    var variance = 0.0
    for c in counts.cells.indices {
      variance += (squares.cells[c] + extra) * influences[c] * influences[c]
    }
    let half = criticalValue(level: level) * variance.squareRoot() / (1 - centre * centre)
    let ends = Interval(low: atanh(centre) - half, high: atanh(centre) + half)
    let interval = ends.mapped { tanh($0) }
    return Inference(
      interval: Interval(low: min(value, interval.low), high: max(value, interval.high)),
      pValue: nil, standardError: nil, method: "Fisher z")
  }

  /// The weight of a usual row, Σw² / Σw: 1 without weights.
  private var rowWeight: Double { squares.total / counts.total }

  /// The counts with one further row, spread evenly over the cells.
  private var smoothedCounts: ClassCounts {
    let extra = rowWeight / Double(counts.cells.count)
    return ClassCounts(classCount: counts.classCount, cells: counts.cells.map { $0 + extra })
  }

  /// The derivative of a function by the count of each cell, by central differences.
  private func influence(
    on function: (ClassCounts) -> Double?, at counts: ClassCounts
  ) -> [Double] {
    counts.cells.indices.map { cell in
      let step = 1e-3 * counts.cells[cell]
      var (more, less) = (counts, counts)
      more.cells[cell] += step
      less.cells[cell] -= step
      guard let high = function(more), let low = function(less) else { return 0 }
      return (high - low) / (2 * step)
    }
  }
}
