import Evaluation
import Findings
import Runs
import Schema
import Text

/// The top of a report: the verdict as a sentence, then the facts behind it.
struct VerdictHeader {
  let record: RunRecord

  var html: HTML {
    let verdict = Verdict(of: record)
    let question: HTML = record.question.map { "<p class=\"question\">\(HTML.name($0))</p>" } ?? ""
    let addition: HTML = verdict.addition.map { "<p class=\"addition\">\($0)</p>" } ?? ""
    let cells = overview.map { cell -> HTML in
      """
      <div><dt>\(cell.title)</dt><dd>\(cell.tone.map { HTML.mark($0, cell.symbol) } ?? "") \
      <b>\(cell.value)</b><small>\(cell.note)</small></dd></div>
      """
    }
    return """
      <header><p class="run"><b>\(HTML.name(record.experiment))</b> \
      <span>\(record.model?.title ?? "")</span> <span>\(record.id)</span></p>\(question)\
      <h1>\(HTML.mark(verdict.tone)) \(verdict.sentence)</h1>\(addition)\
      <dl class="overview">\(cells)</dl></header>
      """
  }

  private struct Cell {
    let title: String
    var tone: Tone?
    var symbol: String?
    let value: String
    let note: String
  }

  private var overview: [Cell] {
    [gate, headline, baseline, goals, cost].compactMap { $0 }
  }

  private var gate: Cell? {
    guard let gate = record.gate else { return nil }
    let warnings = gate.checks.count { $0.verdict == .warning }
    let stops = gate.checks.count { $0.verdict == .stop }
    // A check during training can fail too, after the run passed the gate.
    let isStopped = record.ending == .stoppedByGate
    let outcome =
      stops > 0
      ? "\(stops) \(isStopped ? "stopped the run" : "failed later")"
      : warnings == 0 ? "no warning" : NumberFormat.count(warnings, "warning")
    return Cell(
      title: "Gate", tone: isStopped ? .bad : stops + warnings > 0 ? .caution : .good,
      value: isStopped ? "stopped" : "passed",
      note: "\(gate.countText), \(outcome)")
  }

  private var headline: Cell? {
    guard let headline = record.headline else { return nil }
    let interval = NumberFormat.interval(headline.metric.estimate, unit: headline.metric.unit)
    let rows = NumberFormat.count(headline.rowCount, "\(headline.part.rawValue) row")
    return Cell(
      title: headline.metric.title,
      value: NumberFormat.value(headline.metric.estimate, unit: headline.metric.unit)
        + NumberFormat.suffix(of: headline.metric.unit),
      note: [interval, rows].compactMap { $0 }.joined(separator: ", "))
  }

  private var baseline: Cell? {
    guard let metric = record.headline?.metric.name,
      let compared = record.comparedBaselines(in: metric).last
    else { return nil }
    let verdict = compared.comparison.verdict
    return Cell(
      title: "vs \(compared.name)", tone: verdict.tone, symbol: verdict.symbol,
      value: NumberFormat.difference(compared.comparison),
      note: [NumberFormat.interval(compared.comparison), verdict.rawValue].compactMap { $0 }
        .joined(separator: ", "))
  }

  private var goals: Cell? {
    guard !record.goals.isEmpty else { return nil }
    let met = record.goals.count { $0.verdict == .met }
    let missed = record.goals.count { $0.verdict == .missed }
    return Cell(
      title: "Goals", tone: missed > 0 ? .bad : met == record.goals.count ? .good : .open,
      value: "\(met) of \(record.goals.count)", note: missed == 0 ? "met" : "met, \(missed) missed")
  }

  private var cost: Cell? {
    guard let training = record.training else { return nil }
    return Cell(
      title: "Training", value: NumberFormat.duration(training.seconds),
      note: training.solver ?? NumberFormat.count(training.epochs.count, "epoch"))
  }
}
