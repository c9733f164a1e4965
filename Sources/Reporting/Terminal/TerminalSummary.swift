import Evaluation
import Findings
public import Runs
import Schema
import Text

/// The summary that `assay run` prints at its end, the verdict last.
public enum TerminalSummary {
  /// Lines of at most `width` columns where words allow; `directory` holds the run.
  public static func lines(
    _ record: RunRecord, directory: String, width: Int, colors: Bool
  ) -> [String] {
    if record.ending == .stoppedByGate {
      return GateText.lines(record, directory: directory, width: width, colors: colors)
    }
    let block = Block(width: max(40, width))
    var lines = block.flow(header(of: record)) + [""]
    lines += body(of: record, in: block)
    lines += [""] + verdict(of: record, directory: directory, in: block)
    return lines.rendered(colors: colors)
  }

  /// "adult-income · mlp 64-32 · 27,676 train / 4,885 dev / 16,281 test rows · …".
  static func header(of record: RunRecord) -> [StyledText] {
    var pieces = [StyledText(record.experiment, .strong)]
    if let model = record.model { pieces.append("\(model.title)") }
    if let data = record.data {
      let parts = data.parts.map { "\(NumberFormat.count($0.rowCount)) \($0.name)" }
      if !parts.isEmpty {
        let effective = NumberFormat.effectiveRows(data.parts.map(\.effectiveRowCount))
        pieces.append("\(parts.joined(separator: " / ")) rows\(effective)")
      }
      let used = data.columns.count { $0.role.isInput }
      pieces.append(
        "\(NumberFormat.count(used, "column")) → \(NumberFormat.count(data.inputCount, "input"))")
    }
    if let repeats = record.data?.repeats?.phrase { pieces.append("\(repeats)") }
    if let seed = record.setting(.seed) { pieces.append("seed \(seed)") }
    return pieces
  }

  /// The sections between the header and the verdict, one line each, in their order.
  private static let sections: [@Sendable (RunRecord, Block) -> [StyledText]] = [
    warnings, gate, baselines, training, metrics, differences, analysis, goals,
  ]

  /// The lines of the sections; empty for those that the run never reached.
  static func body(of record: RunRecord, in block: Block) -> [StyledText] {
    sections.flatMap { $0(record, block) }
  }

  private static func warnings(of record: RunRecord, in block: Block) -> [StyledText] {
    WarningLines.lines(record.warnings ?? [], in: block)
  }

  private static func gate(of record: RunRecord, in block: Block) -> [StyledText] {
    guard let gate = record.gate else { return [] }
    let warnings = gate.checks.filter { $0.verdict == .warning }
    let waived = gate.checks.count { $0.verdict == .waived }
    let share =
      record.time.elapsedSeconds > 0
      ? " (\(NumberFormat.percent(gate.elapsedSeconds / record.time.elapsedSeconds)) of the run)"
      : ""
    var pieces: [StyledText] = [
      """
      \(Tone.good) \(gate.countText) in \
      \(NumberFormat.duration(gate.elapsedSeconds))\(share)
      """
    ]
    if !warnings.isEmpty {
      pieces.append(StyledText(NumberFormat.count(warnings.count, "warning"), .caution))
    }
    if waived > 0 { pieces.append("\(waived) waived") }
    var lines = block.lines("gate", pieces)
    // The first check on the small subset asks whether the pipeline can overfit it.
    if let overfit = gate.checks.first(where: { $0.evidenceKind == .subset }),
      overfit.verdict == .passed
    {
      lines += block.item("\(Tone.good)", "\(overfit.message)")
    }
    for check in warnings.prefix(6) {
      lines += block.item("\(Tone.caution) \(check.code.rawValue, .faint) ", "\(check.message)")
    }
    if warnings.count > 6 {
      lines += block.item("\(Tone.caution)", "\(warnings.count - 6) more: assay show \(record.id)")
    }
    return lines
  }

  private static func baselines(of record: RunRecord, in block: Block) -> [StyledText] {
    let headline = record.headline?.metric.name
    var pieces = record.baselines.compactMap { baseline -> StyledText? in
      let own = baseline.metrics.first { $0.name == headline } ?? baseline.metrics.first
      guard let own else { return nil }
      let name = own.name == headline ? "" : "\(own.title) "
      let value = NumberFormat.value(of: own)
      let note: StyledText
      switch baseline.kind {
      case .quick, .run: note = ""
      case .human:
        note = StyledText(
          baseline.rowCount.map { " (n=\(NumberFormat.count($0)))" } ?? "", .faint)
      case .literature:
        note = StyledText(" (\(TextWidth.fitting(baseline.source, columns: 48)))", .faint)
      }
      return "\(TextWidth.fitting(baseline.name, columns: 32)) \(name)\(value)\(note)"
    }
    let isNamed = record.baselines.first?.metrics.contains { $0.name == headline } == true
    if let headline, isNamed, let first = pieces.first {
      pieces[0] = "\(metricTitle(headline)): \(first)"
    }
    return block.lines("baselines", pieces)
  }

