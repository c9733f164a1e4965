internal import Diagnostics
public import LinearAlgebra
internal import Schema
import Text

/// Preprocessing of columns into the inputs of a model, fitted on the training rows only.
///
/// Numbers are first imputed, then scaled; the scale is fitted to the imputed values. One-hot inputs
/// and indicators are 0 or 1 and not scaled; ordinal inputs are scaled like numbers. A missing
/// category is a separate level if it occurs in the training rows, except under `most_frequent`;
/// otherwise it is treated as unknown.
public struct FittedPreprocessing: Sendable, Hashable, Codable {
  public let request: PreprocessingRequest
  /// Names of the inputs: a column, `column=level`, or `column is missing`.
  public let inputNames: [String]
  /// One for each column that inputs are made of.
  public let steps: [Step]
  /// Mean and scale of the training targets; 0 and 1 if targets are not scaled.
  public let targetMean: Double
  public let targetDeviation: Double

  /// Whether a target of numbers is scaled for training.
  public var scalesTarget: Bool { targetDeviation != 1 || targetMean != 0 }

  /// Preprocessing of one column.
  public enum Step: Sendable, Hashable, Codable {
    case number(NumberStep)
    case category(CategoryStep)

    public var column: String {
      switch self {
      case .number(let step): step.column
      case .category(let step): step.column
      }
    }

    public var inputCount: Int {
      switch self {
      case .number(let step): step.hasIndicator ? 2 : 1
      case .category(let step): step.inputCount
      }
    }
  }

  /// A numeric column: (x or `fill` - `center`) / `scale`, optionally followed by an indicator.
  public struct NumberStep: Sendable, Hashable, Codable {
    public var column: String
    /// nil if a missing cell is an error.
    public var fill: Double?
    public var center: Double
    public var scale: Double
    public var hasIndicator: Bool
  }

  /// A categorical column with the sorted levels of its training rows.
  public struct CategoryStep: Sendable, Hashable, Codable {
    /// Name of the level of missing cells.
    static let missingLevel = "(missing)"

    public var column: String
    public var levels: [String]
    /// Index in `levels` of missing cells; nil if they are treated as unknown.
    public var missingIndex: Int?
    public var isMissingOwnLevel: Bool
    public var isOneHot: Bool
    /// For an ordinal input.
    public var center: Double
    public var scale: Double
    public var hasIndicator: Bool

    /// Level of missing cells, which no text has.
    public var indexOfMissingLevel: Int? { isMissingOwnLevel ? missingIndex : nil }

    public var inputCount: Int { (isOneHot ? levels.count : 1) + (hasIndicator ? 1 : 0) }
  }

  /// Fits the preprocessing on the given rows, each counted with its weight.
  ///
  /// **Errors** `DatasetError` for every column with missing cells if there is no imputation.
  public static func fitted(
    to dataset: Dataset, rowIDs: [Int], request: PreprocessingRequest
  ) throws -> FittedPreprocessing {
    var steps: [Step] = []
    var incomplete: [String] = []
    let weights = dataset.weights(of: rowIDs)
    for feature in dataset.schema.features where feature.role != .drop {
      guard let column = dataset.table[feature.name] else { missingColumn(feature.name) }
      let fitter = ColumnFitter(request: request, rowIDs: rowIDs, weights: weights)
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
      let statistics = ColumnStatistics(dataset.targetValues(of: rowIDs), weights: weights)
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

  /// Whether its parts belong together, as those of a file may not.
  public var isConsistent: Bool {
    steps.reduce(0) { $0 + $1.inputCount } == inputCount
      && Set(steps.map(\.column)).count == steps.count
      && steps.allSatisfy { step in
        guard case .category(let step) = step, let missing = step.missingIndex else { return true }
        return step.levels.indices.contains(missing)
      }
  }

  /// The inputs of rows of a table.
  ///
  /// **Shapes** result [rows, `inputCount`]
  /// **Errors** `DatasetError` for a missing column or one of another kind, a missing cell
  /// without imputation, and an unknown category if that is an error.
  public func inputs<Scalar: BLASScalar>(
    of table: Table, rowIDs: [Int], as type: Scalar.Type
  ) throws -> DenseMatrix<Scalar> {
    try BoundPreprocessing<Scalar>(self, to: table).inputs(of: rowIDs)
  }

  /// The inputs of one row; to prepare many single rows, use a `BoundPreprocessing`.
  public func inputs<Scalar: BLASScalar>(
    of table: Table, rowID: Int, into inputs: inout [Scalar]
  ) throws {
    try BoundPreprocessing<Scalar>(self, to: table).inputs(of: rowID, into: &inputs)
  }

  /// Targets on the scale of training.
  public func scaledTargets(_ targets: [Double]) -> [Double] {
    if targetMean == 0, targetDeviation == 1 { return targets }
    return targets.map { ($0 - targetMean) / targetDeviation }
  }

  /// Outputs of a model on the scale of the data.
  public func unscaledOutputs(_ outputs: Matrix) -> Matrix {
    if targetMean == 0, targetDeviation == 1 { return outputs }
    return Matrix(
      rowCount: outputs.rowCount, columnCount: outputs.columnCount,
      storage: outputs.storage.map { $0 * targetDeviation + targetMean })
  }

  /// Description of the preprocessing, one line for each kind of treatment.
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
      lines.append(
        "\(NumberFormat.count(numbers, "number column")): scale \(request.scale.rawValue)\(filled)")
    }
    if categories > 0 {
      let unknown = request.unknownCategory.rawValue
      lines.append(
        "\(NumberFormat.count(categories, "category column")): \(request.encode.rawValue) of "
          + "\(NumberFormat.count(levels, "level")), "
          + "unknown ones: \(unknown)")
    }
    if indicators > 0 {
      lines.append("\(NumberFormat.count(indicators, "indicator")) of missing cells")
    }
    if let clip = request.clip { lines.append("inputs cut to ±\(NumberFormat.typed(clip))") }
    if scalesTarget {
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

/// Stops the program: a schema that does not fit its table is a mistake in Assay.
func missingColumn(_ name: String) -> Never {
  fatalError("the schema names the column \"\(name)\", which the table does not have")
}
