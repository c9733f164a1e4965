import Datasets
import Findings
import HealthyPipelines
import Testing

@testable import Sanity

/// SD11: columns that look like row ids.
@Suite struct IdentifierColumnsTests {
  @Test func warnsOfRowNumbers() throws {
    var fixture = GateFixture.healthy()
    fixture.columns[2] = Column(name: "index", values: .numbers((0..<200).map(Double.init)))
    let result = try fixture.check("SD11")
    #expect(result.verdict == .warning)
    #expect(result.message == "\"index\" looks like a row id: nearly every value is new")
  }

  @Test func warnsOfNames() throws {
    var fixture = GateFixture.healthy()
    fixture.columns[2] = Column(
      name: "name",
      values: .categories(codes: (0..<200).map(Int32.init), levels: (0..<200).map { "n\($0)" }))
    fixture.roles[2] = .category
    #expect(try fixture.check("SD11").verdict == .warning)
  }

  @Test func isSilentOnMeasurements() throws {
    var fixture = GateFixture.healthy()
    // Weights of a census: whole numbers, mostly distinct, neither dense nor ordered.
    fixture.columns[2] = Column(
      name: "fnlwgt", values: .numbers(integers(200, below: 1_000_000, seed: 4).map(Double.init)))
    #expect(try fixture.check("SD11").verdict == .passed)
  }

  @Test func serialNumbersWithGapsRiseOrFall() throws {
    // Gaps of some 500: far too wide apart to be counted, but in the order of the rows.
    var serial = [0.0]
    for gap in integers(199, below: 1_000, seed: 4) {
      serial.append(serial[serial.count - 1] + Double(gap + 1))
    }
    for numbers in [serial, serial.reversed()] {
      let result = try GateFixture.healthy().replacing(2, by: "serial", numbers).check("SD11")
      #expect(result.verdict == .warning)
      #expect(result.message == "\"serial\" looks like a row id: nearly every value is new")
    }
  }

  @Test func shuffledRowNumbersAreStillRowNumbers() throws {
    let draws = integers(200, below: 1_000_000, seed: 6)
    let order = (0..<200).sorted { draws[$0] < draws[$1] }.map(Double.init)
    let result = try GateFixture.healthy().replacing(0, by: "a", order)
      .replacing(3, by: "b", order.map { $0 + 7 }).check("SD11")
    #expect(result.verdict == .warning)
    #expect(result.message == "\"a\", \"b\" look like row ids: nearly every value is new")
  }

  @Test func isSilentOnCountsThatComeAgain() throws {
    let counts = integers(200, below: 10, seed: 4).map(Double.init)
    let result = try GateFixture.healthy().replacing(2, by: "rooms", counts).check("SD11")
    #expect(result.verdict == .passed)
    #expect(result.message == "no column looks like a row id")
  }
}
