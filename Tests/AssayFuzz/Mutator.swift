import Randomness

/// Changes bytes as damage, mistakes and malice do: the same change for the same seed and step.
struct Mutator {
  /// The largest input, in bytes.
  static let sizeLimit = 1 << 16

  private var generator: CounterBasedGenerator

  init(seed: UInt64, step: Int) {
    generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, step: step)
  }

  /// One of the seeds with one change, or with up to eight: few of those are read to the end.
  mutating func mutated(_ seeds: [[UInt8]]) -> [UInt8] {
    var bytes = element(of: seeds)
    for _ in 0...(below(2) == 0 ? 0 : below(8)) { change(&bytes, seeds) }
    return Array(bytes.prefix(Self.sizeLimit))
  }

  private mutating func change(_ bytes: inout [UInt8], _ seeds: [[UInt8]]) {
    let place = below(bytes.count + 1)
    let piece = place..<min(bytes.count, place + 1 + below(below(4) == 0 ? 256 : 8))
    switch below(11) {
    case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8(below(8)) }
    case 1: if place < bytes.count { bytes[place] = UInt8(below(256)) }
    case 2: bytes.removeSubrange(piece)
    case 3: bytes.insert(contentsOf: Array(bytes[piece]), at: place)
    case 4: bytes.insert(contentsOf: element(of: Self.texts).utf8, at: place)
    case 5: bytes.replaceSubrange(piece, with: Array(element(of: Self.texts).utf8))
    case 6, 7: replaceNumber(in: &bytes, from: place)
    case 8: overwriteInteger(in: &bytes, at: place)
    case 9:
      // The rest of another seed.
      let other = element(of: seeds)
      bytes = Array(bytes[..<place] + other[below(other.count + 1)...])
    default: if below(4) == 0 { bytes.removeSubrange(place...) }
    }
  }

  /// Puts an extreme number in the place of the next one that is written in digits.
  private mutating func replaceNumber(in bytes: inout [UInt8], from place: Int) {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: Array(element(of: Self.numbers).utf8))
  }

  /// Puts an extreme integer of one to eight bytes in the place of what is there.
  private mutating func overwriteInteger(in bytes: inout [UInt8], at place: Int) {
    let value = element(of: Self.integers)
    let width = 1 << below(4)
    var piece = (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    if below(2) == 0 { piece.reverse() }
    for (offset, byte) in piece.enumerated() where place + offset < bytes.count {
      bytes[place + offset] = byte
    }
  }

  private mutating func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  private mutating func element<Element>(of elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  private static let numbers = [
    "0", "-0", "-1", "1", "1e18", "1e19", "1e308", "-1e308", "1e400", "5e-324", "1e155", "0.5",
    "3000000000", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "18446744073709551615", "nan", "inf", "-inf", "null", "00", "1_0",
    "99999999999999999999999999",
  ]

  private static let integers: [UInt64] = [
    0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
    0x7FF0_0000_0000_0000, 0x7FF8_0000_0000_0000, 0x7FEF_FFFF_FFFF_FFFF,
  ]

  private static let texts =
    numbers + [
      "\n", "\r", "\r\n", "\t", "\0", " ", "  ", ",", ";", ":", ": ", "- ", "\"", "'", "\\", "\"\"",
      "[", "]", "{", "}", "[]", "{}", "[[[[[[[[[[[[[[[[", "{a: {a: {a: {a: ", "&a", "*a", "<<: *a",
      "!!int ", "|\n", ">-\n", "#", "%", "?", "~", "=", "..", "--- \n", "...\n", "true", "false",
      "\u{1B}]0;x\u{7}", "\u{1B}[2J", "\u{202E}", "\u{FEFF}", "é", "e\u{301}", "👩‍👩‍👧", "x", "/",
      "../", "linspace(0,1,1e9)", "range(0,1e18)", "logspace(-400,400,3)", "1..1000000000",
    ]
}
