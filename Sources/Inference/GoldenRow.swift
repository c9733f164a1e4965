import Datasets
import LinearAlgebra

/// A training row with its prediction when the model was saved, which loading the model must reproduce.
public struct GoldenRow: Sendable, Hashable, Codable {
  /// The cells by column; a column without a value is missing.
  public let cells: [String: Cell]
  /// The pipeline's outputs.
  public let outputs: [Double]

  public enum Cell: Sendable, Hashable, Codable {
    case number(Double)
    case text(String)

    public init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      self =
        if let number = try? value.decode(Double.self) {
          .number(number)
        } else {
          .text(try value.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
      var value = encoder.singleValueContainer()
      switch self {
      case .number(let number): try value.encode(number)
      case .text(let text): try value.encode(text)
      }
    }
  }

  private static let greatestCount = 8
  private static let greatestCellCount = 2_000

  /// Training rows from the first to the last, fewer of wide tables.
  static func rows(of dataset: Dataset, by pipeline: FittedPipeline) throws -> [GoldenRow] {
    let features = pipeline.schema.features.filter { $0.role != .drop }
    let train = dataset.split.train
    let count = min(
      train.count, max(1, min(greatestCount, greatestCellCount / max(1, features.count))))
    let rowIDs = (0..<count).map { train[$0 * train.count / count] }
    let outputs = try pipeline.bound(to: dataset.table).outputs(of: rowIDs)
    return rowIDs.enumerated().map { position, rowID in
      var cells: [String: Cell] = [:]
      for feature in features {
        guard let column = dataset.table[feature.name] else { continue }
        cells[feature.name] = Cell(column, rowID, isCategory: feature.role == .category)
      }
      let start = position * outputs.columnCount
      return GoldenRow(
        cells: cells, outputs: Array(outputs.storage[start..<(start + outputs.columnCount)]))
    }
  }

  /// The rows as a table with the pipeline's columns.
  static func table(of rows: [GoldenRow], for schema: TableSchema) -> Table {
    let columns = schema.features.filter { $0.role != .drop }.map { feature in
      let cells = rows.map { $0.cells[feature.name] }
      guard feature.role == .category else {
        return Column(name: feature.name, values: .numbers(cells.map { $0?.number ?? .nan }))
      }
      var levels: [String] = []
      let codes = cells.map { cell -> Int32 in
        guard let text = cell?.text else { return -1 }
        if let known = levels.firstIndex(of: text) { return Int32(known) }
        levels.append(text)
        return Int32(levels.count - 1)
      }
      return Column(name: feature.name, values: .categories(codes: codes, levels: levels))
    }
    return Table(columns: columns, rowCount: rows.count, sources: [])
  }
}

extension GoldenRow.Cell {
  /// The cell of a row; nil for a missing one.
  init?(_ column: Column, _ rowID: Int, isCategory: Bool) {
    if isCategory {
      guard case .categories(let codes, let levels) = column.values, codes[rowID] >= 0
      else { return nil }
      self = .text(levels[Int(codes[rowID])])
    } else {
      let number = column.doubles(at: [rowID])[0]
      guard !number.isNaN else { return nil }
      self = .number(number)
    }
  }

  public var number: Double? { if case .number(let number) = self { number } else { nil } }
  public var text: String? { if case .text(let text) = self { text } else { nil } }
}
