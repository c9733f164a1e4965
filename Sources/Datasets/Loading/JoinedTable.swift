internal import Diagnostics
internal import LinearAlgebra
internal import Schema
import Text

/// The concatenated files of a request, with the origin of each row.
struct JoinedTable {
  struct File {
    let part: Part?
    let path: String
    let rows: Range<Int>
    let lines: LineMap
  }

  var columns: [Column] = []
  private(set) var rowCount = 0
  private(set) var files: [File] = []
  private(set) var sources: [TableSource] = []
  private(set) var cacheUses: [CacheUse] = []
  /// Where large columns are put; nil: in memory.
  let scratch: ScratchFile?
  /// How numbers are written in the files.
  let style: NumberStyle

  /// Reads all files of the request; problems of one file do not hide those of the next.
  ///
  /// Large columns are put into `file` when it is given.
  init(_ request: DataRequest, in file: ScratchFile? = nil, problems: inout ProblemList) throws {
    scratch = file
    style = request.csv.numberStyle
    var tables: [(FileTable, File)] = []
    for (part, file) in request.files {
      do {
        let table = try read(file, part: part, request: request)
        let rows = rowCount..<(rowCount + table.rowCount)
        rowCount = rows.upperBound
        table.warnings.forEach { problems.warn($0) }
        tables.append(
          (table, File(part: part, path: file.path, rows: rows, lines: table.lines)))
      } catch let error as DatasetError {
        problems.add(request.pointing(error, at: part, file: file))
      }
    }
    try problems.throwIfAny()
    files = tables.map(\.1)
    cacheUses = tables.compactMap { $0.0.cacheUse }
    sources = tables.flatMap { table, file in
      table.sources.map {
        TableSource(path: $0.path, rows: file.rows, sha256: $0.sha256, byteCount: $0.byteCount)
      }
    }
    if tables.allSatisfy(\.0.isSparse) { Self.addColumnsOfZeros(to: &tables, in: scratch) }
    guard let first = tables.first else { return }
    let names = first.0.columns.map(\.name)
    for (table, file) in tables.dropFirst() {
      Self.requireSameNames(
        names, table.columns.map(\.name), in: file.path, as: first.1.path, problems: &problems)
    }
    try problems.throwIfAny()
    for name in names {
      let pieces = tables.compactMap { table, file in
        table.columns.first { $0.name == name }.map { (values: $0.values, file: file) }
      }
      if let column = join(name, pieces, request: request, problems: &problems) {
        columns.append(column)
      }
    }
    try problems.throwIfAny()
  }

  subscript(name: String) -> Column? { columns.first { $0.name == name } }

  var names: [String] { columns.map(\.name) }

  /// The file of a row.
  func file(of row: Int) -> File? { files.first { $0.rows.contains(row) } }

  /// Location of a row in its text file; nil for binary files.
  func location(of row: Int) -> SourceLocation? {
    guard let file = file(of: row), let line = file.lines.line(of: row - file.rows.lowerBound)
    else { return nil }
    return SourceLocation(file: file.path, line: line, column: 1)
  }

  /// `train.csv:17`, or `row 16 of "train.npy"`.
  func place(of row: Int) -> String {
    if let location = location(of: row) { return "\(location.file):\(location.line)" }
    guard let file = file(of: row) else { return "row \(row + 1)" }
    return "row \(row - file.rows.lowerBound + 1) of \"\(file.path)\""
  }

  /// The first text in a column that is not a number, and its row.
  func firstText(in column: Column) -> (row: Int, text: String)? {
    guard case .categories(let codes, let levels) = column.values else { return nil }
    let scanner = DecimalScanner()
    let isText = levels.map { style.value(of: $0, scanner: scanner) == nil }
    guard let row = codes.firstIndex(where: { $0 >= 0 && isText[Int($0)] }) else { return nil }
    return (row, levels[Int(codes[row])])
  }

  private func read(
    _ file: DataRequest.FilePath, part: Part?, request: DataRequest
  ) throws -> FileTable {
    let format = try request.format(of: file)
    var options = ReadingOptions(csv: request.csv, limit: request.limit, marks: request.marks)
    if let part { options.sourceKey = "source.\(part.rawValue)" }
    options.target = request.target
    options.textColumns = request.textColumns
    if let target = request.target, request.task == nil, !request.textColumns.contains(target) {
      options.possibleClasses = target
    }
    options.expectedNames = request.namedColumns
    options.file = scratch
    let reader = TableReaderCatalog.reader(for: format)
    guard let folder = request.cache else { return try reader.read(file, options: options) }
    return try TableCache(folder: folder).table(of: file, format: format, options: options) {
      try reader.read(file, options: $0)
    }
  }

