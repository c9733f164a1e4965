import Datasets
import Findings
import Foundation
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SD25: a rule of train that must hold of the other parts.
@Suite struct TransferChecksTests {
  @Test func predictsOtherRowsByTheLineOfTrain() throws {
    // x = −1, 0, 1 has deviation √(2/3); in its units Σx² = 3, and with λ = 1 the weight is
    // Σxy / (3 + 1) = 2√1.5 / 4. At x = 2 that is 2√1.5 · 2√1.5 / 4 = 1.5.
    let inputs = Matrix(rowCount: 3, columnCount: 1, storage: [-1, 0, 1])
    let probe = try #require(RidgeProbe(inputs: inputs))
    let other = Matrix(rowCount: 1, columnCount: 1, storage: [2])
    let predictions = probe.predictions(of: other, from: inputs)
    #expect(abs(predictions.storage[0] - 1.5) < 1e-12)
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
      for code: CheckCode in ["SD25", "SD26"] {
        let result = try fixture.check(code)
        #expect(result.verdict == .passed, "seed \(seed): \(result.code) \(result.message)")
      }
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func reportsOtherScales(seed: UInt64) throws {
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
  func reportsAnotherOrderOfColumns(seed: UInt64) throws {
    let result = try GateFixture.healthyNumbers(rows: 1_000, columns: 3, seed: seed)
      .check("SD25") { rows in rows.mappingInputs { $0.columns(at: [1, 2, 0]) } }
    #expect(result.verdict == .warning, "seed \(seed): \(result.message)")
    #expect(
      result.causes == ["columns in another order in dev than in train"], "seed \(seed)")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func reportsClassIndicesOffByOne(seed: UInt64) throws {
    for (classes, name) in [(2, "1"), (4, "1")] {
      let result = try GateFixture.healthy(rows: 600, classes: classes, seed: seed)
        .check("SD25") { $0.withClassesMoved }
      #expect(result.verdict == .warning, "seed \(seed): \(result.message)")
      #expect(result.causes == ["class indices of dev are off by \(name)"], "seed \(seed)")
    }
  }

  @Test func reportsATargetOnAnotherScale() throws {
    let result = try GateFixture.healthyNumbers(rows: 400).check("SD25") { rows in
      guard case .values(let values) = rows.targets else { return rows }
      return rows.with(.values(values.map { 30 * $0 + 12 }))
    }
    #expect(result.causes == ["the target is on another scale in dev than in train"])
    #expect(result.message.hasPrefix("a linear model of train has 0.0"), "\(result.message)")
    #expect(result.message.contains(" on dev; with its target brought to train's scale "))
  }

  @Test func reportsLabelsOfTrainThatAreWrong() throws {
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
        == "the train rows do not allow a cheap model")
    let alone = GateFixture(
      columns: [normals(60, seed: 1)], values: normals(60, seed: 2), train: 60)
    #expect(try alone.check("SD25").message == "there is no dev and no test part")
    #expect(try alone.check("SD26").message == "there is no dev and no test part")
  }

  @Test func oneOutlierIsNoProof() throws {
    // One of 20 dev targets is 20 away: the mean error is 400 / 20, its standard error as much.
    var fixture = GateFixture.healthyNumbers(rows: 100)
    fixture.targets[60] += 20
    let result = try fixture.check("SD25")
    #expect(result.verdict == .passed, "\(result.message)")
    let score = try #require(result.value)
    #expect(score < 2)
  }

  @Test func aDifferenceBelowAFifthOfTheConstantsErrorIsLet() throws {
    // Noise of 0.3 in y = x0 − x1 / 2: 0.09 of 1.34 is left, 0.07. With as much noise again dev has
    // 0.13: twice as much, and significantly so, but 0.07 more.
    var fixture = GateFixture.healthyNumbers(rows: 4_000)
    let noise = normals(4_000, seed: 77)
    for row in fixture.split.dev { fixture.targets[row] += 0.3 * noise[row] }
    let result = try fixture.check("SD25")
    #expect(result.verdict == .passed, "\(result.message)")
    let score = try #require(result.value)
    #expect(score > 4)
  }

  @Test func aDifferenceBelowHalfOfTheSmallerErrorIsLet() throws {
    // y = x / 3 + noise: 1 of 1.11 is left on train, 0.9. With 1.17 times the noise, 1.37 of 1.11
    // on dev: 0.33 more, and significantly so, but not half of 0.9.
    let x = normals(8_000, seed: 1)
    let noise = normals(8_000, seed: 2)
    let values = (0..<8_000).map { row in
      x[row] / 3 + ((4_000..<6_000).contains(row) ? 1.17 : 1) * noise[row]
    }
    let result = try GateFixture(
      columns: [x], values: values, train: 4_000, dev: 2_000, test: 2_000
    ).check("SD25")
    #expect(result.verdict == .passed, "\(result.message)")
    let score = try #require(result.value)
    #expect(score > 4)
  }
}
