import Datasets
import LinearAlgebra
import Randomness
import Schema

/// What a fault does to data: each edit gives a new dataset and leaves row ids as they are.
extension Dataset {
  func with(_ columns: [Column], rowCount: Int? = nil, split: Split? = nil) -> Dataset {
    Dataset(
      table: Table(
        columns: columns, rowCount: rowCount ?? table.rowCount, sources: table.sources),
      schema: schema, split: split ?? self.split)
  }

  func with(_ split: Split) -> Dataset { Dataset(table: table, schema: schema, split: split) }

  /// Names of the columns of numbers that are inputs.
  var numberNames: [String] { schema.features.filter { $0.role == .number }.map(\.name) }

  /// Columns of numbers changed cell by cell: `change` gets cells with NaN for missing ones.
  func mappingNumbers(
    _ names: [String], _ change: (String, [Double]) -> [Double]
  ) -> Dataset {
    with(
      table.columns.map { column in
        guard names.contains(column.name) else { return column }
        return Column(
          name: column.name, values: .numbers(change(column.name, column.values.asNumbers)))
      })
  }

  /// The target's cells replaced: class indices, or numbers.
  func mappingTargets(_ change: ([Double]) -> [Double]) -> Dataset {
    let all = Array(0..<table.rowCount)
    let changed = change(targetValues(of: all))
    let values: Column.Values =
      schema.task.isClassification
      ? .categories(codes: changed.map { Int32($0) }, levels: schema.classNames)
      : .numbers(changed)
    return with(
      table.columns.map {
        $0.name == schema.target ? Column(name: $0.name, values: values) : $0
      })
  }

  /// One more column of numbers as an input.
  func addingColumn(_ name: String, _ values: [Double]) -> Dataset {
    Dataset(
      table: Table(
        columns: table.columns + [Column(name: name, values: .numbers(values))],
        rowCount: table.rowCount, sources: table.sources),
      schema: TableSchema(
        task: schema.task, target: schema.target, classNames: schema.classNames,
        features: schema.features + [.init(name: name, role: .number, reason: "added")],
        rowIDColumn: schema.rowIDColumn, weight: schema.weight),
      split: split)
  }

  /// Copies of rows put behind the others; gives their ids as well.
  func appendingCopies(of ids: [Int]) -> (dataset: Dataset, added: [Int]) {
    let columns = table.columns.map { column in
      let values: Column.Values =
        switch column.values {
        case .numbers(let cells): .numbers(cells + ids.map { cells[$0] })
        case .bytes(let cells): .bytes(cells + ids.map { cells[$0] })
        case .categories(let codes, let levels):
          .categories(codes: codes + ids.map { codes[$0] }, levels: levels)
        }
      return Column(name: column.name, values: values)
    }
    let rowCount = table.rowCount + ids.count
    return (with(columns, rowCount: rowCount), Array(table.rowCount..<rowCount))
  }

  /// Mean and deviation of a column over the train rows.
  func trainMoments(of name: String) -> (mean: Double, deviation: Double) {
    guard let cells = table[name]?.values.asNumbers else { return (0, 1) }
    let moments = Moments(split.train.map { cells[$0] }.filter { !$0.isNaN })
    return (moments.mean, max(1e-12, moments.variance.squareRoot()))
  }
}

extension Column.Values {
  /// The cells as numbers, NaN for a missing one; codes for categories.
  var asNumbers: [Double] {
    switch self {
    case .numbers(let cells): cells.array
    case .bytes(let cells): cells.map(Double.init)
    case .categories(let codes, _): codes.map { $0 < 0 ? .nan : Double($0) }
    }
  }
}

extension CounterBasedGenerator {
  /// A stream of its own for a fault: nothing else of a run draws from it.
  init(fault seed: UInt64, _ stream: Int = 0) {
    self.init(seed: seed, purpose: .synthetic, epoch: 77, step: stream)
  }

  /// A random selection of the elements, in their order.
  mutating func share<Element>(_ share: Double, of elements: [Element]) -> [Element] {
    let count = Int((share * Double(elements.count)).rounded())
    return permutation(of: elements.count).prefix(count).sorted().map { elements[$0] }
  }
}
