internal import Schema

/// Every metric on the rows of each slice of a division of the judged rows, beside the other rows.
public struct SliceTable: Sendable, Hashable, Codable {
  /// The columns that divide the rows: "sex & race".
  public let title: String
  public let slices: [Slice]

  /// The rows of one value, bin or crossing.
  public struct Slice: Sendable, Hashable, Codable {
    /// "sex = Female & race = Black".
    public let name: String
    public let rowCount: Int
    public let metrics: [SliceMetric]
  }

  /// A metric on a slice, and how it differs from all other judged rows.
  public struct SliceMetric: Sendable, Hashable, Codable {
    public let metric: String
    public let direction: Direction
    public let estimate: Estimate
    /// nil where the slice or the rest has no interval.
    public let difference: IndependentDifference?
    /// The p-value of the difference, corrected by Holm for the slices of all tables in this metric.
    public fileprivate(set) var correctedP: Double?

    /// How the slice compares with the rest at the level of its interval.
    public var verdict: Verdict {
      guard let difference, let correctedP else { return .inconclusive }
      guard correctedP < 1 - estimate.level else { return .inconclusive }
      return (difference.value > 0) == (direction == .higherIsBetter) ? .better : .worse
    }
  }

  public enum Verdict: String, Sendable, Hashable, Codable {
    case better, worse, inconclusive
  }

  /// The tables of several divisions, corrected together.
  ///
  /// - Parameter divisions: Titles with their slices: a name and positions among the rows of the
  ///   predictions.
  public static func tables(
    of predictions: Predictions,
    by divisions: [(title: String, slices: [(name: String, positions: [Int])])],
    estimator: Estimator
  ) -> [SliceTable] {
    let metrics = metricCatalog.entries.filter { $0.tasks.contains(predictions.task) }
    var tables = divisions.map { title, slices in
      SliceTable(
        title: title,
        slices: slices.map { name, positions in
          Slice(
            name: name, rowCount: positions.count,
            metrics: sliceMetrics(metrics, predictions, at: positions, estimator))
        })
    }
    for index in metrics.indices { correct(&tables, metricIndex: index) }
    return tables
  }

  private init(title: String, slices: [Slice]) {
    self.title = title
    self.slices = slices
  }

  private static func sliceMetrics(
    _ metrics: [Metric], _ predictions: Predictions, at positions: [Int], _ estimator: Estimator
  ) -> [SliceMetric] {
    var isInside = [Bool](repeating: false, count: predictions.rowCount)
    for position in positions { isInside[position] = true }
    let outside = isInside.indices.filter { !isInside[$0] }
    let inner = estimator.estimates(metrics, predictions.rows(at: positions))
    let outer = outside.isEmpty ? nil : estimator.estimates(metrics, predictions.rows(at: outside))
    return metrics.indices.map { index in
      let difference = outer.flatMap { IndependentDifference(of: inner[index], minus: $0[index]) }
      return SliceMetric(
        metric: metrics[index].name, direction: metrics[index].direction, estimate: inner[index],
        difference: difference, correctedP: nil)
    }
  }

  private static func correct(_ tables: inout [SliceTable], metricIndex: Int) {
    let tested = tables.flatMap(\.slices).map { $0.metrics[metricIndex].difference?.pValue }
    let pValues = tested.compactMap(\.self)
    var factors = MultipleTesting.holmFactors(pValues).makeIterator()
    tables = tables.map { table in
      SliceTable(
        title: table.title,
        slices: table.slices.map { slice in
          var metrics = slice.metrics
          if let p = metrics[metricIndex].difference?.pValue, let factor = factors.next() {
            metrics[metricIndex].correctedP = min(1, p * factor)
          }
          return Slice(name: slice.name, rowCount: slice.rowCount, metrics: metrics)
        })
    }
  }
}
