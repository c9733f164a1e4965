internal import Foundation
internal import Schema
internal import Text

/// The words of a drafted spec.
struct SpecDraftText {
  let path: String
  let request: DataRequest
  let loaded: LoadedDataset
  /// Tokens that were found to mean "missing" besides the usual ones.
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
      "# Written by assay init after a look at \(path):",
      "# \(dataset.table.rowCount) rows, \(dataset.table.columns.count) columns. Change what you "
        + "know better, then",
      "#   assay validate \(name).yaml     is it right, and what does it say about the data?",
      "#   assay run \(name).yaml          check, train, evaluate, report",
      "",
      "# The version of this language: it fixes the defaults.",
      "spec: 1",
      "# Runs are kept under runs/\(name).",
      "name: \(YAMLText.scalar(name))",
      "# What the experiment is to find out: the report opens with it.",
      "question: \(YAMLText.scalar("Can the other columns tell \(schema.target)?"))",
      "",
    ]
  }

  private var goals: [String] {
    var lines = ["# What would be good enough, decided before training."]
    if schema.task.isClassification {
      let counts = dataset.classCounts(in: .train)
      let share = Double(counts.max() ?? 0) / Double(max(1, dataset.split.train.count))
      let goal = ((share + (1 - share) / 2) * 100).rounded(.down) / 100
      lines += [
        "# The commonest class alone reaches an accuracy of \(NumberFormat.fixed(share, decimals: 2)); this is half "
          + "way to 1.", "goals:", "  - {metric: accuracy, at_least: \(NumberFormat.typed(goal))}",
      ]
    } else {
      lines += [
        "# The mean alone reaches an r2 of 0; 1 is perfect.", "goals:",
        "  - {metric: r2, at_least: 0.3}",
      ]
    }
    return lines + [""]
  }

  private var data: [String] {
    var lines = [
      "# What is learned from.", "data:", "  # One file; or {train: …, dev: …, test: …}.",
    ]
    lines.append("  source: \(source)")
    if !newMissing.isEmpty {
      let tokens = (["NA", "NaN"] + newMissing).map(YAMLText.quoted).joined(separator: ", ")
      lines += [
        "  # Cells that mean \"missing\", besides empty ones.", "  csv: {missing: [\(tokens)]}",
      ]
    }
    lines += [
      "  # The column to predict: \(targetDescription).", "  target: \(scalar(schema.target))",
    ]
    if schema.task == .binary, let positive = schema.classNames.last {
      lines += [
        "  # The class that precision, recall and the like are about.",
        "  positive: \(YAMLText.label(positive))",
      ]
    }
    if let rowID = schema.rowID {
      lines += ["  # Names the rows in reports; it is no input.", "  row_id: \(scalar(rowID))"]
    }
    lines += [
      "  # Shares of the rows to decide by while training, and to judge by at the end.",
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

  /// The roles that were inferred and may be wrong, as comments that can be taken over.
  private var featureLines: [String] {
    let doubtful = schema.features.compactMap { feature -> (String, FeatureRole, String)? in
      if feature.role == .drop { return (feature.name, .drop, feature.reason) }
      guard let reason = doubt(about: feature) else { return nil }
      return (feature.name, feature.role, reason)
    }
    let inputCount = schema.features.count { $0.role != .drop }
    var lines = [
      "  # \(inputCount) columns are used as inputs. To say otherwise: number, category, drop."
    ]
    lines.append("  features: {}")
    guard !doubtful.isEmpty else { return lines }
    lines.append("  # In doubt; to decide, put lines like these in place of the braces:")
    for (name, role, reason) in doubtful.prefix(30) {
      lines.append("  #   \(scalar(name)): \(role.rawValue)  # \(YAMLText.comment(reason))")
    }
    if doubtful.count > 30 { lines.append("  #   and \(doubtful.count - 30) more columns") }
    return lines
  }

  /// Whole numbers with few values may be codes.
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
      "# How columns become inputs; always fitted on the training rows only.",
      "preprocessing:",
      "  # standard, min_max, robust, none",
      "  scale: \(isPixels ? "min_max" : "standard")",
      "  # What stands in for a missing number: mean, median, most_frequent, constant, none",
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
      "# What the model must beat. Add what people reach, or what was published:",
      "#   - {human: {\(metric): …, rows: …, source: \"who, when\"}}",
      "baselines: [\(always), \(quick)]",
      "",
    ]
  }

  private var metric: String { schema.task.isClassification ? "accuracy" : "rmse" }

  /// A network pays from about a thousand rows on.
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
        "# What is trained. With more data: {kind: mlp, hidden: [64, 32]}",
        "# c is the inverse strength of the penalty, as in scikit-learn.",
        "model: {kind: \(linear), c: 1}",
        "",
      ]
    }
    return [
      "# What is trained: a network of two hidden layers. Simpler: {kind: \(linear), c: 1}",
      "model: {kind: mlp, hidden: [64, 32], activation: relu}",
      "",
    ]
  }

  private var training: [String] {
    let seed = [
      "  # Where all randomness comes from: split, initialization, shuffling.", "  seed: 1",
    ]
    guard isNetwork else { return ["# How it is trained.", "training:"] + seed }
    let watched = schema.task.isClassification ? "log_loss" : "rmse"
    let batch = dataset.split.train.count >= 20_000 ? 128 : 32
    return [
      "# How it is trained.",
      "training:",
      "  optimizer: {kind: adam, learning_rate: 1e-3}",
      "  # Rows in a step.",
      "  batch_size: \(batch)",
      "  # How often the training rows are gone through, at most.",
      "  epochs: 40",
      "  # Stops when the dev rows show no gain for so many epochs, and keeps the best one.",
      "  early_stopping: {metric: \(watched), patience: 5}",
    ] + seed
  }

  private func scalar(_ text: String) -> String { YAMLText.scalar(text) }
}

/// Text as YAML writes it.
enum YAMLText {
  /// Plain where that is safe, else in double quotes.
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

  /// A class or level: numbers stay bare.
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

  /// Text inside a comment: no line breaks, not too long.
  static func comment(_ text: String) -> String {
    let flat = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    return flat.count > 60 ? flat.prefix(59) + "…" : flat
  }
}
