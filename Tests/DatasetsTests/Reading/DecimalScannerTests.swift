import Foundation
import Randomness
import Testing

@testable import Datasets

@Suite struct DecimalScannerTests {
  private let scanner = DecimalScanner()

  private func value(_ text: String) -> Double? { scanner.value(of: Array(text.utf8)) }

  /// Every way through the scanner agrees with the C library's correctly rounded answer.
  private func expectCorrect(
    _ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let found = value(text)
    let expected = strtod(text, nil)
    #expect(
      found?.bitPattern == expected.bitPattern, "\(text): \(String(describing: found))",
      sourceLocation: sourceLocation)
  }

  @Test func readsPlainNumbers() {
    #expect(value("0") == 0)
    #expect(value("-12.5") == -12.5)
    #expect(value("+3") == 3)
    #expect(value(".5") == 0.5)
    #expect(value("5.") == 5)
    #expect(value("1e3") == 1000)
    #expect(value("1E-2") == 0.01)
    #expect(value(" 7\t") == 7)
    #expect(value("-0")?.sign == .minus)
  }

  @Test func readsWordsForInfinityAndNaN() {
    #expect(value("inf") == .infinity)
    #expect(value("-Infinity") == -.infinity)
    #expect(value("NaN")?.isNaN == true)
  }

  @Test(arguments: [
    "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "1_000", "12a", "--1", "infi", "nano",
    "1 2", "１",
  ])
  func refusesWhatIsNoNumber(_ text: String) {
    #expect(value(text) == nil)
  }

  @Test(arguments: [
    // Half way cases and neighbours of powers of two, from the literature on number reading.
    "9007199254740993", "9007199254740992", "9007199254740991", "9007199254740995",
    "1.7976931348623157e308", "1.7976931348623159e308", "4.9406564584124654e-324", "2e-324",
    "2.2250738585072011e-308", "2.2250738585072014e-308", "1e23", "8.5e22", "6.02214076e23",
    "123456789012345678901234567890", "0.1", "0.2", "0.3", "1e-27", "1e55", "1e-28", "1e56",
    "0.000000000000000000000000000000000000001", "3.141592653589793238462643383279502884197",
    "5e-1", "1125899906842624.125", "1125899906842901.875", "9214843084008499",
    "30078505129381147446200",
    "18446744073709551615", "18446744073709551616", "9999999999999999999", "1e-400", "1e400",
    "0e9999999999", "0.0000e-999999", "7.2057594037927933e16", "1.00000000000000011102230246251565",
  ])
  func roundsCorrectly(_ text: String) { expectCorrect(text) }

  @Test(arguments: UInt64(0)..<20)
  func agreesWithTheCLibraryOnRandomNumbers(seed: UInt64) {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    for _ in 0..<500 {
      let number = Double(bitPattern: generator.next())
      if number.isFinite { expectCorrect("\(number)") }
      let usual = generator.normal() * 100
      expectCorrect("\(usual)")
      expectCorrect("\(Float(usual))")
      let digits = String(generator.next()).prefix(1 + generator.integer(below: 20))
      let point = generator.integer(below: digits.count + 1)
      let exponent = generator.integer(below: 120) - 60
      expectCorrect("\(digits.prefix(point)).\(digits.dropFirst(point))e\(exponent)")
    }
  }
}
