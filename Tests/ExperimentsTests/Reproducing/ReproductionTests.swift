import Learning
import Runs
import Testing

@testable import Experiments

/// Two runs held against each other bit for bit, with differences worked by hand.
@Suite struct ReproductionTests {
  private func reproduction(
    _ files: [String: [UInt8]] = [:], change: (inout RunRecord) -> Void = { _ in }
  ) throws -> Reproduction {
    let example = try ScoredExample()
    let plan = try example.plan()
    let old = try example.record(
      plan, files: ["metrics.json": Array("{\"a\":1}".utf8)])
    let new = try example.record(
      plan, second: 1, files: ["metrics.json": Array("{\"a\":1}".utf8)].merging(files) { $1 },
      change: change)
    return try Reproduction(
      of: RecordedRun(old.id, in: example.store), by: new, store: example.store)
  }

  @Test func theSameFilesAreIdentical() throws {
    let found = try reproduction()
    #expect(found.isIdentical)
    #expect(found.endings == nil)
    #expect(found.circumstances.isEmpty)
    #expect(found.files.map(\.name) == ["metrics.json", "predictions.csv", "model.safetensors"])
    #expect(found.files.map(\.exists) == [true, true, false])
  }

  @Test func aChangedNumberIsNamed() throws {
    let found = try reproduction(["metrics.json": Array("{\"a\":1.5}".utf8)])
    #expect(!found.isIdentical)
    #expect(
      found.files[0].differences == [
        "1 of 1 numbers differ, first a 1.0 → 1.5", "farthest apart by 0.5: a 1.0 → 1.5",
      ])
  }

  /// A goal on time may be met once and missed the next time; a divergence is another result.
  @Test func onlyADifferentKindOfEndingIsADifference() throws {
    #expect(try reproduction { $0.ending = .goalMissed }.isIdentical)
    let diverged = try reproduction { $0.ending = .diverged }
    #expect(!diverged.isIdentical)
    #expect(diverged.endings == "finished → diverged")
  }

  @Test func circumstancesAreToldWithoutBeingResults() throws {
    let found = try reproduction {
      $0.environment.blasThreads = 2
      $0.environment.commit = "abc"
      $0.environment.uncommittedFiles = ["a", "b"]
    }
    #expect(found.isIdentical)
    #expect(
      found.circumstances == [
        "threads 1 → 2", "commit none → abc", "uncommitted files none → a, b",
      ])
  }
}

@Suite struct FileComparisonTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func numbersThatOneRunLacksAreFarthestApart() {
    let found = FileComparison.metrics.agreement(
      of: bytes("{\"a\":1,\"b\":2}"), with: bytes("{\"a\":1,\"b\":2.5,\"c\":3}"))
    #expect(
      found.differences == [
        "2 of 3 numbers differ, first b 2.0 → 2.5", "farthest apart by inf: c none → 3.0",
      ])
  }

  @Test func aFileOfOneRunAloneIsSaid() {
    let old = FileComparison.metrics.agreement(of: bytes("{}"), with: nil)
    #expect(old.exists && !old.isIdentical)
    #expect(old.differences == ["only the old run has it"])
    #expect(
      FileComparison.metrics.agreement(of: nil, with: bytes("{}")).differences == [
        "only the new run has it"
      ])
    let none = FileComparison.metrics.agreement(of: nil, with: nil)
    #expect(!none.exists && none.isIdentical && none.differences.isEmpty)
  }

  @Test func rowsOfPredictionsAreCounted() {
    let old = "part,id,truth,prediction\ntest,1,2.0,2.5\ntest,2,3.0,3.5\ntest,3,4.0,4.0\n"
    let new = "part,id,truth,prediction\ntest,1,2.0,2.5\ntest,2,3.0,3.25\ntest,3,4.0,5.0\n"
    #expect(
      FileComparison.predictions.agreement(of: bytes(old), with: bytes(new)).differences == [
        "2 of 3 rows differ, the first in line 3", "farthest apart by 1.0: line 4 4.0 → 5.0",
      ])
    let short = old.split(separator: "\n").dropLast().joined(separator: "\n")
    #expect(
      FileComparison.predictions.agreement(of: bytes(old), with: bytes(short)).differences == [
        "3 rows → 2 rows"
      ])
  }

  /// Minus zero and zero are equal numbers and other bits.
  @Test func weightsAreComparedBitByBit() {
    func file(_ values: [Double], name: String = "w") -> [UInt8] {
      Safetensors(tensors: [
        NamedTensor(name: name, shape: [values.count], values: .double(values))
      ]).encoded()
    }
    func differences(_ old: [UInt8], _ new: [UInt8]) -> [String] {
      FileComparison.model.agreement(of: old, with: new).differences
    }
    #expect(differences(file([1, 0]), file([1, 0])).isEmpty)
    #expect(
      differences(file([1, 0]), file([1, -0.0])) == [
        "1 of 2 values differ, first w[1] 0.0 → -0.0", "farthest apart by 0.0: w[1] 0.0 → -0.0",
      ])
    #expect(
      differences(file([1]), file([1], name: "v")) == [
        "the tensors have other names or shapes"
      ])
    #expect(differences(file([1]), [1, 2, 3]) == ["one of them cannot be read"])
  }
}
