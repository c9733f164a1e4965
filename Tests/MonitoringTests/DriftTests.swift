import Diagnostics
import Foundation
import Randomness
import Testing

@testable import Monitoring

/// What is said of columns in which something is known to have happened, or nothing.
@Suite struct DriftTests {
  private func normals(_ count: Int, seed: UInt64) -> [Double] {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, step: 0)
    return (0..<count).map { _ in generator.normal() }
  }

  private func drift(_ reference: [Double], _ current: [Double]) -> ColumnDrift {
    ColumnProfile(.numbers(reference)).drift(
      of: .numbers(current), named: "x", DriftLimits())
  }

  private func drift(_ reference: [String?], _ current: [String?]) -> ColumnDrift {
    ColumnProfile(.categories(reference)).drift(
      of: .categories(current), named: "x", DriftLimits())
  }

  /// At most 6 % of samples of the same distribution have p < 5 %.
  @Test(arguments: [200, 2_000], [50, 400])
  func sameDistributionsSeldomDiffer(rows: Int, window: Int) {
    for form in 0..<4 {
      var falseCount = 0
      let count = form == 3 ? 40 : 100
      for seed in 0..<count {
        let numbers = normals(rows + window, seed: UInt64(1_000 * form + seed))
        let found: ColumnDrift
        switch form {
        case 0: found = drift(Array(numbers[..<rows]), Array(numbers[rows...]))
        case 1:
          let all = numbers.map(exp)
          found = drift(Array(all[..<rows]), Array(all[rows...]))
        default:
          // 3 or 100 categories.
          let levels = form == 2 ? 3.0 : 100.0
          let all = numbers.map { String(Int(levels * 0.5 * (1 + erf($0 / 2.0.squareRoot())))) }
          found = drift(Array(all[..<rows]), Array(all[rows...]))
        }
        if found.pValue < 0.05 { falseCount += 1 }
      }
      // Five of a hundred, and three standard errors of that.
      #expect(falseCount <= (form == 3 ? 6 : 11), "form \(form): \(falseCount) of \(count)")
    }
  }

  /// A shift of a quarter of a standard deviation in 2,000 rows is found in nine of ten windows.
  @Test func shiftsAreFound() {
    let foundCount = (0..<100).count { seed in
      let numbers = normals(4_000, seed: UInt64(seed))
      let found = drift(Array(numbers[..<2_000]), numbers[2_000...].map { $0 + 0.25 })
      return found.pValue < 0.05 && !found.causes.isEmpty
    }
    #expect(foundCount >= 90)
  }

  @Test func whatHappenedToNumbersIsNamed() {
    let before = normals(1_000, seed: 1).map { 40 + 12 * $0 }
    let after = normals(800, seed: 2).map { 40 + 12 * $0 }
    #expect(drift(before, after).causes.isEmpty)
    let cases: [([Double], String)] = [
      (after.map { $0 * 1000 }, "multiplied by 1,000: another unit"),
      (after.map { $0 / 100 }, "divided by 100: another unit"),
      (after.map { $0 * 1.8 + 32 }, "its unit is another (°C to °F)"),
      (after.map { -$0 }, "its sign is another"),
      (after.map { _ in 40 }, "every cell is 40"),
      (after.map { $0 + 6 }, "its mean moved from "),
      (after.map { 40 + 1.7 * ($0 - 40) }, "its standard deviation went from "),
    ]
    for (changed, sentence) in cases {
      let found = drift(before, changed)
      #expect(found.causes.first?.sentence.hasPrefix(sentence) == true, "\(found.causes)")
    }
    let holes = after.enumerated().map { $0.offset % 4 == 0 ? .nan : $0.element }
    #expect(drift(before, holes).causes == [.moreMissing])
    #expect(drift(holes, after).causes == [.fewerMissing])
  }

  @Test func whatHappenedToCategoriesIsNamed() {
    func cells(_ counts: [(String?, Int)]) -> [String?] {
      counts.flatMap { Array(repeating: $0, count: $1) }
    }
    let before = cells([("a", 500), ("b", 300), ("c", 200)])
    #expect(drift(before, cells([("a", 250), ("b", 150), ("c", 100)])).causes.isEmpty)
    let renamed = drift(before, cells([("a", 250), ("B", 150), ("c", 100)]))
    #expect(
      renamed.causes.map(\.sentence) == [
        "30.0 % of cells have a category that training did not have: \"B\""
      ])
    #expect(drift(before, cells([("b", 500)])).causes == [.stuckCategory("b")])
    let moved = drift(before, cells([("a", 350), ("b", 60), ("c", 90)]))
    #expect(moved.causes.map(\.sentence) == ["the share of \"a\" rose by 20.0 points"])
    let holes = drift(before, cells([("a", 250), ("b", 150), (nil, 100), ("c", 100)]))
    #expect(holes.causes == [.moreMissing])
  }

  /// Numbers of few values, and columns that cannot differ.
  @Test func smallColumnsAreNoTrouble() {
    let flags = (0..<400).map { Double($0 % 2) }
    #expect(drift(flags, Array(flags.prefix(100))).causes.isEmpty)
    #expect(!drift(flags, (0..<200).map { $0 % 10 == 0 ? 1 : 0 }).causes.isEmpty)
    #expect(drift([.nan, .nan], [.nan]).causes.isEmpty)
    #expect(drift([5, 5, 5], [5, 5]).causes.isEmpty)
    #expect(drift([1e308, -1e308, 1e-308], [1e308, .infinity]).pValue > 0)
    #expect(drift([nil, nil], [nil]).causes.isEmpty)
  }

  @Test func aLargeColumnIsKeptAsQuantiles() throws {
    let numbers = normals(50_000, seed: 3)
    let profile = NumberProfile(numbers)
    #expect(profile.points.count == 1_000)
    #expect(profile.count == 50_000)
    let exact = NumberTest(
      reference: numbers.sorted(), standingFor: 50_000, current: normals(500, seed: 4).sorted())
    let kept = NumberTest(
      reference: profile.points, standingFor: 50_000, current: normals(500, seed: 4).sorted())
    #expect(abs(exact.kolmogorovSmirnov - kept.kolmogorovSmirnov) <= 1.0 / 1_000)
    #expect(abs(exact.wasserstein - kept.wasserstein) < 0.005)
  }

  @Test func errorsHaveWords() {
    for (problem, words) in [
      (
        ReferenceError.Problem.missing,
        "a model whose drift is asked for must have \"m/reference.json\"; got no such file"
      ),
      (.damaged, "\"m/reference.json\" must be a profile; got something else"),
      (.version(9), "\"m/reference.json\" must have version 1; got version 9"),
      (.otherModel, "\"m/reference.json\" must belong to the model beside it; got that of another"),
    ] { #expect(ReferenceError(folder: "m", problem: problem).words == words) }
  }
}
