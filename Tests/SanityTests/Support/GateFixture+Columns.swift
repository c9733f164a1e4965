import Datasets
import HealthyPipelines
import Schema

@testable import Sanity

extension GateFixture {
  /// The same with a column of numbers in place of another.
  func replacing(_ index: Int, by name: String, _ numbers: [Double]) -> GateFixture {
    var copy = self
    copy.columns[index] = Column(name: name, values: .numbers(numbers))
    return copy
  }

  /// The same with a column of categories, by the codes of its rows, in place of another.
  func replacing(
    _ index: Int, by name: String, codes: [Int], levels: [String]
  ) -> GateFixture {
    var copy = self
    copy.columns[index] = Column(
      name: name, values: .categories(codes: codes.map { Int32($0) }, levels: levels))
    copy.roles[index] = .category
    return copy
  }

  /// The same with rows that repeat others: inputs as they are, targets as `target` makes them.
  func copying(
    _ pairs: [(from: Int, to: Int)], target: (Double) -> Double = { $0 }
  ) -> GateFixture {
    var copy = self
    copy.columns = columns.map { column in
      var cells = column.doubles(at: Array(targets.indices))
      for (from, to) in pairs { cells[to] = cells[from] }
      return Column(name: column.name, values: .numbers(cells))
    }
    for (from, to) in pairs { copy.targets[to] = target(copy.targets[from]) }
    return copy
  }
}
