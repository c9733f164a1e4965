import Datasets
import Findings
import HealthyPipelines
import Learning
import Testing

@testable import Sanity

/// SD10: a column that gives the target away.
@Suite struct TargetLeakTests {
  @Test func warnsOfAColumnThatGivesTheTargetAway() throws {
    var fixture = GateFixture.healthy()
    fixture.columns[4] = Column(
      name: "copy",
      values: .numbers(zip(fixture.targets, normals(200, seed: 5)).map { $0 + 0.01 * $1 }))
    let result = try fixture.check("SD10")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("\"copy\" alone predicts 98 % of the target, the next best"))
  }

  @Test func warnsOfALeakAmongNumbers() throws {
    var fixture = GateFixture.healthyNumbers()
    fixture.columns[4] = Column(
      name: "later",
      values: .numbers(zip(fixture.targets, normals(200, seed: 5)).map { 3 * $0 + 0.01 * $1 }))
    #expect(try fixture.check("SD10").verdict == .warning)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func isSilentOnAColumnThatRightlyDecides(seed: UInt64) throws {
    // H20: one column alone has an area under the curve near 0.97.
    let scores = normals(600, seed: seed)
    let noise = normals(600, seed: seed + 1_000)
    let classes = zip(scores, noise).map { $0 + 0.35 * $1 > 0 ? 1 : 0 }
    let fixture = GateFixture(
      columns: [scores, normals(600, seed: seed + 7)], classes: classes, train: 600)
    #expect(try fixture.check("SD10").verdict == .passed)
  }

  /// Where no other column says anything, it is the only useful input: worth a note.
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func onlyNotesTheOnlyUsefulInput(seed: UInt64) throws {
    let x = normals(600, seed: seed)
    let noise = normals(600, seed: seed + 100)
    let law = GateFixture(
      columns: [x, normals(600, seed: seed + 200)],
      values: zip(x, noise).map { 2 * $0 + 0.2 * $1 }, train: 600)
    let result = try law.check("SD10")
    #expect([.note, .passed].contains(result.verdict), "\(result.message)")
  }

  @Test func twoCopiesOfTheTargetDoNotLeadEachOther() throws {
    // Each predicts 98 %, the next best as much: then the task is an easy one.
    var fixture = GateFixture.healthy()
    for (index, seed) in [(3, 5), (4, 6)] as [(Int, UInt64)] {
      let copy = zip(fixture.targets, normals(200, seed: seed)).map { $0 + 0.01 * $1 }
      fixture = fixture.replacing(index, by: "copy_\(index)", copy)
    }
    let result = try fixture.check("SD10")
    #expect(result.verdict == .passed)
    #expect(
      result.message.wholeMatch(
        of: /the best single column, "copy_[34]", predicts 9\d %/) != nil, "\(result.message)")
  }

  @Test func aLoneValueIsPredictedFromItsNeighbours() {
    // Classes 0000000 111 along the column: of the two neighbours of each row (the end rows' one
    // counts twice) 18 of 20 agree; 7 of 10 would be right anyway: (0.9 − 0.7) / 0.3.
    let line = (0..<10).map(Double.init)
    let classes = line.map { $0 < 7 ? 0 : 1 }
    let skill = SingleColumnSkill.of(line, targets: .classes(classes, classCount: 2))
    #expect(abs(skill - 2.0 / 3) < 1e-12)
    // The order of the rows does not matter.
    let turned = SingleColumnSkill.of(
      line.reversed(), targets: .classes(classes.reversed(), classCount: 2))
    #expect(abs(turned - 2.0 / 3) < 1e-12)
    // Numbers on a line: the mean of both neighbours is right, the end rows are off by 1. Two of
    // 82.5 in squares about the mean of 0, …, 9.
    let numbers = SingleColumnSkill.of(line, targets: .values(line))
    #expect(abs(numbers - (1 - 2 / 82.5)) < 1e-12)
  }

  @Test func rowsOfOneValueArePredictedFromEachOther() {
    // Ten of the 12 rows are of the commonest class of their value: 10/12 against 1/2.
    let values = [Double](repeating: 0, count: 6) + [Double](repeating: 1, count: 6)
    let classes = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0]
    let skill = SingleColumnSkill.of(values, targets: .classes(classes, classCount: 2))
    #expect(abs(skill - 2.0 / 3) < 1e-12)
    // With half of the cells missing it is half as much.
    let half = SingleColumnSkill.of(
      values + values.map { _ in .nan }, targets: .classes(classes + classes, classCount: 2))
    #expect(abs(half - 1.0 / 3) < 1e-12)
    // Three against two: without the row itself it is a tie, which counts as wrong. All of them
    // are wrong where half would be right: (0 − 0.5) / 0.5.
    let even = SingleColumnSkill.of(
      [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
      targets: .classes([0, 0, 0, 1, 1, 1, 1, 1, 0, 0], classCount: 2))
    #expect(abs(even + 1) < 1e-12)
    // Pairs 0 and 2, 10 and 12, …: every row is off by 2, 40 in squares, of 2 (21² + 19² + 11² +
    // 9² + 1²) = 2,010 about the mean of 21.
    let pairs = (0..<10).map { Double($0 / 2) }
    let targets: [Double] = [0, 2, 10, 12, 20, 22, 30, 32, 40, 42]
    let numbers = SingleColumnSkill.of(pairs, targets: .values(targets))
    #expect(abs(numbers - (1 - 40 / 2_010.0)) < 1e-12)
  }

  @Test func fewCellsOrOneValuePredictNothing() {
    let classes = Targets.classes([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], classCount: 2)
    let nine = (0..<10).map { $0 == 9 ? .nan : Double($0) }
    #expect(SingleColumnSkill.of(nine, targets: classes) == 0)
    #expect(SingleColumnSkill.of([Double](repeating: 3, count: 10), targets: classes) == 0)
    let line = (0..<10).map(Double.init)
    #expect(
      SingleColumnSkill.of(line, targets: .classes(line.map { _ in 1 }, classCount: 2)) == 0)
    #expect(SingleColumnSkill.of(line, targets: .values(line.map { _ in 1 })) == 0)
  }
}
