import Datasets
import Evaluation
import Randomness
public import Runs
public import Schema
import Text

/// The wrongly predicted rows of a run, for a person to tag with the kinds of their errors.
///
/// Of classes the errors stand in a random order, so that the first ones are a fair sample; of
/// numbers, which are never quite right, the rows with the greatest losses stand first.
public struct ErrorSheet: Sendable {
  /// The part that the run is judged on, and its rows.
  public let part: Part
  public let rowCount: Int
  /// The errors among them; of numbers all rows.
  public let errorCount: Int
  /// The rows of the sheet.
  public let sheetRowCount: Int
  /// The sheet as CSV.
  public let bytes: [UInt8]

  /// - Parameter limit: The most rows of the sheet.
  ///
  /// **Errors** those of `JudgedRows`
  public init(of run: RecordedRun, in store: RunStore, limit: Int) throws {
    let judged = try JudgedRows(of: run, in: store)
    let positions = judged.sheetPositions(limit)
    part = judged.part
    rowCount = judged.names.count
    errorCount = judged.errorPositions.count
    sheetRowCount = positions.count
    bytes = try Self.bytes(judged, at: positions)
  }

  private static func bytes(_ judged: JudgedRows, at positions: [Int]) throws -> [UInt8] {
    let (dataset, predictions) = (judged.data.dataset, judged.predictions)
    let inputs = dataset.schema.features.filter { $0.role != .drop }.map(\.name)
    let rowIDs = positions.map { predictions.rowIDs[$0] }
    let nearest = try judged.data.nearestTrainRows(to: rowIDs)
    let slices = judged.slices.map { ($0.title, Set($0.positions)) }
    let losses = predictions.rowLosses
    var bytes = CSV.record(
      [
        "row", "tags", "truth", "prediction", "loss", "nearest_train_row", "nearest_train_truth",
        "slices",
      ] + inputs)
    for (index, position) in positions.enumerated() {
      bytes += CSV.record(
        [
          judged.names[position], "", predictions.truthText(position),
          predictions.predictionText(position),
          NumberFormat.trimmed(NumberFormat.significant(losses[position], 6)),
          dataset.rowName(nearest[index]),
          dataset.cellText(rowID: nearest[index], column: dataset.schema.target),
          slices.filter { $0.1.contains(position) }.map(\.0).joined(separator: "; "),
        ] + inputs.map { dataset.cellText(rowID: rowIDs[index], column: $0) })
    }
    return bytes
  }
}

extension JudgedRows {
  fileprivate func sheetPositions(_ limit: Int) -> [Int] {
    guard predictions.task.isClassification else { return predictions.worstRows(limit) }
    var positions = errorPositions
    var generator = CounterBasedGenerator(seed: plan.training.seed, purpose: .subset)
    generator.shuffle(&positions)
    return Array(positions.prefix(limit))
  }
}
