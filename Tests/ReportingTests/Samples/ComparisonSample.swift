import Evaluation
import Foundation
import Reporting
import Runs
import Schema

extension Sample {
  /// Three runs on the digits, the first of them the baseline.
  static let comparison = ComparedRuns(runs: comparedRuns, metric: "accuracy")

  private static let comparedRuns: [ComparedRun] = {
    func run(
      _ id: String, _ model: String, _ value: Double, _ low: Double, _ high: Double, loss: Double,
      seconds: Double, settings: [SpecificationRecord.Setting], comparisons: [Comparison] = []
    ) -> ComparedRun {
      var record = multiclass
      record.id = "20261123-101500-\(id)"
      record.model?.title = model
      record.training?.seconds = seconds
      record.training?.epochs = (multiclass.training?.epochs ?? []).map {
        var epoch = $0
        epoch.devLoss = epoch.devLoss.map { $0 * loss / 0.083 }
        return epoch
      }
      record.evaluations[0].metrics = [
        metric("accuracy", value, low, high), metric("log_loss", loss, isLoss: true),
      ]
      record.specification.settings = settings
      return ComparedRun(
        record: record, metrics: record.evaluations[0].metrics,
        reference: comparisons.isEmpty ? nil : "20261123-101500-91c0", comparisons: comparisons)
    }
    let seed = SpecificationRecord.Setting(path: "training.seed", value: "7", origin: .spec)
    func setting(_ path: SettingPath, _ value: String) -> SpecificationRecord.Setting {
      .init(path: path, value: value, origin: .spec)
    }
    func inAccuracy(
      _ difference: Double, _ low: Double, _ high: Double, _ verdict: Comparison.Verdict, p: Double
    ) -> Comparison {
      Comparison(
        metric: "accuracy", difference: difference, low: low, high: high, level: 0.95, pValue: p,
        test: "McNemar exact", evidence: .paired, verdict: verdict, smallestDetectable: 0.027)
    }
    return [
      run(
        "91c0", "softmax", 0.9638, 0.940, 0.979, loss: 0.1166, seconds: 0.021,
        settings: [seed, setting("model.kind", "softmax")]),
      run(
        "4f2a", "mlp 64", 0.9777, 0.957, 0.989, loss: 0.0831, seconds: 0.41,
        settings: [seed, setting("model.kind", "mlp"), setting("model.hidden", "[64]")],
        comparisons: [inAccuracy(0.0139, -0.003, 0.031, .inconclusive, p: 0.18)]),
      run(
        "b7e1", "mlp 128-64", 0.9833, 0.964, 0.993, loss: 0.0602, seconds: 0.62,
        settings: [
          seed, setting("model.kind", "mlp"), setting("model.hidden", "[128, 64]"),
          setting("model.dropout", "0.1"), setting("training.epochs", "80"),
        ],
        comparisons: [
          inAccuracy(0.0195, 0.004, 0.036, .better, p: 0.016),
          comparison(
            "log_loss", -0.0564, -0.080, -0.033, .better, p: 0.0001, test: "paired bootstrap"),
        ]),
    ]
  }()
}
