import Diagnostics
import Schema
import Text

extension CrossFieldRule {
  /// Every rule about several keys, one after the other.
  static let all: [CrossFieldRule] = [
    goalBound, resourceSlice, splitShares, everyRemainder, columnRoles, positiveTask, csvFormat,
    fillValue, publishedMetrics, budget, earlyStoppingRows, patience, classificationKeys,
  ]

  static let goalBound = CrossFieldRule(
    "goal-bound", "A goal has one of at_least and at_most.",
    badExample: ["goals=[{metric: accuracy, at_least: 0.5, at_most: 0.9}]"]
  ) { spec in
    (spec.at("goals")?.elementsIfAny ?? []).enumerated().compactMap { index, goal in
      let bounds = ["at_least", "at_most"].filter { goal.at($0) != nil }
      guard bounds.count != 1 else { return nil }
      return Violation(
        origin: goal.origin,
        message: "goals[\(index)] must have either at_least or at_most; got "
          + (bounds.isEmpty ? "neither" : "both"))
    }
  }

  static let resourceSlice = CrossFieldRule(
    "resource-slice", "Latency, throughput, time and size have no slices.",
    badExample: ["goals=[{metric: latency_p99_us, at_most: 5, slice: {sex: Female}}]"]
  ) { spec in
    let resources = Set(ExperimentShape.resourceMetrics.map(\.name))
    return (spec.at("goals")?.elementsIfAny ?? []).enumerated().compactMap { index, goal in
      guard let metric = goal.at("metric")?.stringIfAny, resources.contains(metric),
        let slice = goal.at("slice")
      else { return nil }
      return Violation(
        origin: slice.origin,
        message: "goals[\(index)].slice must go with a metric of predictions; got \"\(metric)\"")
    }
  }

  static let splitShares = CrossFieldRule(
    "split-shares", "The shares of dev and test leave rows for train.",
    badExample: ["data.split.dev=0.5", "data.split.test=0.5"]
  ) { spec in
    guard let dev = spec.at("data", "split", "dev"), let test = spec.at("data", "split", "test"),
      let devShare = dev.numberIfAny, let testShare = test.numberIfAny, devShare + testShare >= 1
    else { return [] }
    let sum = YAMLWriter.text(of: devShare + testShare)
    return [
      Violation(
        origin: test.isWritten ? test.origin : dev.origin,
        message: "data.split.dev + data.split.test must be below 1; got \(sum)")
    ]
  }

  static let everyRemainder = CrossFieldRule(
    "every-remainder", "The remainder of a split by every is less than every.",
    badExample: ["data.split.by={every: 5, remainder: 5}"]
  ) { spec in
    guard let by = spec.at("data", "split", "by"), let every = by.at("every")?.numberIfAny,
      let remainder = by.at("remainder"), let value = remainder.numberIfAny, value >= every
    else { return [] }
    return [
      Violation(
        origin: remainder.origin,
        message: "data.split.by.remainder must be less than every, \(NumberFormat.typed(every)); "
          + "got \(NumberFormat.typed(value))")
    ]
  }

  static let columnRoles = CrossFieldRule(
    "column-role", "A column is one of target, row_id, weight and feature.",
    badExample: ["data.target=species", "data.row_id=species"]
  ) { spec in
    var uses: [(use: String, column: String, origin: Origin)] = []
    for key in ["target", "row_id", "weight"] {
      if let node = spec.at("data", key), let column = node.stringIfAny {
        uses.append(("data." + key, column, node.origin))
      }
    }
    for entry in spec.at("data", "features")?.entriesIfAny ?? []
    where entry.value.stringIfAny != "drop" {
      uses.append((Path.key(entry.key, in: "data.features"), entry.key, entry.value.origin))
    }
    return uses.enumerated().compactMap { index, use in
      guard let first = uses.prefix(index).first(where: { $0.column == use.column })
      else { return nil }
      return Violation(
        origin: use.origin,
        message: "\(use.use) must be another column than \(first.use); got \"\(use.column)\"")
    }
  }

  static let positiveTask = CrossFieldRule(
    "positive-task", "A positive class goes with two classes.",
    badExample: ["data.positive=yes", "data.task=regression"]
  ) { spec in
    guard let positive = spec.at("data", "positive"), let task = spec.at("data", "task"),
      let name = task.stringIfAny, name != "binary"
    else { return [] }
    return [
      Violation(
        origin: positive.origin,
        message: "data.positive must go with the task binary; got the task \"\(name)\"")
    ]
  }

