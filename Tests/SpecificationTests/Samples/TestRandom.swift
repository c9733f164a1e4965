import Schema

/// SplitMix64: random cases that any listed seed gives again.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func string() -> String {
    let alphabet = Array("ab1.-:#,[]{}'\"\\ \n\té🙂!&*?|>%@=~")
    return String(
      (0..<Int.random(in: 0...8, using: &self)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &self)]
      })
  }

  /// Any value whose numbers are finite.
  mutating func literal(depth: Int) -> Literal {
    switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &self) {
    case 0: return .null
    case 1: return .boolean(Bool.random(using: &self))
    case 2: return .integer(Int.random(in: .min ... .max, using: &self))
    case 3:
      let number = Double(bitPattern: next())
      return .number(number.isFinite ? number : 0.5)
    case 4: return .string(string())
    case 5:
      let count = Int.random(in: 0...3, using: &self)
      return .list((0..<count).map { _ in literal(depth: depth - 1) })
    default:
      let count = Int.random(in: 0...3, using: &self)
      return .mapping(
        (0..<count).map { Literal.Entry("\($0)" + string(), literal(depth: depth - 1)) })
    }
  }
}
