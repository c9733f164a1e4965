import Learning
import Randomness

/// Train rows held out to compare candidate edits: a fifth, at most 1,000. Dev and test rows never
/// select an edit.
struct HeldOutRows: Sendable {
  /// Ids of the rows to train on.
  let trained: [Int]
  /// Ids of the rows held out.
  let evaluated: [Int]

  private static let leastCount = 20
  private static let greatestCount = 1_000

  /// nil where too few rows would be held out.
  init?(ids: [Int], seed: UInt64) {
    guard ids.count >= 5 * Self.leastCount else { return nil }
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, epoch: 4)
    let order = generator.permutation(of: ids.count)
    let count = min(Self.greatestCount, ids.count / 5)
    evaluated = order.prefix(count).sorted().map { ids[$0] }
    trained = order.dropFirst(count).sorted().map { ids[$0] }
  }
}
