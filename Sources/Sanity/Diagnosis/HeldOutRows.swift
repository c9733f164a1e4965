import Learning
import Randomness

/// Train rows set apart to judge changes on: a fifth, at most a thousand. Dev and test rows are
/// never asked which repair is best.
struct HeldOutRows: Sendable {
  /// Row ids.
  let trained: [Int]
  let judged: [Int]

  private static let least = 20
  private static let most = 1_000

  /// nil for too few rows to tell two trainings apart.
  init?(ids: [Int], seed: UInt64) {
    guard ids.count >= 5 * Self.least else { return nil }
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, epoch: 4)
    let order = generator.permutation(of: ids.count)
    let count = min(Self.most, ids.count / 5)
    judged = order.prefix(count).sorted().map { ids[$0] }
    trained = order.dropFirst(count).sorted().map { ids[$0] }
  }
}
