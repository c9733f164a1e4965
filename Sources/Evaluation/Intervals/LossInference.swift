import Foundation

/// The interval of a mean of losses: of numbers that are never negative, per row.
///
/// Losses are skewed and some rows have most of them, so a method must follow the skewness and know where
/// it cannot.
///
/// **Source** The bootstrap-t of Efron 1982 on the scale of the logarithm (Hall 1988, "Theoretical
/// comparison of bootstrap confidence intervals"): resamples give the distribution of
/// (ln m* − ln m) / s*. Where skewness and kurtosis are small for the number of rows, `RowMean`'s closed form.
struct LossInference {
  let statistic: LossRatio
  let level: Double
  let resampling: Resampling

  /// A row with a greater share of the total loss decides the metric.
  static let largestShare = 1.0 / 3

  /// Up to this many rows the upper end is raised for a row that the sample lacks.
  private static let smallCount = 30.0
  private static let largestRaisedCount = 1_000

  /// Why these losses have no interval; nil where nothing speaks against one.
  var missing: MissingInterval? {
    let losses = statistic.losses
    guard losses.count > 1 else { return .fewRows(losses.count) }
    guard let greatest = losses.max(), let least = losses.min(), least < greatest else {
      return .noSpread
    }
    return greatestShare > Self.largestShare && losses.count >= RowMean.fewRows
      ? .dominantRow(share: greatestShare) : nil
  }

  /// What the greatest row makes up of the total loss.
  var greatestShare: Double {
    let losses = statistic.weightedLosses
    return (losses.max() ?? 0) / losses.reduce(0, +)
  }

  /// The interval of the logarithm; nil where too many resamples have no spread.
  func logInterval() -> Interval? {
    guard let plain = ends(of: statistic) else { return nil }
    let count = statistic.losses.count
    guard count <= Self.largestRaisedCount, let more = ends(of: statistic.withLargerRow) else {
      return plain
    }
    let weight = min(1, Self.smallCount / Double(count))
    return Interval(
      low: plain.low, high: plain.high + weight * max(0, more.high - plain.high))
  }

  private func ends(of statistic: LossRatio) -> Interval? {
    let counts = [Double](repeating: 1, count: statistic.losses.count)
    guard let observed = statistic.logarithm(counts: counts), observed.error > 0 else {
      return nil
    }
    var drawn = counts
    var scores: [Double] = []
    scores.reserveCapacity(resampling.count)
    for index in 0..<resampling.count {
      drawRows(into: &drawn, resampling: resampling, index: index)
      // A resample without spread is infinitely far from the sample, on the side of its value.
      guard let replicate = statistic.logarithm(counts: drawn) else {
        scores.append(-.infinity)
        continue
      }
      let distance = replicate.value - observed.value
      scores.append(
        distance == 0 ? 0 : replicate.error > 0 ? distance / replicate.error : distance * .infinity)
    }
    scores.sort()
    let tail = (1 - level) / 2
    let low = observed.value - observed.error * interpolatedQuantile(scores, 1 - tail)
    let high = observed.value - observed.error * interpolatedQuantile(scores, tail)
    return low.isFinite && high.isFinite ? Interval(low: low, high: high) : nil
  }
}

/// The mean of losses, or their mean over the variance of the targets (of which R² is one minus), with
/// the standard error of its logarithm.
struct LossRatio {
  /// Never negative, [n].
  let losses: [Double]
  /// The targets, for a ratio to their variance; nil for a mean.
  let targets: [Double]?
  let weights: [Double]?

  /// Each row's part of the total, [n].
  var weightedLosses: [Double] {
    guard let weights else { return losses }
    return zip(losses, weights).map { $0 * $1 }
  }

  /// The same with one more row: its loss exceeds the greatest as the greatest exceeds the second.
  ///
  /// A sample lacks the rare large losses of its population more often than it has too many.
  var withLargerRow: LossRatio {
    var (first, second) = (0, 1)
    for i in losses.indices where losses[i] > losses[first] { first = i }
    if second == first { second = 0 }
    for i in losses.indices where i != first && losses[i] > losses[second] { second = i }
    return LossRatio(
      losses: losses + [2 * losses[first] - losses[second]],
      targets: targets.map { $0 + [$0[first]] }, weights: weights.map { $0 + [$0[first]] })
  }

  /// The logarithm of the ratio where row i counts `counts[i]` times, with its standard error; nil where the
  /// ratio is zero or undefined.
  ///
  /// **Formula** ln(Σwx / Σw) − ln(Σw(y − ȳ)² / Σw), error √(Σw²u²) / Σw with
  /// u = x/m − (y − ȳ)²/v, or x/m − 1 without targets.
  func logarithm(counts: [Double]) -> (value: Double, error: Double)? {
    guard targets != nil || weights != nil else { return meanLogarithm(counts: counts) }
    var (total, sum, targetSum) = (0.0, 0.0, 0.0)
    for i in 0..<losses.count {
      let weight = counts[i] * (weights?[i] ?? 1)
      total += weight
      sum += weight * losses[i]
      targetSum += weight * (targets?[i] ?? 0)
    }
    guard sum > 0 else { return nil }
    let mean = sum / total
    let centre = targetSum / total
    var spread = 1.0
    if let targets {
      var squares = 0.0
      for i in 0..<losses.count {
        let d = targets[i] - centre
        squares += counts[i] * (weights?[i] ?? 1) * d * d
      }
      guard squares > 0 else { return nil }
      spread = squares / total
    }
    var squares = 0.0
    for i in 0..<losses.count where counts[i] > 0 {
      let weight = weights?[i] ?? 1
      let d = targets.map { $0[i] - centre } ?? 1
      let u = weight * (losses[i] / mean - d * d / spread)
      squares += counts[i] * u * u
    }
    return (log(mean / spread), squares.squareRoot() / total)
  }

  private func meanLogarithm(counts: [Double]) -> (value: Double, error: Double)? {
    var (total, sum, squares) = (0.0, 0.0, 0.0)
    for i in 0..<losses.count {
      let part = counts[i] * losses[i]
      total += counts[i]
      sum += part
      squares += part * losses[i]
    }
    guard sum > 0 else { return nil }
    let relative = max(0, squares * total / (sum * sum) - 1)
    // What rounding leaves of equal losses is no spread.
    return (log(sum / total), relative < 1e-14 ? 0 : (relative / total).squareRoot())
  }
}

extension [Double] {
  /// The limit of the errors' kurtosis that the mean of their squares can still be judged with, when it is
  /// exceeded; nil otherwise.
  ///
  /// The kurtosis of a sample grows as the cube root of the number of rows where errors have no fourth
  /// moment (Student's t of 3 degrees of freedom) and stays below a fixed number where they have one, so
  /// a limit that grows more slowly than the cube root separates them, better with more rows.
  ///
  /// **Formula** (1/n) Σ e⁴ / ((1/n) Σ e²)² above the greater of 3 and 1.13 n^¼
  var heavyTails: MissingInterval? {
    let n = Double(count)
    var (second, fourth) = (0.0, 0.0)
    for square in self {
      second += square
      fourth += square * square
    }
    guard second > 0 else { return nil }
    let kurtosis = n * fourth / (second * second)
    let limit = Swift.max(3, 1.13 * pow(n, 0.25))
    return kurtosis > limit ? .heavyTails(kurtosis: kurtosis, limit: limit) : nil
  }
}
