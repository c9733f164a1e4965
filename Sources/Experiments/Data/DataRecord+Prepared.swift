import Datasets
import Learning
import LinearAlgebra
import Runs
import Schema

extension DataRecord {
  /// The summary of the data in the record of a run.
  init(_ data: PreparedData) {
    let dataset = data.dataset
    self.init(
      task: data.task, target: dataset.schema.target, classNames: data.classNames,
      files: dataset.table.sources.map(File.init),
      parts: Schema.Part.allCases.map { Part($0, data) }.filter { $0.rowCount > 0 },
      columns: dataset.summaries().map(Column.init),
      inputCount: data.preprocessing.inputNames.count, repeats: data.repeats.map(Repeats.init))
  }
}

extension DataRecord.Repeats {
  init(_ repeats: RepeatedRows) {
    let handling: Handling =
      switch repeats.handling {
      case .together: .together
      case .apart: .apart
      case .coincidental: .coincidental
      }
    self.init(
      handling: handling, count: repeats.count, leftOutCount: repeats.leftOutCount)
  }
}

extension DataRecord.File {
  init(_ source: TableSource) {
    self.init(
      path: source.path, sha256: source.sha256, byteCount: source.byteCount,
      rowCount: source.rows.count)
  }
}

extension DataRecord.Part {
  init(_ part: Schema.Part, _ data: PreparedData) {
    let dataset = data.dataset
    let rows = dataset.split[part]
    var mean: Double?
    var deviation: Double?
    if !data.task.isClassification, !rows.isEmpty {
      let values = dataset.targetValues(of: rows)
      (mean, deviation) = (values.mean, values.standardDeviation)
    }
    self.init(
      name: part, rowCount: rows.count, sha256: dataset.rowDigest(of: part),
      classCounts: data.task.isClassification ? dataset.classCounts(in: part) : [],
      targetMean: mean, targetDeviation: deviation)
    effectiveRowCount = data[part].weights?.effectiveCount
  }
}

extension DataRecord.Column {
  init(_ summary: ColumnSummary) {
    self.init(
      name: summary.name, role: summary.role, reason: summary.reason,
      missingCount: summary.missingCount)
    minimum = summary.minimum
    mean = summary.mean
    maximum = summary.maximum
    deviation = summary.deviation
    levelCount = summary.levelCount
    commonest = summary.commonest.map { Level(name: $0.name, count: $0.count) }
    histogram = summary.histogram
  }
}
