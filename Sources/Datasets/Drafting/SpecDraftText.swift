internal import Schema
internal import Text

/// Text of a drafted spec.
struct SpecDraftText {
  let path: String
  let name: String
  /// Where the spec will be saved.
  let output: String
  let request: DataRequest
  let loaded: LoadedDataset
  let columns: DraftedColumns

  private var dataset: Dataset { loaded.dataset }
  private var schema: TableSchema { dataset.schema }

  var text: String {
    (head + goals + data + preprocessing + baselines + model + training)
      .flatMap(Self.wrapped).joined(separator: "\n") + "\n"
  }

  /// Widest line of a comment.
  private static let greatestWidth = 100

  /// A line, a comment in lines that are not too long.
  private static func wrapped(_ line: String) -> [String] {
    let indent = line.prefix { $0 == " " }
    guard line.dropFirst(indent.count).hasPrefix("# "),
      TextWidth.columns(of: line) > greatestWidth
    else { return [line] }
    return TextWidth.wrapped(
      String(line.dropFirst(indent.count + 2)), columns: greatestWidth - indent.count - 2
    ).map { "\(indent)# \($0)" }
  }

  private var head: [String] {
    [
      "# Written by assay init from \(path):",
      "# \(NumberFormat.count(dataset.table.rowCount, "row")), "
        + "\(NumberFormat.count(dataset.table.columns.count, "column")). "
        + "Check the settings, then",
      "#   assay validate \(output)     check the spec and the data",
      "#   assay run \(output)          check, train, evaluate, report",
      "",
      "# Version of the spec language; it determines the defaults.",
      "spec: 1",
      "# Runs are saved in runs/\(name).",
      "name: \(YAMLText.scalar(name))",
      "# Question that the experiment answers; shown at the top of the report.",
      "question: \(YAMLText.scalar("Can the other columns predict \(schema.target)?"))",
      "",
    ]
  }

  private var goals: [String] {
    let goal = DraftedGoal(dataset)
    return [
      "# Goals for the result, set before training.",
      "# \(goal.remark)",
      "goals:",
      "  - {metric: \(goal.metric), at_least: \(NumberFormat.typed(goal.bound))}",
      "",
    ]
  }

  private var data: [String] {
    var lines = [
      "# Data to learn from and to evaluate on.", "data:",
      "  # \(request.files.count == 1 ? "One file; or {train: …, dev: …, test: …}" : "The parts lie beside each other; one file alone would be split").",
      "  source: \(source)",
    ]
    lines += csv
    lines += [
      "  # The column to predict: \(targetDescription).", "  target: \(scalar(schema.target))",
    ]
    if schema.task == .binary, let positive = dataset.rareClass {
      lines += [
        "  # Positive class: the rarer one; precision and recall refer to it.",
        "  positive: \(YAMLText.label(positive))",
      ]
    }
    if let column = schema.rowIDColumn {
      lines += [
        "  # Column that identifies rows in reports; not an input.", "  row_id: \(scalar(column))",
      ]
    }
    return lines + split + featureLines + [""]
  }

  /// The parts that have no file of their own.
  private var split: [String] {
    let given = Set(request.files.compactMap(\.part))
    let fractions = [Part.dev, .test].filter { !given.contains($0) }.map { "\($0): 0.15" }
    guard !fractions.isEmpty else { return [] }
    let method = schema.task.isClassification ? "stratified" : "random"
    return [
      "  # Fractions of the rows for decisions during training (dev) and for the final evaluation (test).",
      "  split: {\(fractions.joined(separator: ", ")), by: \(method)}",
    ]
  }

  /// How the file is read, where that is not the usual way.
  private var csv: [String] {
    var remarks: [String] = []
    var settings: [String] = []
    if request.csv.hasHeader == false {
      remarks.append("no header (columns: […] gives names)")
      settings.append("header: false")
    }
    if request.csv.isTrimmed {
      remarks.append("blanks around cells")
      settings.append("trim: true")
    }
    let missing = request.csv.missing
    if missing != .usual {
      remarks.append("cells that stand for missing values, besides empty ones")
      settings.append("missing: \(missing.byColumn.isEmpty ? list(missing.general) : byColumn)")
    }
    guard !settings.isEmpty else { return [] }
    return [
      "  # The file has \(remarks.joined(separator: "; ")).",
      "  csv: {\(settings.joined(separator: ", "))}",
    ]
  }

  private var byColumn: String {
    let entries = request.csv.missing.byColumn.sorted { $0.key < $1.key }
    return "{" + entries.map { "\(scalar($0.key)): \(list($0.value))" }.joined(separator: ", ")
      + "}"
  }

