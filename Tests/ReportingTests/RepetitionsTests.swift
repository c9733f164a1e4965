import Runs
import Schema
import Testing

@testable import Reporting

/// Three runs whose accuracies are worked by hand: 0.90, 0.92 and 0.97 have the mean 0.93 and the
/// standard deviation √((0.03² + 0.01² + 0.04²) / 2) = √0.0013 = 0.03606.
@Suite struct RepetitionsTests {
  private func run(_ id: String, _ accuracy: Double?, seed: String) -> ComparedRun {
    var record = Sample.multiclass
    record.id = "20261123-101500-\(id)"
    record.model?.title = "mlp 64"
    record.specification.settings = [
      .init(path: .seed, value: seed, origin: .override),
      .init(path: "model.kind", value: "mlp", origin: .spec),
      .init(path: "goals[0].metric", value: "accuracy", origin: .spec),
    ]
    record.ending = accuracy.map { $0 < 0.95 ? .goalMissed : .finished } ?? .diverged
    record.goals = []
    let metrics = accuracy.map { [Sample.metric("accuracy", $0, $0 - 0.02, $0 + 0.02)] }
    return ComparedRun(record: record, metrics: metrics ?? [])
  }

  private var runs: [ComparedRun] {
    [run("aaaa", 0.90, seed: "1"), run("bbbb", 0.92, seed: "2"), run("cccc", 0.97, seed: "3")]
  }

  @Test func seedsHaveAMeanAndASpread() throws {
    let compared = ComparedRuns(runs: runs, metric: "accuracy")
    let found = try #require(compared.repetitions.first)
    #expect(abs((found.mean ?? 0) - 0.93) < 1e-12)
    #expect(abs((found.standardDeviation ?? 0) - 0.0013.squareRoot()) < 1e-12)
    #expect((found.minimum, found.maximum) == (0.90, 0.97))
    #expect((found.resultCount, found.goalsMetCount) == (3, 1))
    #expect(
      compared.verdict
        == "3 seeds: mean accuracy 0.930, standard deviation 0.036, 0.900–0.970, 1 of 3 met the goals"
    )
    #expect(
      CompareTable.lines(compared, width: 100, colors: false).suffix(2) == [
        "  settings  seeds    mean accuracy  standard deviation  range        goals met",
        "  mlp 64    3 seeds          0.930               0.036  0.900–0.970  1 of 3",
      ])
  }

  /// A seed without a result counts among the seeds and meets no goal.
  @Test func aSeedWithoutAResultIsCounted() throws {
    let compared = ComparedRuns(
      runs: runs + [run("dddd", nil, seed: "4")], metric: "accuracy")
    let found = try #require(compared.repetitions.first)
    #expect(found.countText == "3 of 4 seeds")
    #expect(found.goalsText == "1 of 4")
  }

  @Test func otherSettingsAreNoRepetition() {
    var other = run("bbbb", 0.92, seed: "2").record
    other.specification.settings[1].value = "softmax"
    let compared = ComparedRuns(
      runs: [runs[0], ComparedRun(record: other, metrics: runs[1].metrics)], metric: "accuracy")
    #expect(compared.repetitions.isEmpty)
  }
}
