import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

/// SD24: what train's preparation makes of a cell is made of it everywhere.
@Suite struct PreparationChecksTests {
  /// Columns of their own means and deviations, so that scaling changes them.
  private func fixture(classes: Int = 3, seed: UInt64 = 1) -> GateFixture {
    var fixture = GateFixture.healthy(rows: 200, columns: 4, classes: classes, seed: seed)
    fixture.columns = fixture.columns.enumerated().map { index, column in
      let cells = column.doubles(at: Array(0..<200))
      return Column(
        name: column.name,
        values: .numbers(cells.map { Double(index + 2) * $0 + 10 * Double(index) }))
    }
    return fixture
  }

  @Test func readsTheLineOffTwoRowsAndHoldsItAgainstAll() throws {
    // 2 · cell + 1.
    let map = try #require(PreparationMap(cells: [1, 2, .nan, 4], prepared: [3, 5, 0, 9]))
    #expect(map.factor == 2)
    #expect(map.offset == 1)
    #expect(map.span == 6)
    #expect(map.agrees(cell: 10, prepared: 21))
    // Up to a thousandth of the span and a ten-thousandth of the value: 0.006 + 0.0021.
    #expect(map.agrees(cell: 10, prepared: 21.008))
    #expect(!map.agrees(cell: 10, prepared: 21.009))
    // One of the two known cells is off.
    #expect(map.disagreement(cells: [0, 1, .nan], prepared: [1, 7, 5]) == 0.5)
    #expect(PreparationMap(cells: [1, 2, 4], prepared: [1, 4, 16]) == nil, "no line")
    #expect(PreparationMap(cells: [3, 3], prepared: [0, 0]) == nil, "one value")
    #expect(PreparationMap(cells: [1, 2], prepared: [0, 0]) == nil, "a constant")
    #expect(PreparationMap(cells: [.nan], prepared: [0]) == nil)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func acceptsPartsThatArePreparedAlike(seed: UInt64) throws {
    for fixture in [
      fixture(seed: seed), fixture(classes: 2, seed: seed),
      .healthyNumbers(rows: 200, seed: seed),
    ] {
      let result = try fixture.check("SD24")
      #expect(result.verdict == .passed, "seed \(seed): \(result.message)")
    }
    #expect(
      try fixture().check("SD24").message
        == "4 inputs and the target are prepared in the same way in every part")
  }

  @Test func stopsWhereOnlyTrainIsScaled() throws {
    let fixture = fixture()
    let cells = fixture.columns.map { $0.doubles(at: Array(0..<200)) }
    let result = try fixture.check("SD24") { rows in
      TrainingSet(
        inputs: .double(
          Matrix(
            rowCount: rows.rowCount, columnCount: 4,
            storage: rows.rowIDs.flatMap { id in cells.map { $0[id] } })),
        targets: rows.targets, rowIDs: rows.rowIDs)
    }
    #expect(result.verdict == .stop)
    #expect(
      result.message.hasPrefix(
        "dev is not prepared as train is: 4 inputs of 4; \"x0\" is the cell as it is, in train "),
      "\(result.message)")
    #expect(
      result.causes == [
        "inputs on another scale in dev than in train: preprocessing.scale"
      ])
    #expect(result.value == 1)
    #expect(result.threshold == 0.1)
  }

  @Test func reportsColumnsInAnotherOrder() throws {
    let result = try fixture().check("SD24") { rows in
      rows.mappingInputs { $0.columns(at: [1, 2, 3, 0]) }
    }
    #expect(result.verdict == .stop)
    #expect(
      result.message == "dev is not prepared as train is: 4 inputs of 4; \"x0\" holds \"x1\"")
    #expect(result.causes == ["columns in another order in dev than in train"])
  }

  @Test func reportsInputsOfOtherRows() throws {
    let result = try fixture().check("SD24") { rows in
      let order = (0..<rows.rowCount).map { ($0 + 7) % rows.rowCount }
      return rows.mappingInputs { $0.rows(at: order) }
    }
    #expect(result.verdict == .stop)
    #expect(result.causes == ["inputs of other rows or columns in dev"])
  }

  @Test func reportsClassIndicesThatAreOffByOne() throws {
    let result = try fixture().check("SD24") { $0.withClassesMoved }
    #expect(result.verdict == .stop)
    #expect(
      result.message
        == "100 % of the dev rows have another class index than their label has in train: off by 1")
    #expect(result.causes == ["class indices of dev are off by 1"])
    let some = try fixture().check("SD24") { rows in
      guard case .classes(var classes, let count) = rows.targets else { return rows }
      classes[0] = (classes[0] + 1) % count
      return rows.with(.classes(classes, classCount: count))
    }
    #expect(some.causes == ["class indices of dev follow a different list of classes"])
  }

  @Test func reportsATargetOnAnotherScale() throws {
    let result = try GateFixture.healthyNumbers().check("SD24") { rows in
      guard case .values(let values) = rows.targets else { return rows }
      return rows.with(.values(values.map { 50 * $0 + 100 }))
    }
    #expect(result.verdict == .stop)
    #expect(
      result.message
        == "the target of dev is not prepared as in train: 100 % of the rows have another value")
    #expect(result.causes == ["the target is on another scale in dev than in train"])
  }

  @Test func needsAnotherPartAndALine() throws {
    let alone = GateFixture(
      columns: [normals(50, seed: 1)], values: normals(50, seed: 2), train: 50)
    #expect(try alone.check("SD24").verdict == .notApplicable)
    #expect(try alone.check("SD24").message == "there is no dev and no test part")
    // Inputs that are bent: the classes are left.
    var bent = fixture()
    let x = bent.columns[0].doubles(at: Array(0..<200))
    bent.inputs = Matrix(
      rowCount: 200, columnCount: 4, storage: x.flatMap { [$0 * $0, $0 * $0, $0 * $0, 1] })
    let result = try bent.check("SD24")
    #expect(result.verdict == .passed)
    #expect(result.message == "0 inputs and the target are prepared in the same way in every part")
    // Numbers as targets that train itself has otherwise: nothing is.
    var numbers = GateFixture.healthyNumbers()
    numbers.inputs = Matrix(
      rowCount: 200, columnCount: 5,
      storage: numbers.columns[0].doubles(at: Array(0..<200)).flatMap { x in
        (0..<5).map { _ in x * x }
      })
    let nothing = try numbers.check(
      "SD24",
      train: { rows in
        guard case .values(let values) = rows.targets else { return rows }
        return rows.with(.values(values.map { $0 * $0 * $0 }))
      }, changing: { $0 })
    #expect(nothing.verdict == .notApplicable)
    #expect(nothing.message == "no input is a linear function of one column")
  }
}
