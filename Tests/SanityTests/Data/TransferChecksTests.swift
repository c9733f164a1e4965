import Datasets
import Foundation
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

/// SD25: a rule of train that must hold of the other parts, and SD26: rows that nearly repeat.
@Suite struct TransferChecksTests {
  @Test func foretellsOtherRowsByTheLineOfTrain() throws {
    // x = −1, 0, 1 has deviation √(2/3); in its units Σx² = 3, and with λ = 1 the slope is
    // Σxy / (3 + 1) = 2√1.5 / 4. At x = 2 that is 2√1.5 · 2√1.5 / 4 = 1.5.
    let inputs = Matrix(rowCount: 3, columnCount: 1, storage: [-1, 0, 1])
    let probe = try #require(RidgeProbe(inputs: inputs))
    let other = Matrix(rowCount: 1, columnCount: 1, storage: [2])
    let foretold = probe.foretold(of: other, from: inputs)
    #expect(abs(foretold.storage[0] - 1.5) < 1e-12)
  }

  @Test func estimatesAMeanWithItsError() {
    // Variance 1 of three values: 1 / √3.
    let estimate = MeanEstimate([1, 2, 3])
    #expect(estimate.mean == 2)
    #expect(abs(estimate.standardError - 1 / 3.0.squareRoot()) < 1e-15)
    #expect(MeanEstimate([]).mean == 0)
  }

