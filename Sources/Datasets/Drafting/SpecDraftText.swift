internal import Foundation
internal import Schema
internal import Text

/// Text of a drafted spec.
struct SpecDraftText {
  let path: String
  let request: DataRequest
  let loaded: LoadedDataset
  /// Tokens for missing values besides the usual ones.
  let newMissing: [String]

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
      "#   assay validate \(name).yaml     check the spec and the data",
      "#   assay run \(name).yaml          check, train, evaluate, report",
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
    var lines = ["# Goals for the result, set before training."]
    if schema.task.isClassification {
      let counts = dataset.classCounts(in: .train)
      let frequency = Double(counts.max() ?? 0) / Double(max(1, dataset.split.train.count))
      let goal = ((frequency + (1 - frequency) / 2) * 100).rounded(.down) / 100
      lines += [
        "# Always predicting the majority class has an accuracy of "
          + "\(NumberFormat.fixed(frequency, decimals: 2)); this goal is halfway to 1.", "goals:",
        "  - {metric: accuracy, at_least: \(NumberFormat.typed(goal))}",
      ]
    } else {
      lines += [
        "# Always predicting the mean has an R² of 0; 1 is perfect.", "goals:",
        "  - {metric: r2, at_least: 0.3}",
      ]
    }
    return lines + [""]
  }

  private var data: [String] {
    var lines = [
      "# Data to learn from and to evaluate on.", "data:",
      "  # One file; or {train: …, dev: …, test: …}.",
    ]
    lines.append("  source: \(source)")
    if !newMissing.isEmpty {
      let tokens = (["NA", "NaN"] + newMissing).map(YAMLText.quoted).joined(separator: ", ")
      lines += [
        "  # Cells that stand for missing values, besides empty ones.",
        "  csv: {missing: [\(tokens)]}",
      ]
    }
    lines += [
      "  # The column to predict: \(targetDescription).", "  target: \(scalar(schema.target))",
    ]
    if schema.task == .binary, let positive = schema.classNames.last {
      lines += [
        "  # Positive class: the one that precision and recall refer to.",
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

  private var source: String {
    guard case .file(let file) = request.source, let labels = file.labels else {
      return scalar(path)
    }
    return "{inputs: \(scalar(path)), labels: \(scalar(labels))}"
  }

  private var targetDescription: String {
    guard schema.task.isClassification else { return "a number, so regression" }
    var counts = [Int](repeating: 0, count: schema.classNames.count)
    for index in dataset.classIndices(of: Array(0..<dataset.table.rowCount)) where index >= 0 {
      counts[index] += 1
    }
    let shown = zip(schema.classNames, counts).prefix(10).map {
      "\(YAMLText.comment($0)) (\($1) rows)"
    }
    let rest = counts.count > 10 ? ", …" : ""
    return "\(counts.count) classes, \(shown.joined(separator: ", "))\(rest)"
  }

  /// Inferred roles that may be wrong, as comments to copy.
  private var featureLines: [String] {
    let doubtful = schema.features.compactMap { feature -> (String, FeatureRole, String)? in
      if feature.role == .drop { return (feature.name, .drop, feature.reason) }
      guard let reason = doubt(about: feature) else { return nil }
      return (feature.name, feature.role, reason)
    }
    let inputCount = schema.features.count { $0.role != .drop }
    var lines = [
      "  # \(inputCount) columns are used as inputs. To change that: number, category or drop."
    ]
    lines.append("  features: {}")
    guard !doubtful.isEmpty else { return lines }
    lines.append("  # Uncertain columns; to decide, replace the braces by lines like these:")
    for (name, role, reason) in doubtful.prefix(30) {
      lines.append("  #   \(scalar(name)): \(role.rawValue)  # \(YAMLText.comment(reason))")
    }
    if doubtful.count > 30 { lines.append("  #   and \(doubtful.count - 30) more columns") }
    return lines
  }

  /// Why the role of a column is uncertain: whole numbers with few values may be codes.
  private func doubt(about feature: TableSchema.Feature) -> String? {
    guard feature.role == .number, case .numbers(let values)? = dataset.table[feature.name]?.values
    else { return nil }
    var distinct: Set<Double> = []
    for value in values where !value.isNaN {
      guard value == value.rounded() else { return nil }
      distinct.insert(value)
      if distinct.count > 10 { return nil }
    }
    guard distinct.count > 2 else { return nil }
    return "whole numbers with \(distinct.count) values: amounts, or codes (category)?"
  }

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
    let (always, quick) =
      switch schema.task {
      case .binary: ("majority", "logistic")
      case .multiclass: ("majority", "softmax")
      case .regression: ("mean", "ridge")
      }
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

  private var model: [String] {
    let linear =
      switch schema.task {
      case .binary: "logistic"
      case .multiclass: "softmax"
      case .regression: "ridge"
      }
    guard isNetwork else {
      return [
        "# Model to train. With more data: {kind: mlp, hidden: [64, 32]}",
        "# c is the inverse strength of the penalty, as in scikit-learn.",
        "model: {kind: \(linear), c: 1}",
        "",
      ]
    }
    return [
      "# Model to train: a network with two hidden layers. Simpler: {kind: \(linear), c: 1}",
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

/// Text as YAML.
enum YAMLText {
  /// Plain if that is safe, else in double quotes.
  static func scalar(_ text: String) -> String {
    let words: Set<String> = ["null", "true", "false", "~", "yes", "no", "on", "off", "y", "n"]
    let starts = text.first?.isLetter == true || ["/", "./", "../"].contains { text.hasPrefix($0) }
    let isPlain =
      text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "/", "-", " ", "?": true
        default: false
        }
      } && starts && text.last != " " && !text.contains(" -")
    return isPlain && !words.contains(text.lowercased()) ? text : quoted(text)
  }

  /// A class or level; text that reads as a number is quoted.
  static func label(_ text: String) -> String {
    DecimalScanner().value(of: Array(text.utf8)) != nil ? quoted(text) : scalar(text)
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          result += "\\x" + (digits.count < 2 ? "0" + digits : digits)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// Text for a comment: at most 60 characters, without line breaks.
  static func comment(_ text: String) -> String {
    let flat = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    return flat.count > 60 ? flat.prefix(59) + "…" : flat
  }
}
