/// Apportionment of a number of rows among strata, proportional to their sizes.
enum Apportionment {
  /// Number of rows of each stratum; each is within one of the exact proportion.
  ///
  /// **Source** Hamilton's method of largest remainders; ties go to the earlier stratum.
  static func counts(of total: Int, among sizes: [Int]) -> [Int] {
    let sum = sizes.reduce(0, +)
    guard sum > 0 else { return sizes.map { _ in 0 } }
    var counts = sizes.map { total * $0 / sum }
    let remainders = sizes.map { total * $0 % sum }
    let order = sizes.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
    for i in order.prefix(total - counts.reduce(0, +)) { counts[i] += 1 }
    return counts
  }
}