  private func list(_ tokens: [String]) -> String {
    "[\(tokens.filter { !$0.isEmpty }.map(YAML.quoted).joined(separator: ", "))]"
  }

  private var source: String {
    let files = request.files.map { part, file in
      let path = scalar(file.path)
      let text = file.labels.map { "{inputs: \(path), labels: \(scalar($0))}" } ?? path
      return part.map { "\($0): \(text)" } ?? text
    }
    return files.count == 1 ? files[0] : "{\(files.joined(separator: ", "))}"
  }

  private var targetDescription: String {
    guard schema.task.isClassification else { return "a number, so regression" }
    let counts = dataset.allClassCounts
    let shown = zip(schema.classNames, counts).prefix(10).map {
      "\(YAMLText.comment($0)) (\($1) rows)"
    }
    let rest = counts.count > 10 ? ", …" : ""
    return "\(counts.count) classes, \(shown.joined(separator: ", "))\(rest)"
  }

  /// The roles that are written, each with the reason.
  private var featureLines: [String] {
    let doubtful = columns.all.filter { $0.role == .number }
    let hidden = Set(doubtful.dropFirst(Self.greatestDoubtCount).map(\.name))
    let shown = columns.all.filter { !hidden.contains($0.name) }
    let inputCount = schema.features.count { $0.role != .drop }
    let head = [
      "  # \(NumberFormat.count(inputCount, "column")) \(inputCount == 1 ? "is" : "are") used as "
        + "inputs. Roles: number, category, date, drop; the others are inferred."
    ]
    guard !shown.isEmpty else { return head + ["  features: {}"] }
    return head + ["  features:"]
      + shown.flatMap { column in
        let line = "    \(scalar(column.name)): \(column.role.rawValue)"
        let remarked = "\(line)  # \(column.remark)"
        return TextWidth.columns(of: remarked) > Self.greatestWidth
          ? ["    # \(column.remark)", line] : [remarked]
      }
  }

  private static let greatestDoubtCount = 30

  private var preprocessing: [String] {
    [
      "# Preprocessing of the columns; fitted on the training rows only.",
      "preprocessing:",
      "  # standard, min_max, robust, none",
      "  scale: \(isPixels ? "min_max" : "standard")",
      "  # Imputation of missing numbers: mean, median, most_frequent, constant, none",
      "  impute: mean",
      "",
    ]
  }

  private var isPixels: Bool {
    schema.features.allSatisfy { feature in
      feature.role == .drop || dataset.table[feature.name]?.values.isBytes == true
    }
  }

  private var baselines: [String] {
    let always = schema.task.isClassification ? "majority" : "mean"
    // A linear model is compared with its best single input.
    let quick = isNetwork ? linearKind : "one_input"
    return [
      "# Baselines to compare the model with. Add human performance or published results:",
      "#   - {human: {\(metric): …, rows: …, source: \"who, when\"}}",
      "baselines: [\(always), \(quick)]",
      "",
    ]
  }

  private var metric: String { schema.task.isClassification ? "accuracy" : "rmse" }

  /// Whether to draft a network: from 1,000 training rows.
  private var isNetwork: Bool { dataset.split.train.count >= 1000 }

  private var linearKind: String {
    switch schema.task {
    case .binary: "logistic"
    case .multiclass: "softmax"
    case .regression: "ridge"
    }
  }

  private var model: [String] {
    guard isNetwork else {
      return [
        "# Model to train. With more data: {kind: mlp, hidden: [64, 32]}",
        "# c is the inverse strength of the penalty, as in scikit-learn.",
        "model: {kind: \(linearKind), c: 1}",
        "",
      ]
    }
    return [
      "# Model to train: a network with two hidden layers. Simpler: {kind: \(linearKind), c: 1}",
      "model: {kind: mlp, hidden: [64, 32], activation: relu}",
      "",
    ]
  }

  private var training: [String] {
    let seed = [
      "  # Seed of the training: initialization and shuffling.", "  seed: 1",
    ]
    guard isNetwork else { return ["# Training of the model.", "training:"] + seed }
    let watched = schema.task.isClassification ? "log_loss" : "rmse"
    let batch = dataset.split.train.count >= 20_000 ? 128 : 32
    return [
      "# Training of the model.",
      "training:",
      "  optimizer: {kind: adam, learning_rate: 1e-3}",
      "  # Number of rows in a batch.",
      "  batch_size: \(batch)",
      "  # Largest number of passes over the training rows.",
      "  epochs: 40",
      "  # Stops after `patience` epochs without improvement of the dev metric; the best epoch is kept.",
      "  early_stopping: {metric: \(watched), patience: 5}",
    ] + seed
  }

  private func scalar(_ text: String) -> String { YAMLText.scalar(text) }
}
