import ArgumentParser
import Datasets
import Diagnostics
import Evaluation
import Inference
import Monitoring
import Runs
import Text

/// `assay drift`: how new rows differ from those that a model was trained on.
struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift", abstract: "Say how new rows differ from those a model was trained on.",
    discussion: """
      \(RunReferenceHelp.text) A folder with model.json, model.safetensors and reference.json will do too.

      A column has changed where its rows differ significantly, corrected for all columns, and by more \
      than matters. What happened is said where it can be: another unit, a stuck sensor, columns that were interchanged, \
      cells that are missing, a category that training did not have. The exit status is 7 when something \
      has changed.
      """)

  @Argument(help: ArgumentHelp("A run or the folder of a saved model.", valueName: "run"))
  var reference: String

  @Argument(help: ArgumentHelp("The rows: any file that a spec can name.", valueName: "data"))
  var data: String

  @Option(help: "The chance of any alarm where nothing has changed.")
  var level = 0.05

  @Option(help: "The least move of a column of numbers that matters, in standard deviations.")
  var leastMove = 0.1

  @Option(help: "The least share of rows that matters: of categories, and of missing cells.")
  var leastShare = 0.05

  @Flag(help: "Write one JSON document to standard output: every column, and what happened.")
  var json = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard level > 0, level < 1 else {
      throw ValidationError("--level must be above 0 and below 1; got \(level)")
    }
    guard leastMove >= 0, leastMove.isFinite, (0...1).contains(leastShare) else {
      throw ValidationError(
        "--least-move must be at least 0 and --least-share from 0 to 1; got \(leastMove) and "
          + "\(leastShare)")
    }
  }

  func run() throws {
    let console = Console.standard
    let folder = try SavedModelFolder(reference, in: store)
    let tensors = try folder.bytes(PipelineBundle.tensorsName)
    let bundle = try folder.bundle()
    guard let bytes = try RunStore.bytes(of: ReferenceProfile.fileName, inFolder: folder.path)
    else { throw ReferenceError(folder: folder.path, problem: .missing) }
    let profile = try ReferenceProfile(
      bytes, ofTensors: SHA256.digest(of: tensors), in: folder.path)
    let rows = try NewRows(of: data, as: bundle.reading, for: bundle.pipeline.schema)
    guard rows.rowCount >= DriftReport.leastRowCount else {
      throw UsageFailure(
        id: "drift-rows",
        "drift needs at least \(DriftReport.leastRowCount) rows; got \(rows.rowCount) in "
          + "\"\(data)\"")
    }
    var limits = DriftLimits()
    (limits.level, limits.wasserstein, limits.share) = (level, leastMove, leastShare)
    let report = try DriftReport(of: rows, by: bundle.pipeline, from: profile, limits)
    let document = DriftDocument(
      run: PathName(folder.path).name, data: data, finding: report.finding,
      report: report)
    if json {
      try console.print(json: document)
    } else {
      for line in document.lines { console.print(line) }
    }
    if report.isAlarm { throw ExitStatus.worse }
  }
}

/// How new rows differ.
struct DriftDocument: Encodable {
  var version = 1
  let run: String
  let data: String
  let finding: DriftReport.Finding
  let report: DriftReport

  private static let shownColumnCount = 12

  /// The document for people.
  var lines: [String] {
    let rows = NumberFormat.count(report.rowCount, "row")
    var lines = [
      "drift        \(rows) of \(data) against \(NumberFormat.count(report.referenceRowCount)) "
        + "training rows of \(run)"
    ]
    let alarms = report.alarms
    let all = NumberFormat.count(report.columns.count, "column")
    let limits = report.limits
    lines.append(
      "columns      "
        + (alarms.isEmpty
          ? "✓ none of \(all) changed" : "✗ \(NumberFormat.count(alarms.count)) of \(all) changed")
        + " (corrected p < \(NumberFormat.typed(limits.level)), and at least "
        + "\(NumberFormat.typed(limits.wasserstein)) standard deviations or "
        + "\(NumberFormat.typed(100 * limits.share)) % of rows)")
    for drift in alarms.prefix(Self.shownColumnCount) {
      lines += drift.lines.map { "             \($0)" }
    }
    if alarms.count > Self.shownColumnCount {
      let rest = NumberFormat.count(alarms.count - Self.shownColumnCount, "column")
      lines.append("             and \(rest) more, in --json")
    }
    let basis = report.predictionsAreHeldOut ? "held-out rows" : "training rows"
    lines.append(
      report.predictions.isAlarm
        ? "predictions  ✗ \(report.predictions.causes[0].sentence), against \(basis)"
        : "predictions  ✓ as on \(basis)")
    lines += performance
    lines.append("next         \(advice)")
    return lines.map { TerminalText.safe($0) }
  }

  /// How good the predictions of labelled rows are.
  private var performance: [String] {
    var lines = report.performance.enumerated().map { index, change -> String in
      let label = index == 0 ? "performance  " : "             "
      let mark = change.isWorse ? "✗" : change.isBetter ? "▲" : "·"
      let p = change.correctedP.map { ", \(NumberFormat.probability($0))" } ?? ""
      return "\(label)\(mark) \(change.title) \(text(change.current)), on held-out rows "
        + "\(text(change.reference))\(p)"
    }
    if report.labelledRowCount > 0, !report.performance.isEmpty {
      lines[0] += " (\(NumberFormat.count(report.labelledRowCount, "labelled row")))"
    }
    if report.unknownLabelCount > 0 {
      lines.append(
        "             ! \(NumberFormat.count(report.unknownLabelCount, "label")) that training did not have"
      )
    }
    return lines
  }

  private func text(_ estimate: Estimate) -> String {
    guard let value = estimate.value else { return "–" }
    guard let low = estimate.low, let high = estimate.high else {
      return NumberFormat.number(value)
    }
    let texts = [value, low, high].map { NumberFormat.number($0) }
    return "\(texts[0]) [\(texts[1]), \(texts[2])]"
  }

  /// What to do.
  private var advice: String {
    switch finding {
    case .nothing: return "nothing to do: the rows are like those of training"
    case .dataBroken:
      let broken = report.alarms.first { $0.causes.contains(where: \.isBroken) }
      return "look at what delivers \"\(broken?.column ?? "")\" before anything else"
    case .inputsMoved:
      return "label some of these rows: whether the rule still holds, inputs alone cannot say"
    case .inputsMovedRuleHolds:
      return "nothing yet: the inputs moved, and the predictions are no worse than before"
    case .inputsMovedAndWorse:
      return "train again with rows like these: the inputs moved, and the predictions are worse"
    case .ruleMoved:
      return "train again with these rows: the inputs are as before, their targets are not"
    }
  }
}

extension ColumnDrift {
  /// "✗ age: multiplied by 12 …" and what it rests on.
  fileprivate var lines: [String] {
    let p = NumberFormat.probability(correctedP ?? pValue)
    let size =
      effect.wasserstein.map { "\(NumberFormat.number($0)) standard deviations apart" }
      ?? effect.totalVariation.map {
        "\(NumberFormat.fixed(100 * $0, decimals: 1)) % of rows in other categories"
      } ?? ""
    let missing =
      causes.contains(.moreMissing) || causes.contains(.fewerMissing)
      ? ", missing \(percent(missingShare)) (\(percent(referenceMissingShare)) in training)" : ""
    return [
      "✗ \(column): \(causes.map(\.sentence).joined(separator: "; "))",
      "  \(size), \(p)\(missing)",
    ]
  }

  private func percent(_ share: Double) -> String {
    "\(NumberFormat.fixed(100 * share, decimals: 1)) %"
  }
}
