import Datasets
import Findings
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let preprocessingMismatch = Threshold(
    "SD24", 0.1, "fraction of a part's cells that were prepared differently from train's")
}

extension CheckEntry {
  static let preprocessingMismatch = CheckEntry(
    code: "SD24", title: "parts prepared in the same way", stage: .data, worst: .stop,
    summary: "Dev and test are prepared as train is.",
    formula: "input = factor · cell + offset, read off train rows and exact for all of them, "
      + "must hold for the cells of dev and test; the same for numeric targets, and class "
      + "indices must be those of the source. Above the threshold it stops, and says whether "
      + "another column's map fits, or another scale",
    threshold: .preprocessingMismatch,
    source: "own; the skew between training and serving of Breck et al. 2019, as an identity "
      + "instead of a statistic",
    knownFalseAlarms: "none known: inputs that are not a linear function of one numeric column "
      + "are left out",
    cost: "one pass over at most 200 rows of each part",
    body: .before { context in
      guard context.parts.count > 1 else {
        return .notApplicable("there is no dev and no test part")
      }
      let train = PreparedSample(context.train, limit: 200)
      let maps = context.inputMaps(train)
      let targets = TargetPreparation(train, context.dataset)
      guard !maps.isEmpty || targets != nil else {
        return .notApplicable("no input is a linear function of one column")
      }
      for (part, rows) in context.parts.dropFirst() {
        let sample = PreparedSample(rows, limit: 200)
        if let finding = context.difference(of: sample, part: part, from: maps) { return finding }
        if let finding = targets?.difference(of: sample, part: part, context.dataset) {
          return finding
        }
      }
      return .passed(
        "\(NumberFormat.count(maps.count, "input")) and the target are prepared in the same way in every part",
        value: 0)
    })
}

/// An input with the column it is computed from.
private struct InputMap {
  let input: Int
  let column: Column
  let map: PreparationMap

  func disagreement(with sample: PreparedSample, at input: Int) -> Double {
    map.disagreement(
      cells: column.doubles(at: sample.rowIDs), prepared: sample.inputs.column(input))
  }
}

extension GateContext {
  fileprivate func inputMaps(_ train: PreparedSample) -> [InputMap] {
    let columns = Dictionary(
      dataset.featureColumns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return inputNames.enumerated().compactMap { index, name in
      guard let column = columns[name] else { return nil }
      if case .categories = column.values { return nil }
      return PreparationMap(
        cells: column.doubles(at: train.rowIDs), prepared: train.inputs.column(index)
      ).map { InputMap(input: index, column: column, map: $0) }
    }
  }

  /// nil where the part is prepared as train is.
  fileprivate func difference(
    of sample: PreparedSample, part: Part, from maps: [InputMap]
  ) -> Finding? {
    let limit = limit(.preprocessingMismatch)
    let wrong = maps.map { ($0, $0.disagreement(with: sample, at: $0.input)) }
      .filter { $0.1 > limit }
    guard let (first, share) = wrong.first else { return nil }
    // A few are enough to see what happened to them.
    let asked = wrong.map(\.0).evenly(20)
    let origins = asked.map { one in
      maps.first { $0.input != one.input && $0.disagreement(with: sample, at: one.input) <= limit }
    }
    let scales = asked.map { one in
      PreparationMap(
        cells: one.column.doubles(at: sample.rowIDs), prepared: sample.inputs.column(one.input))
    }
    var finding = Finding(
      verdict: .stop,
      message:
        "\(part) is not prepared as train is: \(NumberFormat.count(wrong.count, "input")) of "
        + "\(NumberFormat.count(maps.count))",
      value: share)
    finding.evidence = [
      .scores(
        title: "inputs",
        scores: wrong.prefix(20).map { Evidence.Score(inputNames[$0.0.input], $0.1) })
    ]
    finding.remedy = "prepare every part with what was fitted on train"
    let name = inputNames[first.input]
    if origins.count(where: { $0 != nil }) * 2 > asked.count {
      if let origin = origins.first ?? nil {
        finding.message += "; \"\(name)\" holds \"\(origin.column.name)\""
      }
      finding.causes = ["columns in another order in \(part) than in train"]
    } else if scales.count(where: { $0 != nil }) * 2 > asked.count {
      if let scale = scales.first ?? nil {
        finding.message += "; \"\(name)\" is \(Self.line(scale)), in train \(Self.line(first.map))"
      }
      finding.causes = ["inputs on another scale in \(part) than in train: preprocessing.scale"]
    } else {
      finding.causes = ["inputs of other rows or columns in \(part)"]
    }
    return finding
  }

  private static func line(_ map: PreparationMap) -> String {
    if abs(map.factor - 1) < 1e-3, abs(map.offset) < 1e-3 * map.span { return "the cell as it is" }
    return "\(NumberFormat.number(map.factor)) · cell \(map.offset < 0 ? "−" : "+") "
      + NumberFormat.number(abs(map.offset))
  }
}

/// The map from the source's targets to those of the train rows.
private enum TargetPreparation {
  case numbers(PreparationMap)
  /// The source's own class indices.
  case classes

  /// nil where train's targets have no such map.
  init?(_ train: PreparedSample, _ dataset: Dataset) {
    switch train.targets {
    case .values(let values):
      guard dataset.schema.task == .regression,
        let map = PreparationMap(cells: dataset.targetValues(of: train.rowIDs), prepared: values)
      else { return nil }
      self = .numbers(map)
    case .classes(let classes, _):
      guard dataset.schema.task.isClassification, dataset.classIndices(of: train.rowIDs) == classes
      else { return nil }
      self = .classes
    }
  }

  func difference(of sample: PreparedSample, part: Part, _ dataset: Dataset) -> Finding? {
    switch (self, sample.targets) {
    case (.numbers(let map), .values(let values)):
      let cells = dataset.targetValues(of: sample.rowIDs)
      let share = map.disagreement(cells: cells, prepared: values)
      guard share > 0 else { return nil }
      return Finding(
        verdict: .stop,
        message:
          "the target of \(part) is not prepared as in train: \(NumberFormat.percent(share)) of "
          + "the rows have another value",
        value: share, causes: ["the target is on another scale in \(part) than in train"],
        remedy: "scale the target of every part with what was fitted on train")
    case (.classes, .classes(let classes, let count)):
      let own = dataset.classIndices(of: sample.rowIDs)
      let wrong = zip(own, classes).count { $0 != $1 }
      guard wrong > 0, count > 0 else { return nil }
      let shift = (1..<max(2, count)).first { shift in
        zip(own, classes).allSatisfy { ($0 + shift) % count == $1 }
      }
      let share = Double(wrong) / Double(classes.count)
      return Finding(
        verdict: .stop,
        message:
          "\(NumberFormat.percent(share)) of the \(part) rows have another class index than their "
          + "label has in train" + (shift.map { ": off by \($0)" } ?? ""),
        value: share,
        causes: [
          shift.map { "class indices of \(part) are off by \($0)" }
            ?? "class indices of \(part) follow a different list of classes"
        ],
        remedy: "number the classes once, for all parts")
    default: return nil
    }
  }
}
