internal import LinearAlgebra

/// The least and the greatest number of a column in the training rows.
public struct InputRange: Sendable, Hashable, Codable {
  public let column: String
  public let least: Double
  public let greatest: Double

  /// The ranges of the numeric inputs among the given rows; a column without a value has none.
  public static func ranges(of dataset: Dataset, rowIDs: [Int]) -> [InputRange] {
    dataset.schema.inputs.compactMap { feature in
      guard feature.role == .number, let column = dataset.table[feature.name] else { return nil }
      let numbers = column.doubles(at: rowIDs).filter { !$0.isNaN }
      guard let least = numbers.min(), let greatest = numbers.max() else { return nil }
      return InputRange(column: feature.name, least: least, greatest: greatest)
    }
  }
}

/// What is unusual about a column of new rows.
public struct ColumnNotes: Sendable, Hashable, Codable {
  public let column: String
  /// Cells without a value.
  public let missingCount: Int
  /// Cells whose category does not occur in the training rows.
  public let unknownCount: Int
  /// Numbers below the least or above the greatest one in the training rows.
  public let outsideCount: Int
  /// The training rows' range; nil for categories.
  public let range: InputRange?

  /// Whether nothing is unusual.
  public var isEmpty: Bool { missingCount + unknownCount + outsideCount == 0 }
}

extension FittedPreprocessing {
  /// What is unusual in each column of a table; columns without anything are left out.
  public func notes(on table: Table, ranges: [InputRange]) -> [ColumnNotes] {
    let rangeOf = Dictionary(
      ranges.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
    return steps.compactMap { step in
      guard let column = table[step.column] else { return nil }
      let notes =
        switch step {
        case .category(let step): step.notes(on: column)
        default: Self.notes(on: column, range: rangeOf[step.column])
        }
      return notes.isEmpty ? nil : notes
    }
  }

  private static func notes(on column: Column, range: InputRange?) -> ColumnNotes {
    var (missing, outside) = (0, 0)
    let (least, greatest) = (range?.least ?? -.infinity, range?.greatest ?? .infinity)
    column.values.numberElements.withUnsafeBufferPointer { numbers in
      for number in numbers {
        if number.isNaN {
          missing += 1
        } else if number < least || number > greatest {
          outside += 1
        }
      }
    }
    return ColumnNotes(
      column: column.name, missingCount: missing, unknownCount: 0, outsideCount: outside,
      range: range)
  }
}

extension FittedPreprocessing.CategoryStep {
  fileprivate func notes(on column: Column) -> ColumnNotes {
    guard case .categories(let codes, let levels) = column.asCategories().values else {
      return ColumnNotes(
        column: column.name, missingCount: 0, unknownCount: 0, outsideCount: 0, range: nil)
    }
    let known = Set(
      self.levels.enumerated().filter { $0.offset != indexOfMissingLevel }.map(\.element))
    let isKnown = levels.map { known.contains($0) }
    var (missing, unknown) = (0, 0)
    codes.withUnsafeBufferPointer { codes in
      for code in codes {
        if code < 0 {
          missing += 1
        } else if !isKnown[Int(code)] {
          unknown += 1
        }
      }
    }
    return ColumnNotes(
      column: column.name, missingCount: missing, unknownCount: unknown, outsideCount: 0,
      range: nil)
  }
}

extension FittedPreprocessing {
  /// The column that each input is made of, [`inputCount`].
  public var columnsOfInputs: [String] {
    steps.flatMap { Array(repeating: $0.column, count: $0.inputCount) }
  }
}
