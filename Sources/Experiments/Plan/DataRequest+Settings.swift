import Datasets
import Schema

extension DataRequest {
  /// The `data` section of a spec.
  init(_ settings: Settings) {
    self.init(
      source: Source(settings),
      format: settings.optionalString("format").flatMap(Format.init),
      csv: settings.optionalNested("csv").map(CSVOptions.init) ?? CSVOptions(),
      target: settings.optionalString("target"),
      positive: settings["positive"]?.plainText,
      task: settings.optionalString("task").flatMap(PredictionTask.init),
      features: settings.optionalNested("features").map(Self.roles) ?? [:],
      rowIDColumn: settings.optionalString("row_id"),
      weight: settings.optionalString("weight"),
      split: SplitRequest(settings.nested("split")),
      limit: settings.optionalInteger("limit"),
      labelMap: settings.optionalNested("label_map").map { map in
        Dictionary(uniqueKeysWithValues: map.entries.map { ($0.key, $0.value.plainText) })
      } ?? [:],
      dropsRowsWithoutTarget: settings.optionalString("rows_without_target") == "drop",
      cache: settings.optionalString("cache"),
      marks: Self.marks(in: settings, below: ""))
  }

  private static func roles(_ settings: Settings) -> [String: FeatureRole] {
    var roles: [String: FeatureRole] = [:]
    for entry in settings.entries { roles[entry.key] = FeatureRole(rawValue: entry.value.string) }
    return roles
  }

  /// Location of each key by its dotted path.
  private static func marks(in settings: Settings, below path: String) -> [String: Mark] {
    var marks: [String: Mark] = [:]
    for entry in settings.entries {
      let own = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      if let mark = entry.value.origin.mark { marks[own] = mark }
      if case .mapping = entry.value.value {
        marks.merge(Self.marks(in: Settings(entry.value), below: own)) { first, _ in first }
      }
    }
    return marks
  }
}

extension DataRequest.Source {
  init(_ settings: Settings) {
    let source = settings["source"]
    guard let source, case .mapping = source.value else {
      self = .file(DataRequest.FilePath(settings.string("source")))
      return
    }
    let parts = Settings(source)
    guard let train = parts["train"] else {
      self = .file(DataRequest.FilePath(source))
      return
    }
    self = .parts(
      train: DataRequest.FilePath(train), dev: parts["dev"].map(DataRequest.FilePath.init),
      test: parts["test"].map(DataRequest.FilePath.init))
  }
}

extension DataRequest.FilePath {
  /// A path, `{inputs: …, labels: …}`, or `{sqlite: …, query: …}`.
  init(_ resolved: Resolved) {
    if case .mapping = resolved.value {
      let files = Settings(resolved)
      if let path = files.optionalString("sqlite") {
        self.init(database: path, query: files.optionalString("query"))
        return
      }
      self.init(files.string("inputs"), labels: files.optionalString("labels"))
    } else {
      self.init(resolved.string)
    }
  }
}

extension CSVOptions {
  init(_ settings: Settings) {
    self.init()
    hasHeader = settings["header"]?.boolean
    delimiter = settings.optionalString("delimiter")?.first
    switch settings["missing"]?.value {
    case .list(let tokens): missing = MissingTokens(general: tokens.map(\.plainText))
    case .mapping(let columns):
      for column in columns {
        missing.byColumn[column.key] = column.value.asList.map(\.plainText)
      }
    default: break
    }
    if let trim = settings["trim"]?.boolean { isTrimmed = trim }
    if settings["columns"] != nil { columns = settings.list("columns").map(\.plainText) }
    comment = settings.optionalString("comment")
    decimal = settings.optionalString("decimal")?.first
    thousands = settings.optionalString("thousands")?.first
    encoding = settings.optionalString("encoding").flatMap(TextEncoding.init)
    skippedLineCount = settings.optionalInteger("skip_lines") ?? 0
    footerLineCount = settings.optionalInteger("skip_footer") ?? 0
    dateFormat = settings.optionalString("date_format")
  }
}

extension SplitRequest {
  init(_ settings: Settings) {
    self.init(
      method: settings["by"].flatMap(Self.method) ?? .stratified,
      dev: settings.number("dev"), test: settings.number("test"),
      repeats: settings.optionalString("repeats").flatMap(Repeats.init),
      seed: UInt64(settings.integer("seed")))
  }

  /// `random`, `{group: COLUMN}`, `{every: 5, remainder: 4}`, …
  private static func method(_ resolved: Resolved) -> Method? {
    guard case .mapping = resolved.value else { return named(resolved.string) }
    let settings = Settings(resolved)
    if let period = settings.optionalInteger("every") {
      return .everyNth(period: period, remainder: settings.integer("remainder"))
    }
    if let column = settings.optionalString("group") { return .group(column: column) }
    if let column = settings.optionalString("time") { return .time(column: column) }
    if let column = settings.optionalString("column") { return .column(column) }
    return settings.keys.first.flatMap(named)
  }

  private static func named(_ name: String) -> Method? {
    switch name {
    case "random": .random
    case "stratified": .stratified
    default: nil
    }
  }
}

extension PreprocessingRequest {
  init(_ settings: Settings) {
    self.init(
      scale: Scale(rawValue: settings.string("scale")) ?? .standard,
      impute: Self.imputation(settings),
      indicators: settings.flag("indicators"),
      encode: Encoding(rawValue: settings.string("encode")) ?? .oneHot,
      unknownCategory: UnknownCategory(rawValue: settings.string("unknown_category")) ?? .ignore,
      targetScale: TargetScale(rawValue: settings.string("target_scale")) ?? .none,
      clip: settings.optionalNumber("clip"))
  }

  private static func imputation(_ settings: Settings) -> Imputation {
    switch settings.string("impute") {
    case "median": .median
    case "most_frequent": .mostFrequent
    case "constant": .constant(settings.number("fill_value"))
    case "none": .none
    default: .mean
    }
  }
}
