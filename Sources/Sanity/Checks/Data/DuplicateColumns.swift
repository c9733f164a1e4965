import Findings
import Learning
import LinearAlgebra
import Randomness
import Text

extension Threshold {
  fileprivate static let nearConstantCorrelation = Threshold(
    "SD03", 0.999, "absolute correlation above which two inputs count as duplicates")
}

extension CheckEntry {
  static let duplicateColumns = CheckEntry(
    code: "SD03", title: "duplicate inputs", stage: .data, evidenceKind: .background, worst: .warn,
    summary: "No two inputs carry the same information.",
    formula: "|correlation| over at most 1,000 train rows; equal up to scale warns, nearly "
      + "equal is noted",
    threshold: .nearConstantCorrelation,
    source: "deepchecks, FeatureFeatureCorrelation (there 0.9, which fires on most tables)",
    knownFalseAlarms: "the two columns of a one-hot encoded pair exclude each other by design, "
      + "and rare pixels coincide: inputs of two values are only noted, complements are not "
      + "reported",
    cost: "O(rows · inputs), then comparisons of neighbours in four projections",
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train inputs are not finite") }
      let pairs = DuplicatePairs(
        inputs: context.train.inputs, limit: context.limit(.nearConstantCorrelation))
      guard let strongest = pairs.found.max(by: { $0.correlation < $1.correlation }) else {
        return .passed("no two inputs are equal")
      }
      let names = pairs.found.map {
        "\"\(context.inputNames[$0.first])\" and \"\(context.inputNames[$0.second])\""
      }
      let exact = pairs.found.contains { $0.isExact && !$0.isBinary }
      let more = names.count > 3 ? ", … (\(NumberFormat.count(names.count)) pairs)" : ""
      return Finding(
        verdict: exact ? .warning : .note,
        message: "\(exact ? "" : "nearly ")equal inputs: "
          + names.prefix(3).joined(separator: ", ") + more,
        value: strongest.correlation,
        evidence: [.text(title: "pairs", text: names.prefix(20).joined(separator: "; "))],
        causes: ["a column that was joined or exported twice", "the same quantity in two units"],
        remedy: "drop one of each pair with data.features")
    })
}

/// Pairs of inputs that are nearly proportional about their means.
struct DuplicatePairs {
  struct Pair: Hashable {
    let first: Int
    let second: Int
    /// Its absolute value.
    let correlation: Double
    let isExact: Bool
    /// Whether both have two values.
    let isBinary: Bool
  }

  let found: [Pair]
  private static let projectionCount = 4
  private static let rowLimit = 1_000

  init(inputs: Inputs, limit: Double) {
    let rows = Array(0..<inputs.rowCount).evenly(Self.rowLimit)
    let matrix = inputs.rows(at: rows).matrix(as: Double.self)
    let columns = (0..<matrix.columnCount).map { StandardColumn(matrix.column($0)) }
    var generator = CounterBasedGenerator(seed: 0, purpose: .synthetic)
    let directions = (0..<Self.projectionCount).map { _ in rows.map { _ in generator.normal() } }
    // Signs are chosen so that a column and its negative come to lie together.
    let projected = columns.indices.filter { columns[$0].isInformative }.map { j in
      let p = directions.map { dot($0, columns[j].unit) }
      let sign = Double(signOf: p[0], magnitudeOf: 1)
      return Projection(column: j, SIMD4(p[0], p[1], p[2], p[3]) * sign)
    }.sorted { ($0.place[0], $0.column) < ($1.place[0], $1.column) }
    // Unit columns of correlation r are √(2 − 2r) apart, which is the standard deviation of the
    // difference of their projections; five of them miss one pair in a million.
    let width = 5 * (2 - 2 * min(limit, 1)).squareRoot() + 1e-9
    var found: [Pair] = []
    for (position, one) in projected.enumerated() {
      var next = position + 1
      // Near zero the sign of a projection is chance: those are compared with either sign.
      let isNearZero = one.place[0] <= width
      while next < projected.count, projected[next].place[0] - one.place[0] <= width {
        let other = projected[next]
        next += 1
        guard one.isNear(other, width: width, eitherSign: isNearZero) else { continue }
        let (i, j) = (min(one.column, other.column), max(one.column, other.column))
        let r = dot(columns[i].unit, columns[j].unit)
        let isBinary = columns[i].valueCount == 2 && columns[j].valueCount == 2
        guard abs(r) > limit, !(isBinary && r < 0) else { continue }
        found.append(
          Pair(
            first: i, second: j, correlation: min(1, abs(r)), isExact: abs(r) > 1 - 1e-9,
            isBinary: isBinary))
      }
    }
    self.found = found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }
}

/// A column seen from four random directions: like columns lie close together.
private struct Projection {
  let column: Int
  let place: SIMD4<Double>

  init(column: Int, _ place: SIMD4<Double>) {
    self.column = column
    self.place = place
  }

  func isNear(_ other: Projection, width: Double, eitherSign: Bool) -> Bool {
    let difference = place - other.place
    if all(difference * difference .<= width * width) { return true }
    guard eitherSign else { return false }
    let sum = place + other.place
    return all(sum * sum .<= width * width)
  }
}

/// A column about its mean, of length one.
private struct StandardColumn {
  let unit: [Double]
  /// Distinct values, counted up to three.
  let valueCount: Int
  /// Varies in enough rows that agreement with another column is no coincidence.
  let isInformative: Bool

  init(_ values: [Double]) {
    let (mean, length) = (values.mean, values.sumOfSquaredDeviations.squareRoot())
    unit = values.map { length > 0 ? ($0 - mean) / length : 0 }
    var distinct: [Double] = []
    for value in values where !distinct.contains(value) {
      distinct.append(value)
      if distinct.count == 3 { break }
    }
    valueCount = distinct.count
    // The share of the most frequent of the first values stands for the mode.
    let most = distinct.map { value in values.count { $0 == value } }.max() ?? 0
    isInformative = length > 0 && values.count - most >= 10
  }
}
