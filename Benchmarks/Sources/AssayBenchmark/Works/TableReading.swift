import Datasets
import Foundation

extension Work {
  /// A table from text as a run reads it: values, types, checks, fingerprint and split.
  static let tableReading = Work(
    name: "csv", summary: "[set=mixed-1000000|mnist-60000|logitA-200000] table read from text"
  ) { arguments in
    let name = arguments.text("set", else: "mixed-1000000")
    let path = arguments.dataFolder().file(name + ".csv")
    guard let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
    else { throw BenchmarkError("cannot read the size of \(path)") }
    let request = DataRequest(
      source: .file(DataRequest.FilePath(path)), target: "y",
      split: SplitRequest(method: .random, dev: 0, test: 0.2, repeats: .apart, seed: 1))
    let (seconds, loaded) = try timed { try DatasetLoader().load(request) }
    let table = loaded.dataset.table
    return Measurement(
      seconds: seconds,
      quality: ["rows": Double(table.rowCount), "columns": Double(table.columns.count)],
      rate: ["mb_s": size.doubleValue / 1e6 / seconds])
  }
}
