/// Divides a whole number among strata in proportion to their sizes.
enum Apportionment {
  /// How many each stratum gives; each count is within one of its exact share.
  ///
  /// **Source** Hamilton's method of largest remainders; ties go to the earlier stratum.
  static func shares(of total: Int, among sizes: [Int]) -> [Int] {
    let sum = sizes.reduce(0, +)
    guard sum > 0 else { return sizes.map { _ in 0 } }
    var shares = sizes.map { total * $0 / sum }
    let remainders = sizes.map { total * $0 % sum }
    let order = sizes.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
    for i in order.prefix(total - shares.reduce(0, +)) { shares[i] += 1 }
    return shares
  }
}
