internal import CScanning
internal import Foundation

/// Reads decimal numbers from bytes, rounded correctly, without making a string.
///
/// Three methods, fastest first: exact arithmetic when both the digits and the power of ten are exact
/// doubles; a 128-bit product for most others; the C library for the rest.
///
/// **Source** Clinger 1990, "How to read floating point numbers accurately"; Lemire 2021, "Number
/// parsing at a gigabyte per second", algorithm 1 for powers from -27 to 55.
struct DecimalScanner {
  private let powersOfTen: UnsafePointer<Double>
  private let powersOfFive: UnsafePointer<UInt64>

  init() {
    powersOfTen = DecimalTables.shared.powersOfTen
    powersOfFive = DecimalTables.shared.powersOfFive
  }

  /// For `scanning_read_numbers`.
  var tables: scanning_tables {
    scanning_tables(
      powers_of_ten: powersOfTen,
      powers_of_five: powersOfFive + 2 * (-19 - DecimalTables.leastPower))
  }

  /// Reads the number that starts at `start` and returns the place behind it, or nil when no number
  /// starts there: a sign, digits with one point, an exponent; or `inf`, `infinity`, `nan` in any
  /// case. The bytes must end in one that cannot be part of a number, and 8 more be readable.
  @inline(__always)
  func scan(_ start: UnsafePointer<UInt8>, into value: inout Double) -> UnsafePointer<UInt8>? {
    var p = start
    let isNegative = p.pointee == 0x2D
    if isNegative || p.pointee == 0x2B { p += 1 }
    var digits: UInt64 = 0
    let whole = p
    while true {
      let digit = p.pointee &- 0x30
      if digit > 9 { break }
      digits = digits &* 10 &+ UInt64(digit)
      p += 1
    }
    var digitCount = p - whole
    var exponent = 0
    if p.pointee == 0x2E {
      p += 1
      let fraction = p
      while let eight = Self.eightDigits(at: p) {
        digits = digits &* 100_000_000 &+ eight
        p += 8
      }
      while true {
        let digit = p.pointee &- 0x30
        if digit > 9 { break }
        digits = digits &* 10 &+ UInt64(digit)
        p += 1
      }
      exponent = fraction - p
      digitCount -= exponent
    }
    if digitCount == 0 { return scanWord(start, into: &value) }
    if p.pointee | 0x20 == 0x65 { p = scanExponent(p, adding: &exponent) }
    if digitCount <= 19, digits <= 1 << 53, exponent >= -22, exponent <= 22 {
      let magnitude =
        exponent < 0
        ? Double(digits) / powersOfTen[-exponent] : Double(digits) * powersOfTen[exponent]
      value = isNegative ? -magnitude : magnitude
      return p
    }
    value = slowValue(
      digits: digits, digitCount: digitCount, exponent: exponent, isNegative: isNegative,
      text: UnsafeBufferPointer(start: start, count: p - start))
    return p
  }

  /// The number that eight digits at `p` make, or nil when one of the bytes is none.
  ///
  /// **Source** Lemire 2018, "Quickly parsing eight digits": three multiplications instead of eight.
  @inline(__always)
  private static func eightDigits(at p: UnsafePointer<UInt8>) -> UInt64? {
    var word = UInt64(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
    let highHalves: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    let carried = (word &+ 0x0606_0606_0606_0606) & highHalves
    guard (word & highHalves) | (carried >> 4) == 0x3333_3333_3333_3333 else { return nil }
    word = word &- 0x3030_3030_3030_3030
    word = word &* 10 &+ (word >> 8)
    let outer = (word & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let inner = ((word >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (outer &+ inner) >> 32
  }

  /// The place behind an exponent at `p`, or `p` when there is none after all.
  private func scanExponent(
    _ p: UnsafePointer<UInt8>, adding exponent: inout Int
  ) -> UnsafePointer<UInt8> {
    var q = p + 1
    let isNegative = q.pointee == 0x2D
    if isNegative || q.pointee == 0x2B { q += 1 }
    let first = q
    var written = 0
    while true {
      let digit = q.pointee &- 0x30
      if digit > 9 { break }
      // Beyond this every number is zero or infinite.
      if written < 1_000_000 { written = written * 10 + Int(digit) }
      q += 1
    }
    if q == first { return p }
    exponent += isNegative ? -written : written
    return q
  }

  @inline(never)
  private func scanWord(
    _ start: UnsafePointer<UInt8>, into value: inout Double
  ) -> UnsafePointer<UInt8>? {
    var p = start
    let isNegative = p.pointee == 0x2D
    if isNegative || p.pointee == 0x2B { p += 1 }
    func begins(with word: StaticString) -> Bool {
      for i in 0..<word.utf8CodeUnitCount where p[i] | 0x20 != word.utf8Start[i] { return false }
      return true
    }
    if begins(with: "inf") {
      value = isNegative ? -.infinity : .infinity
      return p + (begins(with: "infinity") ? 8 : 3)
    }
    if begins(with: "nan") {
      value = .nan
      return p + 3
    }
    return nil
  }

  @inline(never)
  private func slowValue(
    digits: UInt64, digitCount: Int, exponent: Int, isNegative: Bool,
    text: UnsafeBufferPointer<UInt8>
  ) -> Double {
    if digitCount <= 19, exponent >= DecimalTables.leastPower,
      exponent <= DecimalTables.greatestPower
    {
      let magnitude = scanning_product(
        digits, exponent, powersOfFive + 2 * (exponent - DecimalTables.leastPower))
      return isNegative ? -magnitude : magnitude
    }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { copy in
      for (i, byte) in text.enumerated() { copy[i] = CChar(bitPattern: byte) }
      copy[text.count] = 0
      guard let start = copy.baseAddress else { return 0 }
      return strtod(start, nil)
    }
  }
}

/// Powers of five, computed once.
final class DecimalTables: Sendable {
  static let shared = DecimalTables()
  static let leastPower = -27
  static let greatestPower = 55

  // Written by `init` alone and never freed: the only instance lives as long as the program.
  nonisolated(unsafe) let powersOfTen: UnsafePointer<Double>
  /// The 128 leading bits of each power, the higher half first: cut off for powers from 0 on, rounded
  /// up for those below.
  nonisolated(unsafe) let powersOfFive: UnsafePointer<UInt64>

  private init() {
    let tens = UnsafeMutablePointer<Double>.allocate(capacity: 23)
    var ten = 1.0
    for i in 0...22 {
      (tens + i).initialize(to: ten)
      ten *= 10
    }
    let count = Self.greatestPower - Self.leastPower + 1
    let fives = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * count)
    for q in Self.leastPower...Self.greatestPower {
      let bits = Self.leadingBits(ofFiveToThe: q)
      let place = fives + 2 * (q - Self.leastPower)
      place.initialize(to: UInt64(truncatingIfNeeded: bits >> 64))
      (place + 1).initialize(to: UInt64(truncatingIfNeeded: bits))
    }
    powersOfTen = UnsafePointer(tens)
    powersOfFive = UnsafePointer(fives)
  }

  private static func leadingBits(ofFiveToThe q: Int) -> UInt128 {
    var power: UInt128 = 1
    for _ in 0..<abs(q) { power *= 5 }
    if q >= 0 { return power << UInt128(power.leadingZeroBitCount) }
    // 2^b / 5^-q with b chosen so that the quotient has 128 bits, rounded up.
    let bitCount = 128 - power.leadingZeroBitCount
    let high: UInt128 = 1 << UInt128(bitCount - 1)
    return power.dividingFullWidth((high, 0)).quotient + 1
  }
}