  /// Gives sparse tables the columns of each other.
  private static func addColumnsOfZeros(
    to tables: inout [(FileTable, File)], in scratch: ScratchFile?
  ) {
    var names: [String] = []
    var known: Set<String> = []
    for name in tables.flatMap(\.0.columns).map(\.name) where known.insert(name).inserted {
      names.append(name)
    }
    for i in tables.indices {
      let table = tables[i].0
      let columns = Dictionary(uniqueKeysWithValues: table.columns.map { ($0.name, $0) })
      tables[i].0.columns = names.map { name in
        columns[name]
          ?? Column(
            name: name,
            values: .numbers(ElementStorage(repeating: 0, count: table.rowCount, in: scratch)))
      }
    }
  }

  private static func requireSameNames(
    _ names: [String], _ others: [String], in path: String, as firstPath: String,
    problems: inout ProblemList
  ) {
    let missing = names.filter { !others.contains($0) }
    let additional = others.filter { !names.contains($0) }
    guard !missing.isEmpty || !additional.isEmpty else { return }
    var differences: [String] = []
    if !missing.isEmpty { differences.append("no " + NameList.text(missing)) }
    if !additional.isEmpty { differences.append(NameList.text(additional) + " besides") }
    problems.addToData(
      Diagnostic(
        id: "data-columns-differ",
        "\"\(path)\" must have the columns of \"\(firstPath)\"; got "
          + differences.joined(separator: " and ")))
  }

  private func join(
    _ name: String, _ pieces: [(values: Column.Values, file: File)], request: DataRequest,
    problems: inout ProblemList
  ) -> Column? {
    if pieces.count == 1 { return Column(name: name, values: pieces[0].values) }
    let values = pieces.map(\.values)
    if values.allSatisfy(\.isBytes) {
      return Column(
        name: name, values: .bytes(ElementStorage(joining: values.map(\.byteElements), in: scratch))
      )
    }
    if !values.contains(where: \.isText) {
      return Column(
        name: name,
        values: .numbers(ElementStorage(joining: values.map(\.numberElements), in: scratch)))
    }
    var merged = LevelMerger()
    for piece in values { merged.append(piece) }
    let column = Column(
      name: name,
      values: .categories(
        codes: ElementStorage(joining: [ElementStorage(merged.codes)], in: scratch),
        levels: merged.levels))
    let hasNumbers = values.contains { !$0.isText && !$0.isAllMissing }
    if hasNumbers, request.features[name] != .drop, firstText(in: column) != nil,
      NearlyNumeric(column, style: style) == nil
    {
      noteMixedKinds(name, pieces, request: request, problems: &problems)
      return nil
    }
    return column
  }

  private func noteMixedKinds(
    _ name: String, _ pieces: [(values: Column.Values, file: File)], request: DataRequest,
    problems: inout ProblemList
  ) {
    guard let numbers = pieces.first(where: { !$0.values.isText && !$0.values.isAllMissing }),
      let text = pieces.first(where: { $0.values.isText })
    else { return }
    let found = firstText(in: Column(name: name, values: text.values))
    let row = text.file.rows.lowerBound + (found?.row ?? 0)
    problems.addToData(
      Diagnostic(
        id: "data-kinds-differ",
        "column \"\(name)\" holds numbers in \"\(numbers.file.path)\" and must do so in "
          + "\"\(text.file.path)\"; got \"\(found?.text ?? "")\"",
        at: location(of: row),
        notes: [
          "if it means a missing value: "
            + request.missingSetting([found?.text ?? ""], in: name),
          "if the column holds categories, say so: data.features: "
            + "{\(YAMLText.scalar(name)): category}",
        ]))
  }
}

/// Concatenates categorical columns with a common numbering of their levels.
struct LevelMerger {
  private(set) var codes: [Int32] = []
  private(set) var levels: [String] = []
  private var codeOfLevel: [String: Int32] = [:]

  mutating func append(_ values: Column.Values) {
    switch values {
    case .categories(let codes, let levels):
      let translation = levels.map { code(of: $0) }
      self.codes += codes.map { $0 < 0 ? -1 : translation[Int($0)] }
    case .numbers(let numbers):
      codes += numbers.map { $0.isNaN ? -1 : code(of: NumberFormat.typed($0)) }
    case .bytes(let bytes):
      codes += bytes.map { code(of: String($0)) }
    }
  }

  /// The code of a level, new or known.
  mutating func code(of level: String) -> Int32 {
    if let code = codeOfLevel[level] { return code }
    let code = Int32(levels.count)
    codeOfLevel[level] = code
    levels.append(level)
    return code
  }
}

/// Lists of names for messages, shortened.
enum NameList {
  static func text(_ names: [String], limit: Int = 8) -> String {
    let shown = names.prefix(limit).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }

  /// The columns for a hint, unquoted; long lists without their middle.
  static func columns(_ names: [String]) -> String {
    let shown = names.count > 12 ? Array(names.prefix(8)) + ["…"] + names.suffix(3) : names
    return "columns: " + shown.joined(separator: ", ")
  }
}