  @Test func findsColumnsAgainByHowTheyAreSpread() throws {
    let n = 400
    let x = normals(n, seed: 1)
    let columns = [
      x, x.map { exp($0) }, normals(n, seed: 2).map { $0 * $0 }, normals(n, seed: 3).map(abs),
    ]
    func matrix(_ order: [Int]) -> Matrix {
      Matrix(
        rowCount: n, columnCount: 4, storage: (0..<n).flatMap { i in order.map { columns[$0][i] } })
    }
    let target = Matrix(rowCount: n, columnCount: 1, storage: x)
    let own = try #require(ColumnSignatures(matrix([0, 1, 2, 3]), target))
    let other = try #require(ColumnSignatures(matrix([2, 0, 3, 1]), target))
    // Column 0 stands at place 1 there, column 1 at 3, column 2 at 0, column 3 at 2.
    #expect(own.matched(with: other) == [1, 3, 0, 2])
    #expect(own.matched(with: own) == [0, 1, 2, 3])
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func acceptsOneRuleInAllParts(seed: UInt64) throws {
    for fixture in [
      GateFixture.healthy(rows: 100, seed: seed), .healthy(rows: 400, classes: 5, seed: seed),
      .healthyNumbers(rows: 200, seed: seed),
    ] {
      for code in ["SD25", "SD26"] {
        let result = try fixture.check(code)
        #expect(result.verdict == .passed, "seed \(seed): \(result.code) \(result.message)")
      }
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func tellsOtherScales(seed: UInt64) throws {
    let result = try GateFixture.healthyNumbers(rows: 400, seed: seed).check("SD25") { rows in
      rows.mappingInputs { inputs in
        Matrix(
          rowCount: inputs.rowCount, columnCount: inputs.columnCount,
          storage: inputs.storage.map { 20 * $0 + 7 })
      }
    }
    #expect(result.verdict == .warning, "seed \(seed): \(result.message)")
    #expect(
      result.causes == [
        "inputs on another scale in dev than in train: preprocessing.scale or the file"
      ], "seed \(seed)")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func tellsAnotherOrderOfColumns(seed: UInt64) throws {
    let result = try GateFixture.healthyNumbers(rows: 1_000, columns: 3, seed: seed)
      .check("SD25") { rows in rows.mappingInputs { $0.columns(at: [1, 2, 0]) } }
    #expect(result.verdict == .warning, "seed \(seed): \(result.message)")
    #expect(
      result.causes == ["columns in another order in dev than in train"], "seed \(seed)")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func tellsClassIndicesOffByOne(seed: UInt64) throws {
    for (classes, name) in [(2, "1"), (4, "1")] {
      let result = try GateFixture.healthy(rows: 600, classes: classes, seed: seed)
        .check("SD25") { $0.withClassesMoved }
      #expect(result.verdict == .warning, "seed \(seed): \(result.message)")
      #expect(result.causes == ["class indices of dev are off by \(name)"], "seed \(seed)")
    }
  }

  @Test func tellsATargetOnAnotherScale() throws {
    let result = try GateFixture.healthyNumbers(rows: 400).check("SD25") { rows in
      guard case .values(let values) = rows.targets else { return rows }
      return rows.with(.values(values.map { 30 * $0 + 12 }))
    }
    #expect(result.causes == ["the target is on another scale in dev than in train"])
    #expect(result.message.hasPrefix("a linear model of train has 0.0"), "\(result.message)")
    #expect(result.message.contains(" on dev; with its target brought to train's scale "))
  }

  @Test func tellsLabelsOfTrainThatAreWrong() throws {
    // Half of train's classes are drawn anew; dev and test are right.
    var fixture = GateFixture.healthy(rows: 800, classes: 2)
    let draws = integers(800, below: 4, seed: 3)
    for row in fixture.split.train where draws[row] == 0 {
      fixture.targets[row] = 1 - fixture.targets[row]
    }
    let result = try fixture.check("SD25")
    #expect(result.verdict == .warning, "\(result.message)")
    #expect(result.causes.first == "labels of train that are wrong")
  }

  @Test func driftThatIsDeclaredIsOnlyNoted() throws {
    var fixture = GateFixture.healthy(rows: 600)
    fixture.splitMethod = .time(column: "x0")
    #expect(try fixture.check("SD25") { $0.withClassesMoved }.verdict == .note)
  }

  @Test func transferNeedsRowsAndParts() throws {
    #expect(
      try GateFixture.healthy(rows: 60).check("SD25").message
        == "the train rows cannot carry a cheap model")
    let alone = GateFixture(
      columns: [normals(60, seed: 1)], values: normals(60, seed: 2), train: 60)
    #expect(try alone.check("SD25").message == "there is no dev and no test part")
    #expect(try alone.check("SD26").message == "there is no dev and no test part")
  }

  /// Dev rows that are train rows, each number measured again with a hundredth of a deviation.
  private func repeated(_ fixture: GateFixture, seed: UInt64) -> GateFixture {
    var copy = fixture
    let noise = normals(fixture.targets.count, seed: seed + 500)
    copy.columns = fixture.columns.enumerated().map { index, column in
      var cells = column.doubles(at: Array(0..<fixture.targets.count))
      for (place, row) in fixture.split.dev.enumerated() {
        cells[row] =
          cells[fixture.split.train[place]]
          + 0.01 * noise[(row + 31 * index) % noise.count]
      }
      return Column(name: column.name, values: .numbers(cells))
    }
    return copy
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func tellsSubjectsThatWereMeasuredTwice(seed: UInt64) throws {
    let fixture = repeated(.healthyNumbers(rows: 400, columns: 6, seed: seed), seed: seed)
    let result = try fixture.check("SD26")
    #expect(result.verdict == .warning, "seed \(seed): \(result.message)")
    #expect(result.message.hasSuffix("of the dev rows are near copies of a train row"))
    #expect(
      result.causes.first
        == "rows of one group, such as a subject measured twice, in train and in dev")
    // The first dev row, 240, was made of the first train row.
    #expect(result.evidence.first?.numbers.first == 240)
    #expect(result.evidence.first?.text.hasPrefix("row 241 ≈ row 1;") == true)
  }

  @Test func equalRowsAreLeftToContamination() throws {
    var fixture = GateFixture.healthyNumbers(rows: 400, columns: 6)
    fixture.columns = fixture.columns.map { column in
      var cells = column.doubles(at: Array(0..<400))
      for (place, row) in fixture.split.dev.enumerated() { cells[row] = cells[place] }
      return Column(name: column.name, values: .numbers(cells))
    }
    #expect(try fixture.check("SD26").verdict == .passed)
    #expect(try fixture.check("SD09").verdict == .stop)
  }
}
