public import Datasets
public import Learning
public import LinearAlgebra
import Randomness
public import Sanity
public import Schema

/// A small dataset with its prepared rows, from which tests make a context to run checks on.
public struct GateFixture: Sendable {
  public var columns: [Column]
  public var roles: [FeatureRole]
  /// nil for numbers as targets.
  public var classNames: [String]
  public var targets: [Double]
  public var split: Split
  public var sources: [TableSource]
  public var recipe: any ModelRecipe = ConstantRecipe()
  public var plan: TrainingPlan = .forTests
  public var settings = GateSettings()
  public var labelRepairs: [LabelRepair] = []
  public var labelLookalikes: [LabelRepair] = []
  public var splitMethod: SplitRequest.Method?
  public var repeats: RepeatedRows?
  /// Names of replaced inputs, where they are not the columns.
  public var inputNames: [String]?
  /// The weights of all rows; nil for equal weights.
  public var weights: [Double]?
  /// Replaces the prepared inputs; nil prepares columns of numbers by standardizing them.
  public var inputs: Matrix?

  /// **Shapes** columns d of [n], targets [n]; the first `train` rows train, then dev, then test.
  public init(
    columns: [[Double]], classes: [Int], train: Int, dev: Int = 0, test: Int = 0,
    classCount: Int? = nil
  ) {
    self.init(
      columns: columns, targets: classes.map(Double.init), train: train, dev: dev, test: test)
    let count = classCount ?? (classes.max() ?? 0) + 1
    classNames = (0..<count).map { "class_\($0)" }
  }

  public init(columns: [[Double]], values: [Double], train: Int, dev: Int = 0, test: Int = 0) {
    self.init(columns: columns, targets: values, train: train, dev: dev, test: test)
  }

  private init(columns: [[Double]], targets: [Double], train: Int, dev: Int, test: Int) {
    self.columns = columns.enumerated().map { Column(name: "x\($0)", values: .numbers($1)) }
    roles = columns.map { _ in .number }
    classNames = []
    self.targets = targets
    split = Split(
      train: Array(0..<train), dev: Array(train..<(train + dev)),
      test: Array((train + dev)..<(train + dev + test)))
    let n = targets.count
    sources = [TableSource(path: "data.csv", rows: 0..<n, sha256: "", byteCount: 0)]
  }

  public var task: PredictionTask {
    classNames.isEmpty ? .regression : classNames.count == 2 ? .binary : .multiclass
  }

  public var dataset: Dataset {
    let target: Column.Values =
      classNames.isEmpty
      ? .numbers(targets)
      : .categories(codes: targets.map { Int32($0) }, levels: classNames)
    return Dataset(
      table: Table(
        columns: columns + [Column(name: "target", values: target)]
          + (weights.map { [Column(name: "weight", values: .numbers(ElementStorage($0)))] } ?? []),
        rowCount: targets.count, sources: sources),
      schema: TableSchema(
        task: task, target: "target", classNames: classNames,
        features: zip(columns, roles).map { .init(name: $0.name, role: $1, reason: "test") },
        rowIDColumn: nil, weight: weights.map { _ in "weight" }),
      split: split)
  }

  public func rows(_ part: Part) -> TrainingSet {
    let ids = split[part]
    let targets: Targets =
      classNames.isEmpty
      ? .values(ids.map { self.targets[$0] })
      : .classes(ids.map { Int(self.targets[$0]) }, classCount: classNames.count)
    return TrainingSet(
      inputs: .double(prepared.rows(at: ids)), targets: targets,
      weights: weights.map { weights in ids.map { weights[$0] } }, rowIDs: ids)
  }

  /// Columns about train's means in units of train's deviations.
  private var prepared: Matrix {
    if let inputs { return inputs }
    let all = Array(0..<targets.count)
    let scaled = columns.map { column in
      let train = column.numbers(at: split.train)
      let mean = train.reduce(0, +) / Double(train.count)
      let variance = train.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(train.count)
      let deviation = variance > 0 ? variance.squareRoot() : 1
      return column.numbers(at: all).map { ($0 - mean) / deviation }
    }
    return Matrix(
      rowCount: all.count, columnCount: columns.count,
      storage: all.flatMap { i in scaled.map { $0[i] } })
  }

  public var context: GateContext {
    GateContext(
      dataset: dataset, inputNames: inputNames ?? columns.map(\.name), train: rows(.train),
      dev: rows(.dev),
      test: rows(.test), recipe: recipe, plan: plan, labelRepairs: labelRepairs,
      labelLookalikes: labelLookalikes,
      settings: settings, splitMethod: splitMethod, repeats: repeats, seed: 1)
  }
}

/// A model that predicts one constant: for checks that look at data alone.
public struct ConstantRecipe: TestRecipe {
  public var kind: String { "constant" }
  public var precision: Precision { .double }
  public var isConvex: Bool { true }

  public func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    throw .noRows
  }

  public func withoutRegularization() -> ConstantRecipe { self }

  public func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    nil
  }
}

/// Random numbers for data, by a listed seed.
public func normals(_ count: Int, seed: UInt64) -> [Double] {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  return (0..<count).map { _ in generator.normal() }
}

/// Whole numbers in 0..<bound, by a listed seed.
public func integers(_ count: Int, below bound: Int, seed: UInt64) -> [Int] {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, epoch: 1)
  return (0..<count).map { _ in generator.integer(below: bound) }
}

extension GateFixture {
  /// Independent normal columns and classes that depend on the first two.
  public static func healthy(
    rows n: Int = 200, columns d: Int = 5, classes k: Int = 2, seed: UInt64 = 1
  ) -> GateFixture {
    let columns = (0..<d).map { normals(n, seed: seed &* 100 &+ UInt64($0)) }
    let noise = normals(n, seed: seed &* 100 &+ 99)
    let scores = (0..<n).map { columns[0][$0] + (d > 1 ? columns[1][$0] : 0) + 0.3 * noise[$0] }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var classes = [Int](repeating: 0, count: n)
    for (rank, i) in order.enumerated() { classes[i] = rank * k / n }
    let train = n * 6 / 10
    let dev = n * 2 / 10
    return GateFixture(
      columns: columns, classes: classes, train: train, dev: dev, test: n - train - dev)
  }

  /// The same with a number as target.
  public static func healthyNumbers(
    rows n: Int = 200, columns d: Int = 5, seed: UInt64 = 1
  ) -> GateFixture {
    let columns = (0..<d).map { normals(n, seed: seed &* 100 &+ UInt64($0)) }
    let noise = normals(n, seed: seed &* 100 &+ 99)
    let values = (0..<n).map {
      columns[0][$0] - 0.5 * (d > 1 ? columns[1][$0] : 0) + 0.3 * noise[$0]
    }
    let train = n * 6 / 10
    let dev = n * 2 / 10
    return GateFixture(
      columns: columns, values: values, train: train, dev: dev, test: n - train - dev)
  }
}

extension Column {
  /// The cells of the rows; levels by their codes.
  func numbers(at rows: [Int]) -> [Double] {
    switch values {
    case .numbers(let cells): rows.map { cells[$0] }
    case .bytes(let cells): rows.map { Double(cells[$0]) }
    case .categories(let codes, _): rows.map { codes[$0] < 0 ? .nan : Double(codes[$0]) }
    }
  }
}
