internal import Diagnostics
public import LinearAlgebra
internal import Schema
import Text

/// Turns columns into a model's inputs the way the training rows say: fitted on them alone.
///
/// Numbers are first imputed, then scaled; the scale is fitted to the imputed values. One-hot inputs
/// and indicators are 0 or 1 and never scaled; ordinal ones are scaled like numbers. A missing
/// category is a level of its own when a training row has one, except under `most_frequent`; otherwise
/// it counts as unknown.
public struct FittedPreprocessing: Sendable, Hashable, Codable {
  public let request: PreprocessingRequest
  /// What each input is: a column's name, `column=level`, or `column is missing`.
  public let inputNames: [String]
  let steps: [Step]
  /// Of the training targets; 0 and 1 when targets are left as they are.
  public let targetMean: Double
  public let targetDeviation: Double

  /// One column's way into the inputs.
  enum Step: Sendable, Hashable, Codable {
    case number(NumberStep)
    case category(CategoryStep)

    var column: String {
      switch self {
      case .number(let step): step.column
      case .category(let step): step.column
      }
    }

    var inputCount: Int {
      switch self {
      case .number(let step): step.hasIndicator ? 2 : 1
      case .category(let step): step.inputCount
      }
    }
  }

  /// A column of numbers: (x or `fill` - `center`) / `scale`, and perhaps an indicator behind it.
  struct NumberStep: Sendable, Hashable, Codable {
    var column: String
    /// nil when a missing cell is an error.
    var fill: Double?
    var center: Double
    var scale: Double
    var hasIndicator: Bool
  }

  /// A column of categories with the sorted levels of its training rows.
  struct CategoryStep: Sendable, Hashable, Codable {
    /// The name of the level that stands for missing cells.
    static let missingLevel = "(missing)"

    var column: String
    var levels: [String]
    /// The index in `levels` a missing cell counts as; nil: it counts as unknown.
    var missingIndex: Int?
    var isMissingOwnLevel: Bool
    var isOneHot: Bool
    /// For an ordinal input.
    var center: Double
    var scale: Double
    var hasIndicator: Bool

    /// The level that no text has, only missing cells.
    var indexOfMissingLevel: Int? { isMissingOwnLevel ? missingIndex : nil }

    var inputCount: Int { (isOneHot ? levels.count : 1) + (hasIndicator ? 1 : 0) }
  }

  /// The preprocessing that the given rows ask for.
  ///
  /// **Errors** `DatasetError` naming every column with missing cells when nothing is imputed.
  public static func fitted(
    to dataset: Dataset, rows: [Int], request: PreprocessingRequest
  ) throws -> FittedPreprocessing {
    var steps: [Step] = []
    var incomplete: [String] = []
    for feature in dataset.schema.features where feature.role != .drop {
      guard let column = dataset.table[feature.name] else { missingColumn(feature.name) }
      let fitter = ColumnFitter(request: request, rows: rows)
      let step = feature.role == .category ? fitter.category(column) : fitter.number(column)
      if request.impute == .none, feature.role == .number, dataset.hasMissing(column) {
        incomplete.append(column.name)
      }
      steps.append(step)
    }
    guard incomplete.isEmpty else {
      throw DatasetError(
        [
          Diagnostic(
            id: "preprocessing-missing",
            "preprocessing.impute: none needs columns of numbers without missing cells; got missing cells in "
              + NameList.text(incomplete),
            notes: ["impute them (mean, median, most_frequent, constant) or drop the columns"])
        ], isDataInvalid: false)
    }
    var (mean, deviation) = (0.0, 1.0)
    if request.targetScale == .standard, dataset.schema.task == .regression {
      let statistics = ColumnStatistics(dataset.targetValues(of: rows))
      mean = statistics.mean
      deviation = statistics.isConstant ? 1 : statistics.deviation
    }
    return FittedPreprocessing(
      request: request, steps: steps, targetMean: mean, targetDeviation: deviation)
  }

