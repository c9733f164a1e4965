internal import Diagnostics

/// A format of tables that other programs read.
enum ForeignFormat: CaseIterable {
  case parquet, feather, excel

  /// The format whose files begin with these bytes; nil when none does.
  init?(startingWith bytes: [UInt8]) {
    guard let format = Self.allCases.first(where: { bytes.starts(with: $0.magic) }) else {
      return nil
    }
    self = format
  }

  private var magic: [UInt8] {
    switch self {
    case .parquet: Array("PAR1".utf8)
    case .feather: Array("ARROW1".utf8)
    case .excel: [0x50, 0x4B, 0x03, 0x04]
    }
  }

  private var name: String {
    switch self {
    case .parquet: "Parquet"
    case .feather: "Feather (Arrow)"
    case .excel: "a ZIP archive, as Excel writes"
    }
  }

  /// The function of pandas that reads the format.
  private var pandasFunction: String {
    switch self {
    case .parquet: "read_parquet"
    case .feather: "read_feather"
    case .excel: "read_excel"
    }
  }

  func error(path: String) -> DatasetError {
    DatasetError(
      [
        Diagnostic(
          id: "data-foreign-format",
          "a data file must be CSV, TSV, IDX, NPY, svmlight or SQLite; got \(name) in \"\(path)\"",
          notes: [
            "pandas converts it: python3 -c \"import pandas; "
              + "pandas.\(pandasFunction)('\(path)').to_csv('\(path).csv', index=False)\""
          ])
      ], isDataInvalid: false)
  }
}
