import Datasets
import Findings
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let groupShare = Threshold(
    "SD19", 0.5, "fraction of dev or test rows whose group occurs in train")
}

extension CheckEntry {
  static let groupLeak = CheckEntry(
    code: "SD19", title: "groups or times on both sides of the split", stage: .data, worst: .stop,
    summary: "Rows of one group are in one part; train precedes test in time.",
    formula: "split by group: a group with rows in two parts stops; by time: a dev or test row "
      + "earlier than the latest train row stops; otherwise it warns of a column with 2 to 50 "
      + "rows per value on average and at least 20 values, that the model does not see or that "
      + "is named like a group, of which more rows than the threshold share their value with a "
      + "train row and whose value predicts more than half of the target",
    threshold: .groupShare,
    source: "Kapoor and Narayanan 2023, L3.1 and L3.2",
    knownFalseAlarms: "none where the declared split is violated; an undeclared group may "
      + "legitimately recur in use: it warns",
    cost: "one pass over the column of the split, sorts of at most 4,000 rows of the others",
    showsLeak: true,
    body: .before { context in
      guard context.parts.count > 1 else {
        return .notApplicable("there is no dev and no test part")
      }
      switch context.splitMethod {
      case .group(let name): return context.groupFinding(name)
      case .time(let name): return context.timeFinding(name)
      case .random, .stratified, .column, .everyNth, nil: return context.hiddenGroupFinding()
      }
    })
}

extension GateContext {
  fileprivate func groupFinding(_ name: String) -> Finding {
    guard let column = dataset.table[name] else {
      return .notApplicable("the split's column \"\(name)\" is not in the table")
    }
    let train = Set(column.keys(at: dataset.split.train))
    for part in [Part.dev, .test] {
      let rows = dataset.split[part]
      let shared = zip(rows, column.keys(at: rows)).filter { train.contains($0.1) }.map(\.0)
      guard let first = shared.first else { continue }
      return Finding(
        verdict: .stop,
        message: "\(NumberFormat.count(shared.count, "\(part) row")) "
          + "\(shared.count == 1 ? "belongs" : "belong") to a group of \"\(name)\" that train has: "
          + rowName(first),
        value: Double(shared.count), threshold: 0,
        evidence: [rowEvidence(shared)],
        causes: ["files for the parts that were not divided by group"],
        remedy: "give one file and let data.split divide it with by: {group: \(name)}")
    }
    return .passed("no group of \"\(name)\" has rows in two parts", value: 0)
  }

  fileprivate func timeFinding(_ name: String) -> Finding {
    guard let column = dataset.table[name], column.isNumeric else {
      return .notApplicable("the times of \"\(name)\" are not numbers")
    }
    let train = column.doubles(at: dataset.split.train).filter { !$0.isNaN }
    guard let latest = train.max() else { return .notApplicable("train has no times") }
    for part in [Part.dev, .test] {
      let rows = dataset.split[part]
      let early = zip(rows, column.doubles(at: rows)).filter { $0.1 < latest }.map(\.0)
      guard let first = early.first else { continue }
      return Finding(
        verdict: .stop,
        message: "\(NumberFormat.count(early.count, "\(part) row")) "
          + "\(early.count == 1 ? "is" : "are") earlier by \"\(name)\" than the latest train row: "
          + rowName(first),
        value: Double(early.count), threshold: 0,
        evidence: [rowEvidence(early)],
        causes: ["files for the parts that were not divided by time"],
        remedy: "give one file and let data.split divide it with by: {time: \(name)}")
    }
    return .passed("train comes before dev and test by \"\(name)\"", value: 0)
  }

  fileprivate func hiddenGroupFinding() -> Finding {
    let seen = Set(dataset.featureColumns.map(\.name))
    let positions = Array(0..<train.rowCount).evenly(4_000)
    guard positions.count >= 40 else { return .notApplicable("fewer than 40 train rows") }
    let rows = positions.map { train.rowIDs[$0] }
    let targets = train.targets.rows(at: positions)
    var worst: (column: Column, skill: Double, share: Double, part: Part)?
    for column in dataset.table.columns where column.name != dataset.schema.target {
      guard column.name != dataset.schema.weight, column.name != dataset.schema.rowIDColumn,
        !seen.contains(column.name) || column.isNamedLikeGroup, column.isWhole(at: rows)
      else { continue }
      let keys = column.keys(at: rows)
      let distinct = Set(keys).count
      let size = Double(rows.count) / Double(max(1, distinct))
      guard distinct >= 20, size >= 2, size <= 50 else { continue }
      let skill = SingleColumnSkill.of(column.doubles(at: rows), targets: targets)
      guard skill > 0.5, skill > worst?.skill ?? 0 else { continue }
      let known = Set(column.keys(at: dataset.split.train))
      for part in [Part.dev, .test] {
        let others = dataset.split[part].evenly(4_000)
        guard others.count >= 10 else { continue }
        let shared = column.keys(at: others).count { known.contains($0) }
        let share = Double(shared) / Double(others.count)
        if share > limit(.groupShare) { worst = (column, skill, share, part) }
      }
    }
    guard let worst else {
      return .passed("no column looks like a group split across parts", value: 0)
    }
    let name = worst.column.name
    return Finding(
      verdict: .warning,
      message:
        "\(NumberFormat.percent(worst.share)) of the \(worst.part) rows share their \"\(name)\" "
        + "with train rows, and it predicts \(NumberFormat.percent(worst.skill)) of the target",
      value: worst.share,
      evidence: [
        .scores("\"\(name)\"", ["share of shared groups": worst.share, "skill": worst.skill])
      ],
      causes: ["rows of one group in several parts"],
      remedy: "data.split with by: {group: \(name)}, unless known groups recur in use",
      edits: SpecEdit.grouping(by: name).map { [$0] })
  }
}

extension Column {
  var isNumeric: Bool { if case .categories = values { false } else { true } }

  /// Values that can be compared across parts; missing cells are a value of their own.
  fileprivate func keys(at rows: [Int]) -> [UInt64] {
    doubles(at: rows).map { $0.isNaN ? Double.nan.bitPattern : ($0 + 0).bitPattern }
  }

  /// Whether its values are categories or whole numbers.
  fileprivate func isWhole(at rows: [Int]) -> Bool {
    doubles(at: rows.evenly(200)).allSatisfy { $0.isNaN || $0 == $0.rounded() }
  }

  fileprivate var isNamedLikeGroup: Bool {
    let words = name.lowercased().split { !$0.isLetter }.map(String.init)
    let groups: Set<String> = [
      "id", "group", "patient", "subject", "user", "customer", "client", "session", "household",
      "family", "site", "batch", "device",
    ]
    return words.contains { groups.contains($0) }
  }
}