  init(
    request: PreprocessingRequest, steps: [Step], targetMean: Double, targetDeviation: Double
  ) {
    self.request = request
    self.steps = steps
    self.targetMean = targetMean
    self.targetDeviation = targetDeviation
    inputNames = steps.flatMap { step in
      switch step {
      case .number(let step):
        [step.column] + (step.hasIndicator ? ["\(step.column) is missing"] : [])
      case .category(let step):
        (step.isOneHot ? step.levels.map { "\(step.column)=\($0)" } : [step.column])
          + (step.hasIndicator ? ["\(step.column) is missing"] : [])
      }
    }
  }

  public var inputCount: Int { inputNames.count }

  /// The inputs of rows of a table.
  ///
  /// **Shapes** result [rows, `inputCount`]
  /// **Errors** `DatasetError` for a column that is not there or of another kind, a missing cell
  /// that nothing stands for, and an unknown category when that is an error.
  public func inputs<Scalar: BLASScalar>(
    of table: Table, rows: [Int], as type: Scalar.Type
  ) throws -> DenseMatrix<Scalar> {
    try BoundPreprocessing<Scalar>(self, to: table).inputs(of: rows)
  }

  /// The inputs of one row. To prepare many single rows, keep a `BoundPreprocessing`.
  public func inputs<Scalar: BLASScalar>(
    of table: Table, row: Int, into inputs: inout [Scalar]
  ) throws {
    try BoundPreprocessing<Scalar>(self, to: table).inputs(of: row, into: &inputs)
  }

  /// Targets on the scale the model is trained on.
  public func scaledTargets(_ targets: [Double]) -> [Double] {
    if targetMean == 0, targetDeviation == 1 { return targets }
    return targets.map { ($0 - targetMean) / targetDeviation }
  }

  /// A model's outputs on the scale of the data.
  public func unscaledOutputs(_ outputs: Matrix) -> Matrix {
    if targetMean == 0, targetDeviation == 1 { return outputs }
    return Matrix(
      rowCount: outputs.rowCount, columnCount: outputs.columnCount,
      storage: outputs.storage.map { $0 * targetDeviation + targetMean })
  }

  /// What is done to which columns, a line for each kind of treatment.
  public var summaryLines: [String] {
    var (numbers, categories, levels, indicators) = (0, 0, 0, 0)
    for step in steps {
      switch step {
      case .number(let step):
        numbers += 1
        indicators += step.hasIndicator ? 1 : 0
      case .category(let step):
        categories += 1
        levels += step.levels.count
        indicators += step.hasIndicator ? 1 : 0
      }
    }
    var lines: [String] = []
    if numbers > 0 {
      let filled = request.impute == .none ? "" : ", missing cells filled by \(request.impute.text)"
      lines.append("\(numbers) number columns: scale \(request.scale.rawValue)\(filled)")
    }
    if categories > 0 {
      let unknown = request.unknownCategory.rawValue
      lines.append(
        "\(categories) category columns: \(request.encode.rawValue) of \(levels) levels, "
          + "unknown ones: \(unknown)")
    }
    if indicators > 0 { lines.append("\(indicators) indicators of missing cells") }
    if let clip = request.clip { lines.append("inputs cut to ±\(NumberFormat.typed(clip))") }
    if request.targetScale == .standard, targetDeviation != 1 || targetMean != 0 {
      lines.append("target scaled by its mean and deviation")
    }
    return lines
  }
}

extension PreprocessingRequest.Imputation {
  var text: String {
    switch self {
    case .mean: "the mean"
    case .median: "the median"
    case .mostFrequent: "the most frequent value"
    case .constant(let value): NumberFormat.typed(value)
    case .none: "nothing"
    }
  }
}

/// Ends the program over a mistake in Assay itself: a schema that does not fit its table.
func missingColumn(_ name: String) -> Never {
  fatalError("the schema names the column \"\(name)\", which the table does not have")
}
