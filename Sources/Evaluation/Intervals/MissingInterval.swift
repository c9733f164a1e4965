/// Why a metric has no interval: none of the methods would cover the true value as often as it says.
///
/// The limits are those from which on the simulations of `scripts/simulations` hold.
public enum MissingInterval: Sendable, Hashable, Codable {
  /// The metric has no value on these rows.
  case undefinedMetric
  /// So few rows with a weight.
  case fewRows(Int)
  /// So few rows of a class.
  case fewRowsOfClass(name: String, count: Int)
  /// All rows are given to their true class or all rows have the same loss, so that they say nothing of the
  /// metric's spread.
  case noSpread
  /// One row makes up this share of the total loss.
  case dominantRow(share: Double)
  /// The errors' fourth moment over the square of their second; above the limit for as many rows the mean of
  /// their squares is decided by a few rows that another sample may lack.
  case heavyTails(kurtosis: Double, limit: Double)
  /// Resampling cannot see beyond the greatest row.
  case greatestRow
  /// The metric is undefined in so many resamples.
  case undefinedResamples(count: Int, of: Int)
}
