internal import Schema
internal import Text

/// Text of a drafted spec.
struct SpecDraftText {
  let path: String
  /// Where the spec will be saved.
  let output: String
  let request: DataRequest
  let loaded: LoadedDataset
  let columns: DraftedColumns

  private var dataset: Dataset { loaded.dataset }
  private var schema: TableSchema { dataset.schema }
  private var name: String { SpecDraft.name(for: path) }

  var text: String {
    (head + goals + data + preprocessing + baselines + model + training).joined(separator: "\n")
      + "\n"
  }

  private var head: [String] {
    [
      "# Written by assay init from \(path):",
      "# \(dataset.table.rowCount) rows, \(dataset.table.columns.count) columns. "
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
      "  # One file; or {train: …, dev: …, test: …}.",
    ]
    lines.append("  source: \(source)")
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
    lines += [
      "  # Fractions of the rows for decisions during training (dev) and for the final evaluation (test).",
      "  split: {dev: 0.15, test: 0.15, by: \(schema.task.isClassification ? "stratified" : "random")}",
    ]
    return lines + featureLines + [""]
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
    "[\(tokens.filter { !$0.isEmpty }.map(YAMLText.quoted).joined(separator: ", "))]"
  }

  private var source: String {
    guard case .file(let file) = request.source, let labels = file.labels else {
      return scalar(path)
    }
    return "{inputs: \(scalar(path)), labels: \(scalar(labels))}"
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
      + shown.map { "    \(scalar($0.name)): \($0.role.rawValue)  # \($0.remark)" }
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