  static let csvFormat = CrossFieldRule(
    "csv-format", "The keys of csv go with delimited text.",
    badExample: ["data.format=idx", "data.csv.trim=true"]
  ) { spec in
    guard let csv = spec.at("data", "csv"), csv.isWritten, !csv.entriesIfAny.isEmpty,
      let format = spec.at("data", "format")?.stringIfAny, format == "idx" || format == "npy",
      csv.entriesIfAny.contains(where: \.value.isWritten)
    else { return [] }
    return [
      Violation(
        origin: csv.origin,
        message: "data.csv must go with the format csv or tsv; got the format \"\(format)\"")
    ]
  }

  static let fillValue = CrossFieldRule(
    "fill-value", "A fill_value goes with impute: constant.",
    badExample: ["preprocessing.fill_value=1", "preprocessing.impute=median"]
  ) { spec in
    guard let fill = spec.at("preprocessing", "fill_value"), fill.isWritten,
      let impute = spec.at("preprocessing", "impute")?.stringIfAny, impute != "constant"
    else { return [] }
    return [
      Violation(
        origin: fill.origin,
        message: "preprocessing.fill_value must go with impute: constant; got impute: \(impute)")
    ]
  }

  static let publishedMetrics = CrossFieldRule(
    "published-metric", "A human or literature baseline has at least one metric.",
    badExample: ["baselines=[{human: {source: two annotators}}]"]
  ) { spec in
    (spec.at("baselines")?.elementsIfAny ?? []).enumerated().compactMap { index, baseline in
      guard let entry = baseline.entriesIfAny.first, ["human", "literature"].contains(entry.key)
      else { return nil }
      let metrics = entry.value.entriesIfAny.filter {
        $0.key != "rows" && $0.key != "source" && $0.value.numberIfAny != nil
      }
      guard metrics.isEmpty else { return nil }
      return Violation(
        origin: entry.value.origin,
        message: "baselines[\(index)].\(entry.key) must have the value of a metric; got none",
        hint: "such as accuracy: 0.87")
    }
  }

  static let budget = CrossFieldRule(
    "budget", "Training has epochs or steps, not both.",
    badExample: ["training.epochs=5", "training.steps=100"]
  ) { spec in
    guard let epochs = spec.at("training", "epochs"), epochs.isWritten,
      let steps = spec.at("training", "steps")
    else { return [] }
    return [
      Violation(
        origin: steps.origin, message: "training must have either epochs or steps; got both",
        hint: "the override ~training.epochs takes epochs away")
    ]
  }

  static let earlyStoppingRows = CrossFieldRule(
    "early-stopping-rows", "Early stopping has dev rows to watch.",
    badExample: ["training.early_stopping={patience: 3}", "data.split.dev=0"]
  ) { spec in
    guard let stopping = spec.at("training", "early_stopping"),
      spec.at("data", "split", "dev")?.numberIfAny == 0,
      spec.at("data", "source", "dev") == nil, spec.at("data", "split", "by", "column") == nil
    else { return [] }
    return [
      Violation(
        origin: stopping.origin,
        message: "training.early_stopping must have dev rows to watch; got data.split.dev 0")
    ]
  }

  static let patience = CrossFieldRule(
    "patience", "Early stopping can act within the epochs.", severity: .warning,
    badExample: ["training.early_stopping={patience: 9}", "training.epochs=9"]
  ) { spec in
    guard let patience = spec.at("training", "early_stopping", "patience"),
      let epochs = spec.at("training", "epochs")?.numberIfAny,
      spec.at("training", "steps") == nil, let value = patience.numberIfAny, value >= epochs
    else { return [] }
    return [
      Violation(
        origin: patience.isWritten
          ? patience.origin : spec.at("training", "early_stopping")?.origin ?? .fallback,
        message:
          "early stopping never acts: its patience, \(NumberFormat.typed(value)), is not below "
          + "training.epochs, \(NumberFormat.typed(epochs))")
    ]
  }

  static let classificationKeys = CrossFieldRule(
    "classification-key", "class_weights and label_smoothing go with classes.",
    badExample: ["training.class_weights=balanced", "data.task=regression"]
  ) { spec in
    guard spec.at("data", "task")?.stringIfAny == "regression" else { return [] }
    return ["class_weights", "label_smoothing"].compactMap { key in
      guard let node = spec.at("training", key), node.isWritten, node.stringIfAny != "none",
        node.numberIfAny != 0
      else { return nil }
      return Violation(
        origin: node.origin,
        message: "training.\(key) must go with classes; got the task \"regression\"")
    }
  }
}
