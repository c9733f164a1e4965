import Datasets
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

@Suite struct SignalChecksTests {
  /// The targets of row i are those of row i − shift.
  private func shifted(_ fixture: GateFixture, by shift: Int) -> GateFixture {
    var copy = fixture
    let n = fixture.targets.count
    copy.targets = (0..<n).map { fixture.targets[($0 - shift + n) % n] }
    return copy
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func stopsOnShiftedTargets(seed: UInt64) throws {
    for shift in [-3, -1, 1, 2] {
      for fixture in [
        GateFixture.healthy(rows: 400, seed: seed), .healthy(rows: 400, classes: 4, seed: seed),
        .healthyNumbers(rows: 400, seed: seed),
      ] {
        let result = try shifted(fixture, by: shift).check("SD12")
        #expect(result.verdict == .stop, "seed \(seed), \(shift): \(result.message)")
        // Row i's own target stands `shift` rows further down.
        #expect(
          result.evidence.last?.numbers == [Double(shift)], "seed \(seed): \(result.evidence)")
      }
    }
  }

  @Test func saysWhereTheTargetsStand() throws {
    let result = try shifted(.healthyNumbers(rows: 400), by: 1).check("SD12")
    #expect(
      result.message == "inputs foretell 93 % of the target 1 row further down and 0 % of their own"
    )
    #expect(result.remedy == "align the source: the target of a row stands 1 row below it")
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func acceptsAlignedRows(seed: UInt64) throws {
    for fixture in [
      GateFixture.healthy(rows: 100, seed: seed), .healthy(rows: 300, classes: 5, seed: seed),
      .healthyNumbers(rows: 100, seed: seed),
    ] {
      #expect(try fixture.check("SD12").verdict == .passed)
    }
  }

  @Test func seriesThatRunAheadOnlyWarn() throws {
    // Row i's inputs know target i + 1; a slow random walk makes all lags alike.
    let steps = normals(500, seed: 4)
    var walk = [0.0]
    for step in steps { walk.append(0.98 * walk[walk.count - 1] + step) }
    let noise = normals(500, seed: 5)
    let fixture = GateFixture(
      columns: [(0..<499).map { walk[$0 + 1] + 0.1 * noise[$0] }], values: Array(walk[0..<499]),
      train: 400, dev: 99)
    #expect(try fixture.check("SD12").verdict != .stop)
  }

  @Test func aSortedFileCannotTell() throws {
    var fixture = GateFixture.healthy(rows: 400, classes: 4)
    fixture.targets = (0..<400).map { Double($0 / 100) }
    fixture.columns = [
      Column(
        name: "x0",
        values: .numbers(zip(fixture.targets, normals(400, seed: 8)).map { $0 + 0.2 * $1 }))
    ]
    fixture = shifted(fixture, by: 1)
    #expect(try fixture.check("SD12").verdict == .passed)
  }

  @Test func alignmentNeedsRowsAndVariation() throws {
    let few = try GateFixture.healthy(rows: 40).check("SD12")
    #expect(few.verdict == .notApplicable)
    #expect(few.message == "fewer than 50 train rows")
    var flat = GateFixture.healthy()
    flat.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: 1)
    #expect(try flat.check("SD12").message == "the inputs do not vary")
    flat.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: .nan)
    #expect(try flat.check("SD12").message == "train values are not finite")
  }

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
        result.message == "no cheap model foretells the target better than shuffled targets: "
          + "\(Wording.percent(p)) of the shuffles do as well")
    }
  }

  @Test func findsAnySignal() throws {
    for fixture in [
      GateFixture.healthy(classes: 5), .healthyNumbers(),
      .healthy(rows: 100, columns: 1),
    ] {
      let result = try fixture.check("SD20")
      #expect(result.verdict == .passed)
      #expect(result.message.wholeMatch(of: /a cheap model foretells \d+ % of the target/) != nil)
    }
    // Exclusive or: only the nearest rows see it.
    let x = normals(400, seed: 2)
    let y = normals(400, seed: 3)
    let xor = GateFixture(
      columns: [x, y], classes: zip(x, y).map { ($0 > 0) != ($1 > 0) ? 1 : 0 }, train: 400)
    #expect(try xor.check("SD20").verdict == .passed)
  }

  @Test func warnsOfFlippedLabels() throws {
    // F42: 30 % of the labels, and half as many.
    for (k, percent) in [(2, 30), (2, 15), (3, 30)] {
      var fixture = GateFixture.healthy(rows: 800, classes: k)
      for (i, draw) in integers(800, below: 100, seed: 7).enumerated() where draw < percent {
        fixture.targets[i] = Double((Int(fixture.targets[i]) + 1) % k)
      }
      let result = try fixture.check("SD21")
      #expect(result.verdict == .warning, "\(percent) %: \(result.message)")
      #expect(
        result.message.wholeMatch(
          of: /\d+ % of the rows whose class is surest have another label/) != nil,
        "\(result.message)")
      // The estimate is of the order of the flips.
      let share = try #require(result.value)
      #expect(abs(share * 100 / Double(percent) - 1) < 0.5, "\(percent) %: \(share)")
      #expect(result.evidence[0].text.contains("looks like \"class_"))
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func acceptsCleanLabels(seed: UInt64) throws {
    for k in [2, 3, 6] {
      let result = try GateFixture.healthy(rows: 300, classes: k, seed: seed).check("SD21")
      #expect([.passed, .notApplicable].contains(result.verdict), "\(k) \(result.message)")
    }
    #expect(
      try GateFixture.healthyNumbers(seed: seed).check("SD21").message == "the target is a number")
  }

  @Test func ridgeProbeForetellsByTheOthers() throws {
    // Against a naive fit without each row in turn.
    let x = Matrix(rowCount: 12, columnCount: 2, storage: normals(24, seed: 3))
    let y = Matrix(rowCount: 12, columnCount: 1, storage: normals(12, seed: 4))
    let probe = try #require(RidgeProbe(inputs: x))
    let foretold = probe.foretold(y)
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
      #expect(abs(own - foretold[left, 0]) < 1e-10)
    }
  }

  @Test func nearestRowsAreTheNearest() throws {
    // On a line at 0, 1, 3, 7: the nearest to each are 1, 0, 1 and 3.
    let near = try #require(
      NearestRows(inputs: Matrix(rows: [[0], [1], [3], [7]]), count: 1))
    let foretold = near.foretold(Matrix(rows: [[10], [20], [30], [40]]))
    #expect(foretold.storage == [20, 10, 20, 30])
  }

  @Test func skillIsOneLessTheShareOfTheError() throws {
    // Leave-one-out means of 0, 0, 3 are 1.5, 1.5, 0: errors 2.25, 2.25, 9.
    let targets = Matrix(rows: [[0], [0], [3]])
    let skill = try #require(Skill(foretold: Matrix(rows: [[0], [0], [0]]), targets: targets))
    #expect(abs(skill.share - (1 - 9 / 13.5)) < 1e-15)
    #expect(Skill(foretold: targets, targets: Matrix(rows: [[1], [1], [1]])) == nil)
  }
}
