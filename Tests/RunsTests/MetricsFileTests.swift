import Evaluation
import Foundation
import Testing

@testable import Runs

@Suite struct MetricsFileTests {
  @Test func holdsFlatScalarsWithoutTheUndefined() throws {
    let text = String(decoding: try MetricsFile.bytes(of: sampleRecord()), as: UTF8.self)
    #expect(
      text == """
        {
          "baseline.majority.difference.accuracy" : 0.6666666666666666,
          "baseline.majority.difference.accuracy.high" : 0.8,
          "baseline.majority.difference.accuracy.low" : 0.47,
          "baseline.majority.difference.accuracy.p" : 1e-06,
          "baseline.majority.test.accuracy" : 0.3,
          "baseline.majority.test.accuracy.high" : 0.48,
          "baseline.majority.test.accuracy.low" : 0.17,
          "model.bytes" : 200,
          "model.parameters" : 15,
          "test.accuracy" : 0.9666666666666667,
          "test.accuracy.high" : 0.994,
          "test.accuracy.low" : 0.833,
          "training.epochs" : 1,
          "training.steps" : 1
        }

        """)
  }

  @Test(
    arguments: [
      (.undefinedMetric, [:]), (.fewRows(2), ["rows": 2]),
      (.fewRowsOfClass(name: "fraud", count: 3), ["rows_of_class": 3]),
      (.noSpread, ["no_spread": 1]),
      (.dominantRow(share: 0.34), ["share_of_one_row": 0.34]),
      (.heavyTails(kurtosis: 12, limit: 4), ["kurtosis": 12]), (.greatestRow, ["greatest_row": 1]),
      (.undefinedResamples(count: 500, of: 2_000), ["undefined_resamples": 0.25]),
    ] as [(MissingInterval, [String: Double])])
  func holdsWhyThereIsNoInterval(missing: MissingInterval, expected: [String: Double]) throws {
    var record = sampleRecord()
    record.evaluations[0].metrics[0].estimate = Estimate(
      value: 0.5, low: nil, high: nil, level: 0.95, method: "none", missing: missing)
    let prefix = "test.accuracy."
    let found = MetricsFile.scalars(of: record).filter { $0.key.hasPrefix(prefix) }
    let names = expected.map { (prefix + "no_interval." + $0.key, $0.value) }
    #expect(found == Dictionary(uniqueKeysWithValues: names))
    let estimate = record.evaluations[0].metrics[0].estimate
    let copy = try JSONDecoder().decode(Estimate.self, from: JSONEncoder().encode(estimate))
    #expect(copy == estimate)
  }

  @Test func leavesEverythingOfTheClockToTheOtherFile() throws {
    var later = sampleRecord()
    later.time.elapsedSeconds = 9
    later.training?.seconds = 8
    later.training?.rowsPerSecond = 7
    later.baselines[0].seconds = 6
    later.speed = SpeedRecord(
      latencyP50Microseconds: 1, latencyP99Microseconds: 2, rowsPerSecond: 3)
    #expect(try MetricsFile.bytes(of: later) == MetricsFile.bytes(of: sampleRecord()))
    #expect(
      TimingFile.scalars(of: later) == [
        "run.seconds": 9, "training.seconds": 8, "training.rows_per_second": 7,
        "baseline.majority.seconds": 6, "prediction.latency_p50_us": 1,
        "prediction.latency_p99_us": 2, "prediction.rows_per_second": 3,
      ])
  }
}
