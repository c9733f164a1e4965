import Foundation
import Randomness
import Testing

@testable import Datasets

/// Numbers in cells are what the C library reads there, however many rows and columns there are.
@Suite struct CSVNumbersTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expectCorrect(
    _ rows: [[String]], lineEnd: String = "\n", delimiter: String = ",",
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let header = rows[0].indices.map { "c\($0)" }
    let lines = ([header] + rows).map { $0.joined(separator: delimiter) + lineEnd }
    let path = try folder.file("numbers.csv", lines.joined())
    let table = try CSVReader(format: .csv).read(
      DataRequest.FilePath(path), options: ReadingOptions())
    #expect(table.rowCount == rows.count, sourceLocation: sourceLocation)
    for (i, column) in table.columns.enumerated() {
      let numbers = column.numbers
      try #require(numbers.count == rows.count, sourceLocation: sourceLocation)
      for (cells, number) in zip(rows, numbers) {
        let expected = cells[i].isEmpty ? Double.nan : strtod(cells[i], nil)
        #expect(
          number.bitPattern == expected.bitPattern, "\(cells[i]): \(number)",
          sourceLocation: sourceLocation)
      }
    }
  }

  /// Every number of digits before and behind the point, with zeros and signs in front.
  @Test(arguments: UInt64(0)..<4) func everyLengthIsRead(seed: UInt64) throws {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    var rows: [[String]] = []
    for whole in 0...10 {
      for fraction in 0...22 where whole + fraction > 0 {
        for zeroCount in [0, 3, whole + fraction] {
          let digits = (0..<(whole + fraction)).map { i in
            i < zeroCount ? "0" : String(generator.integer(below: 10))
          }.joined()
          let number = digits.prefix(whole) + "." + digits.dropFirst(whole)
          let plain = digits.prefix(max(1, whole))
          rows.append(["\(number)", "-\(number)", "+\(number)", "\(plain)", "-\(plain)", ""])
        }
      }
    }
    try expectCorrect(rows)
    try expectCorrect(rows, lineEnd: "\r\n", delimiter: ";")
  }

  @Test(arguments: UInt64(0)..<4) func randomNumbersAreReadInAllTheirWays(seed: UInt64) throws {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    let rows = (0..<500).map { _ -> [String] in
      let number = Double(bitPattern: generator.next())
      let usual = generator.normal() * 100
      let digits = String(generator.next())
      return [
        number.isFinite ? "\(number)" : "0", "\(usual)", "\(Float(usual))", digits,
        "0.\(digits)", "0.00\(digits)", "1\(digits.prefix(6)).\(digits.suffix(12))",
        "\(generator.integer(below: 256))", generator.integer(below: 2) == 0 ? "" : "-0",
      ]
    }
    try expectCorrect(rows)
  }

  /// Cells are written to their columns some rows at a time: any number of rows is complete.
  @Test(arguments: 1...20) func anyNumberOfRowsIsWritten(rowCount: Int) throws {
    try expectCorrect((0..<rowCount).map { row in (0..<70).map { "\(row * 70 + $0)" } })
  }

  /// Half way between two doubles, and neighbours of 2^53, with a point in them.
  @Test func halfWayCasesAreRoundedToEven() throws {
    try expectCorrect([
      ["0.9007199254740993", "9007199.254740993", "1125899.906842624125", "0.9007199254740992"],
      [
        "0.5000000000000000555", "1.000000000000000111", "4503599.627370496500",
        "0.9007199254740991",
      ],
      ["0.1", "0.0000000000000000001", "0.9999999999999999999", "1.999999999999999999"],
    ])
  }
}
