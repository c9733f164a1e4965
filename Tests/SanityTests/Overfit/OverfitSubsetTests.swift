import Datasets
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

@Suite struct OverfitSubsetTests {
  private func subset(
    of fixture: GateFixture, requested: Int? = nil, capacity: Int? = 10_000, seed: UInt64 = 1
  ) -> OverfitSubset {
    let train = fixture.rows(.train)
    return OverfitSubset(
      train: train, groups: RowGroups(of: train.inputs), requested: requested, capacity: capacity,
      seed: seed)
  }

  private func classCounts(_ rows: TrainingSet) -> [Int] {
    guard case .classes(let classes, let count) = rows.targets else { return [] }
    return classes.counts(of: count)
  }

  @Test func takesFourRowsOfEachClass() {
    let rows = subset(of: .healthy(rows: 400, columns: 50, classes: 10)).rows
    #expect(classCounts(rows) == [Int](repeating: 4, count: 10))
    #expect(Set(rows.rowIDs).count == 40)
  }

  @Test(arguments: [(2, 16), (3, 16), (5, 20), (16, 64)])
  func sizeFollowsTheClasses(classCount: Int, size: Int) {
    #expect(subset(of: .healthy(rows: 800, classes: classCount)).rows.rowCount == size)
  }

  @Test func drawsThirtyTwoOfManyClasses() {
    let rows = subset(of: .healthy(rows: 1_700, classes: 100)).rows
    #expect(rows.rowCount == 64)
    #expect(classCounts(rows).filter { $0 > 0 }.count == 32)
    #expect(classCounts(rows).allSatisfy { $0 == 0 || $0 == 2 })
  }

  @Test func aSolverSeesEveryClass() {
    let rows = subset(of: .healthy(rows: 1_700, classes: 100), capacity: nil).rows
    #expect(classCounts(rows).allSatisfy { $0 >= 1 })
  }

  @Test func spreadsOverTheNumbers() {
    let fixture = GateFixture.healthyNumbers(rows: 1_000)
    let rows = subset(of: fixture).rows
    #expect(rows.rowCount == 32)
    guard case .values(let values) = rows.targets else { return }
    let sorted = fixture.split.train.map { fixture.targets[$0] }.sorted()
    // One of each 32nd part.
    #expect(values.count { $0 < sorted[600 / 2] } == 16)
  }

  @Test func isTheSameTwiceAndOtherWithAnotherSeed() {
    let fixture = GateFixture.healthy()
    #expect(subset(of: fixture).rows.rowIDs == subset(of: fixture).rows.rowIDs)
    #expect(subset(of: fixture).rows.rowIDs != subset(of: fixture, seed: 2).rows.rowIDs)
  }

  @Test func shrinksToWhatTheModelCanHold() {
    // 2n + d <= parameters: (29 - 5) / 2.
    #expect(subset(of: .healthy(), capacity: 29).rows.rowCount == 12)
  }

  @Test func prefersIndependentRows() {
    // Half of the rows are multiples of one row; 30 independent rows are there to be taken.
    var fixture = GateFixture.healthy(rows: 400, columns: 31)
    var inputs = Matrix(rowCount: 400, columnCount: 31)
    for i in 0..<400 {
      for j in 0..<31 {
        inputs[i, j] = i % 2 == 0 ? Double(i + 1) : fixture.columns[j].doubles(at: [i])[0]
      }
    }
    fixture.inputs = inputs
    let rows = subset(of: fixture).rows
    // Two even rows span all even ones, with the intercept.
    #expect(rows.rowIDs.count { $0 % 2 == 0 } <= 2)
  }

  @Test func keepsOneRowOfEqualsWithTheCommonestClass() {
    // Eight distinct rows, 20 times each; in the last five of each another class.
    let n = 160
    let kinds: [Int] = (0..<n).map { $0 % 8 }
    let columns: [[Double]] = [kinds.map { Double($0) }, kinds.map { Double($0 * $0) }]
    let classes: [Int] = (0..<n).map { i in i >= 120 ? 1 - i % 2 : i % 2 }
    let subset = subset(of: GateFixture(columns: columns, classes: classes, train: n))
    #expect(subset.isDistinct)
    #expect(subset.rows.rowCount == 8)
    #expect(subset.setAsideCount == 40)
    #expect(subset.ceiling.conflictRowCount == 0)
    #expect(subset.rows.targets == Targets.classes([0, 1, 0, 1, 0, 1, 0, 1], classCount: 2))
  }

  @Test func keepsConflictsWhereNothingElseIsThere() {
    // One binary column and noisy classes: two distinct rows.
    let column = (0..<100).map { Double($0 % 2) }
    let classes = (0..<100).map { $0 % 10 < 3 ? 1 - $0 % 2 : $0 % 2 }
    let subset = subset(of: GateFixture(columns: [column], classes: classes, train: 100))
    #expect(!subset.isDistinct)
    #expect(subset.rows.rowCount == 16)
    #expect(subset.ceiling.accuracy < 1)
    #expect(subset.ceiling.crossEntropy > 0)
  }
}
