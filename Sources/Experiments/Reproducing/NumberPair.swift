/// A number of two runs; nil where one of them has none.
struct NumberPair: Sendable {
  let name: String
  let old: Double?
  let new: Double?

  var isDifferent: Bool { old?.bitPattern != new?.bitPattern }

  /// |new − old|; infinite where one of them has no number.
  var difference: Double {
    guard let old, let new, !old.isNaN, !new.isNaN else { return .infinity }
    return (new - old).magnitude
  }

  private var text: String {
    "\(name) \(old.map { "\($0)" } ?? "none") → \(new.map { "\($0)" } ?? "none")"
  }

  /// How many of `count` numbers differ, the first of them and the farthest apart.
  static func sentences(_ changed: [NumberPair], of count: Int, called noun: String) -> [String] {
    guard let first = changed.first else { return ["the bytes differ, the \(noun) do not"] }
    return ["\(changed.count) of \(count) \(noun) differ, first \(first.text)"]
      + largest(changed)
  }

  /// A sentence on the farthest apart; none where there are no pairs.
  static func largest(_ pairs: [NumberPair]) -> [String] {
    guard let largest = pairs.max(by: { $0.difference < $1.difference }) else { return [] }
    return ["farthest apart by \(largest.difference): \(largest.text)"]
  }
}
