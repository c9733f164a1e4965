public import Datasets
import Evaluation
public import Inference
import LinearAlgebra
import Schema

/// New rows beside those that a model was trained on: which columns changed, and what happened.
public struct DriftReport: Sendable, Encodable {
  public let rowCount: Int
  public let referenceRowCount: Int
  public let limits: DriftLimits
  /// Those that changed first, the surest cause before the others.
  public let columns: [ColumnDrift]
  public let predictions: ColumnDrift
  /// Whether the predictions of the reference are of rows that training did not have.
  public let predictionsAreHeldOut: Bool

  /// How good the predictions of labelled rows are; empty without labels.
  public let performance: [PerformanceChange]
  public let labelledRowCount: Int
  /// Labels that training did not have.
  public let unknownLabelCount: Int

  /// Fewer rows show nothing but the coarsest changes.
  public static let leastRowCount = 20

  /// Compares a table's rows with the profile, and their labels, where there are any, with the predictions.
  ///
  /// **Errors** those of the pipeline's predictions
  public init(
    of newRows: NewRows, by pipeline: FittedPipeline, from reference: ReferenceProfile,
    _ limits: DriftLimits
  ) throws {
    let table = newRows.table
    let rows = Array(0..<table.rowCount)
    let stepOf = Dictionary(
      pipeline.preprocessing.steps.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
    var samples: [(column: ReferenceProfile.Column, cells: CellSample)] = []
    for column in reference.columns {
      guard let step = stepOf[column.name], let cells = table[column.name] else { continue }
      samples.append((column, CellSample(cells, rows, step)))
    }
    var drifts = samples.map {
      $0.column.profile.drift(of: $0.cells, named: $0.column.name, limits)
    }
    let bound = try pipeline.bound(to: table)
    var predictions = reference.predictions.drift(
      of: CellSample(try bound.outputs(of: rows), of: pipeline), named: "prediction", limits)
    let labelled = newRows.truth?.rowIDs ?? []
    var performance =
      labelled.count < Self.leastRowCount
      ? []
      : JudgedMetrics(pipeline).changes(
        of: Predictions(
          task: pipeline.schema.task, classNames: pipeline.classNames, rowIDs: labelled,
          truth: pipeline.schema.task.isClassification
            ? .classes(newRows.truth?.classes ?? []) : .values(newRows.truth?.values ?? []),
          outputs: try bound.outputs(of: labelled)), from: reference.performance)

    // One family: the level is the chance of any alarm where nothing has changed.
    let tested = performance.indices.filter { performance[$0].difference != nil }
    let corrected = MultipleTesting.benjaminiHochberg(
      drifts.map(\.pValue) + [predictions.pValue]
        + tested.compactMap { performance[$0].difference?.pValue })
    for (index, p) in zip(drifts.indices, corrected) { drifts[index].judge(by: p, limits.level) }
    predictions.judge(by: corrected[drifts.count], limits.level)
    for (index, p) in zip(tested, corrected.dropFirst(drifts.count + 1)) {
      performance[index].judge(by: p, limits.level)
    }
    Self.findInterchanges(samples, &drifts, limits)

    labelledRowCount = labelled.count
    unknownLabelCount = newRows.truth?.unknownCount ?? 0
    self.performance = performance
    rowCount = table.rowCount
    referenceRowCount = reference.columns.first?.profile.rowCount ?? 0
    self.limits = limits
    columns = drifts.enumerated().sorted { one, other in
      (one.element.order, one.offset) < (other.element.order, other.offset)
    }.map(\.element)
    self.predictions = predictions
    predictionsAreHeldOut = reference.predictionsAreHeldOut
  }

  public var alarms: [ColumnDrift] { columns.filter(\.isAlarm) }
  public var isWorse: Bool { performance.contains(where: \.isWorse) }
  public var isAlarm: Bool { !alarms.isEmpty || predictions.isAlarm || isWorse }

  /// What the columns and the labels say together.
  public enum Finding: String, Sendable, Encodable {
    case nothing
    /// What delivers the data is at fault.
    case dataBroken
    /// The inputs are others; whether the rule holds is unknown without labels.
    case inputsMoved
    /// The inputs are others, and the predictions as good as before.
    case inputsMovedRuleHolds
    /// The inputs are others, and the predictions worse.
    case inputsMovedAndWorse
    /// The inputs are as before, and the predictions worse: the same inputs have other targets.
    case ruleMoved
  }

  public var finding: Finding {
    if alarms.contains(where: { $0.causes.contains(where: \.isBroken) }) { return .dataBroken }
    if alarms.isEmpty, !predictions.isAlarm { return isWorse ? .ruleMoved : .nothing }
    if performance.isEmpty { return .inputsMoved }
    return isWorse ? .inputsMovedAndWorse : .inputsMovedRuleHolds
  }

  /// Pairs of columns of numbers that both changed, each to what the other one was.
  private static func findInterchanges(
    _ samples: [(column: ReferenceProfile.Column, cells: CellSample)],
    _ drifts: inout [ColumnDrift],
    _ limits: DriftLimits
  ) {
    let changed = drifts.indices.filter { drifts[$0].isAlarm }
    func distance(_ profile: Int, _ cells: Int) -> Double? {
      guard case .numbers(let own) = samples[profile].column.profile,
        case .numbers(let numbers) = samples[cells].cells, own.deviation > 0
      else { return nil }
      return NumberTest(
        reference: own.points, standingFor: own.count,
        current: numbers.filter(\.isFinite).sorted()
      ).wasserstein / own.deviation
    }
    for (position, one) in changed.enumerated() {
      for other in changed[(position + 1)...] {
        guard let first = distance(one, other), let second = distance(other, one),
          let own = drifts[one].effect.wasserstein, let others = drifts[other].effect.wasserstein,
          first < 0.25 * own, second < 0.25 * others, max(first, second) < 0.5
        else { continue }
        drifts[one].causes.insert(.interchanged(with: drifts[other].column), at: 0)
        drifts[other].causes.insert(.interchanged(with: drifts[one].column), at: 0)
      }
    }
  }
}

extension ColumnDrift {
  /// Takes the corrected p-value: without an alarm there are no causes.
  fileprivate mutating func judge(by p: Double, _ level: Double) {
    correctedP = p
    isAlarm = p < level && !causes.isEmpty
    causes = isAlarm ? causes.sorted { $0.rank < $1.rank } : []
  }

  fileprivate var order: Int { isAlarm ? causes.map(\.rank).min() ?? 8 : 9 }
}

extension CellSample {
  init(_ column: Datasets.Column, _ rows: [Int], _ step: FittedPreprocessing.Step) {
    switch step {
    case .number: self = .numbers(column.doubles(at: rows))
    case .category: self = .categories(column.texts(at: rows))
    }
  }

  init(_ outputs: Matrix, of pipeline: FittedPipeline) {
    self =
      pipeline.schema.task.isClassification
      ? .categories(pipeline.predictedNames(outputs))
      : .numbers((0..<outputs.rowCount).map { outputs[$0, 0] })
  }
}