  private static func training(of record: RunRecord, in block: Block) -> [StyledText] {
    guard let training = record.training else { return [] }
    var pieces: [StyledText] = []
    if let solver = training.solver { pieces.append("\(solver)") }
    if let last = training.epochs.last {
      if training.solver == nil {
        pieces.append("\(NumberFormat.count(training.epochs.count, "epoch"))")
      }
      pieces.append("loss \(NumberFormat.number(last.trainLoss))")
      if let dev = last.devLoss {
        let curve = Sparkline.text(training.epochs.compactMap(\.devLoss))
        pieces.append("dev \(NumberFormat.number(dev)) \(curve)")
      }
      if training.isTargetScaled == true { pieces.append("losses of the scaled target") }
    }
    pieces.append("\(NumberFormat.duration(training.seconds))")
    if training.rowsPerSecond > 0 { pieces.append("\(NumberFormat.rate(training.rowsPerSecond))") }
    let isBroken = record.ending == .diverged
    pieces.append(StyledText(training.ending, isBroken ? .bad : .plain))
    return block.lines("training", pieces)
  }

  private static func metrics(of record: RunRecord, in block: Block) -> [StyledText] {
    guard let evaluation = record.judgedEvaluation else { return [] }
    return block.lines(
      evaluation.part.rawValue,
      leading(evaluation.metrics, headline: record.headline?.metric.name).map { metric in
        let interval =
          NumberFormat.interval(metric.estimate, unit: metric.unit).map { " " + $0 } ?? ""
        let value =
          NumberFormat.value(metric.estimate, unit: metric.unit)
          + NumberFormat.suffix(of: metric.unit)
        return "\(metric.title) \(value, .strong)\(interval, .faint)"
      })
  }

  /// The first four metrics, the headline metric first.
  private static func leading(_ metrics: [MetricRecord], headline: String?) -> [MetricRecord] {
    let first = metrics.filter { $0.name == headline }
    return Array((first + metrics.filter { $0.name != headline }).prefix(4))
  }

  /// One row for each baseline, in the headline metric or else in the first compared metric.
  private static func differences(of record: RunRecord, in block: Block) -> [StyledText] {
    let headline = record.headline?.metric.name
    var columns = Columns(
      titles: ["", "", "", "", ""], alignments: [.text, .number, .text, .text, .text])
    for baseline in record.baselines {
      guard
        let comparison = baseline.comparisons.first(where: { $0.metric == headline })
          ?? baseline.comparisons.first
      else { continue }
      let metric = comparison.metric == headline ? "" : " \(metricTitle(comparison.metric))"
      let style = StyledText.Style(comparison.verdict.tone)
      columns.rows.append([
        "vs \(TextWidth.fitting(baseline.name, columns: 24))\(metric)",
        "\(NumberFormat.difference(comparison))",
        StyledText(NumberFormat.interval(comparison) ?? "", .faint),
        "\(comparison.verdict.symbol, style) \(comparison.claim)",
        StyledText("(\(comparison.grounds))", .faint),
      ])
    }
    let room = max(20, block.width - Block.labelWidth)
    let fits = columns.lines(width: .max).allSatisfy { $0.width <= room }
    if !fits { columns.rows = columns.rows.map { Array($0.dropLast()) + [""] } }
    let fitsNow = columns.lines(width: .max).allSatisfy { $0.width <= room }
    if !fitsNow { columns.rows = columns.rows.map { [$0[0], $0[1], "", $0[3], ""] } }
    return block.labelled("", columns.lines(width: room))
  }

  private static func analysis(of record: RunRecord, in block: Block) -> [StyledText] {
    guard let analysis = record.analysis else { return [] }
    return AnalysisText(analysis: analysis, headline: record.headline?.metric).lines(in: block)
  }

  private static func goals(of record: RunRecord, in block: Block) -> [StyledText] {
    block.lines(
      "goals",
      record.goals.map { goal in
        let interval =
          goal.verdict == .met ? nil : NumberFormat.interval(goal.estimate, unit: goal.unit)
        let seen =
          NumberFormat.value(goal.estimate, unit: goal.unit) + (interval.map { " " + $0 } ?? "")
        return """
          \(goal.verdict.tone) \(goal.subject) \(goal.demand) \(StyledText("(\(seen))", .faint))
          """
      }, separator: "   ")
  }

  private static func title(of step: NextStep) -> String {
    step.title.hasSuffix(".") ? String(step.title.dropLast()) : step.title
  }

  /// The verdict, the next step, and the paths of the run and its report.
  static func verdict(
    of record: RunRecord, directory: String, in block: Block
  ) -> [StyledText] {
    let verdict = Verdict(of: record)
    let style = StyledText.Style(verdict.tone)
    var lines = block.paragraph("\(verdict.tone.symbol, style) \(verdict.sentence, .strong)")
    if let step = NextStep.steps(after: record).first {
      lines += block.paragraph(
        "\("next:", .faint) \(title(of: step)) \(StyledText("(\(step.reason))", .faint))", indent: 2
      )
    }
    return lines
      + block.paragraph(
        """
        \(StyledText("run \(record.id)", .faint)) \("·", .faint) \
        \(StyledText("report \(directory)/report.html", .faint))
        """, indent: 2)
  }
}
