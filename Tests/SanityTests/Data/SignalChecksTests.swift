import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing
import Text

@testable import Sanity

@Suite struct SignalChecksTests {
  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func warnsOfShuffledTargets(seed: UInt64) throws {
    // F41; 5 of 100 such data sets may pass by chance, these do not.
    var fixture = GateFixture.healthy(rows: 300, classes: 3, seed: seed)
    let order = integers(300, below: 1_000_000, seed: seed + 40)
    fixture.targets = fixture.targets.indices.sorted { order[$0] < order[$1] }
      .map { fixture.targets[$0] }
    let result = try fixture.check("SD20")
    let p = result.value ?? 0
    #expect(result.verdict == (p > 0.05 ? .warning : .passed))
    if seed == 1 {
      #expect(result.verdict == .warning)
      #expect(
        result.message == "no cheap model predicts the target better than shuffled targets: "
          + "\(NumberFormat.percent(p)) of the shuffles do as well")
    }
  }

  @Test func findsAnySignal() throws {
    for fixture in [
      GateFixture.healthy(classes: 5), .healthyNumbers(),
      .healthy(rows: 100, columns: 1),
    ] {
      let result = try fixture.check("SD20")
      #expect(result.verdict == .passed)
      #expect(result.message.wholeMatch(of: /a cheap model predicts \d+ % of the target/) != nil)
    }
    // Exclusive or: only the nearest rows see it.
    let x = normals(400, seed: 2)
    let y = normals(400, seed: 3)
    let xor = GateFixture(
      columns: [x, y], classes: zip(x, y).map { ($0 > 0) != ($1 > 0) ? 1 : 0 }, train: 400)
    #expect(try xor.check("SD20").verdict == .passed)
  }

  @Test func ridgeProbePredictsEachRowFromTheOthers() throws {
    // Against a naive fit without each row in turn.
    let x = Matrix(rowCount: 12, columnCount: 2, storage: normals(24, seed: 3))
    let y = Matrix(rowCount: 12, columnCount: 1, storage: normals(12, seed: 4))
    let probe = try #require(RidgeProbe(inputs: x))
    let predictions = probe.leaveOneOut(y)
    let scaled = try #require(x.standardizedColumns)
    for left in 0..<12 {
      let rows = (0..<12).filter { $0 != left }
      let design = Matrix(
        rows: rows.map { [scaled[$0, 0], scaled[$0, 1], 1] })
      var gram = design.gram()
      gram[0, 0] += 2
      gram[1, 1] += 2
      let w = try CholeskyFactor(gram).solution(
        of: design.transposedTimes(rows.map { y[$0, 0] }))
      let own = scaled[left, 0] * w[0] + scaled[left, 1] * w[1] + w[2]
      #expect(abs(own - predictions[left, 0]) < 1e-10)
    }
  }

  @Test func nearestRowsAreTheNearest() throws {
    // On a line at 0, 1, 3, 7: the nearest to each are 1, 0, 1 and 3.
    let near = try #require(
      NearestRows(inputs: Matrix(rows: [[0], [1], [3], [7]]), count: 1))
    let predictions = near.leaveOneOut(Matrix(rows: [[10], [20], [30], [40]]))
    #expect(predictions.storage == [20, 10, 20, 30])
  }

  @Test func skillIsOneLessTheShareOfTheError() throws {
    // Leave-one-out means of 0, 0, 3 are 1.5, 1.5, 0: errors 2.25, 2.25, 9.
    let targets = Matrix(rows: [[0], [0], [3]])
    let skill = try #require(Skill(predictions: Matrix(rows: [[0], [0], [0]]), targets: targets))
    #expect(abs(skill.share - (1 - 9 / 13.5)) < 1e-15)
    #expect(Skill(predictions: targets, targets: Matrix(rows: [[1], [1], [1]])) == nil)
  }
}
