import Findings
import Schema
import Text

/// The diagnosis: the cause, its place in the spec, and the loss on the subset before and after.
struct DiagnosisSection {
  let diagnosis: Diagnosis

  var html: HTML {
    let count = NumberFormat.count(diagnosis.trials.count, "change")
    let title = "\(count) that \(diagnosis.trials.count == 1 ? "was" : "were") tried"
    return """
      <h3>Why?</h3><p>\(sentence)</p>\(changes)\(curves ?? "")\(facts)\
      \(HTML.folded("\(title)", table))
      """
  }

  private var sentence: HTML {
    guard diagnosis.repair != nil else { return "\(Verdict.asSentence(diagnosis.cause))" }
    if diagnosis.verdict == .improvable, let trial = diagnosis.repair?.heldOut {
      return """
        <b>\(Verdict.asSentence(diagnosis.cause))</b> The pipeline learns as it is, but with the \
        change below a short training does better on \
        \(NumberFormat.count(trial.rowCount, "held-out train row")): the loss is \
        \(NumberFormat.number(trial.changed)) of the prior predictor's\
        \(trial.asWritten.map { ", as written \(NumberFormat.number($0))" } ?? "").
        """
    }
    return """
      <b>\(Verdict.asSentence(diagnosis.cause))</b> This was tried, not guessed: with the change \
      below the pipeline overfits the small subset, also with other rows and another seed.
      """
  }

  private var changes: HTML {
    guard let repair = diagnosis.repair else { return "" }
    let items = repair.changes.map { change -> HTML in
      let place = change.place.isSet ? change.place.text : "\(change.place.text), not set there"
      return """
        <dt>\(HTML.name(change.path.text))</dt><dd>\(change.old ?? "not set") → <b>\(change.new)</b> \
        <small>\(HTML.name(place))</small></dd>
        """
    }
    let clues = repair.clues.prefix(3).map { "<dt>evidence</dt><dd>\($0)</dd>" as HTML }
    return "<dl>\(Array(items))\(Array(clues))</dl>"
  }

  private var facts: HTML {
    var texts: [String] = []
    if !diagnosis.alternatives.isEmpty {
      let others = diagnosis.alternatives.map { repair in
        repair.changes.map { "\($0.path.text) → \($0.new)" }.joined(separator: " and ")
      }
      texts.append("Also works: \(others.joined(separator: "; ")).")
    }
    if !diagnosis.ruledOut.isEmpty {
      texts.append("Ruled out: \(diagnosis.ruledOut.joined(separator: ", ")).")
    }
    if let settings = diagnosis.notHelpedAlone, !settings.isEmpty {
      texts.append("Not helped alone: \(settings.joined(separator: ", ")).")
    }
    texts += diagnosis.findings.map(Verdict.asSentence)
    if !diagnosis.untried.isEmpty {
      texts.append("Not tried, to save time: \(diagnosis.untried.joined(separator: ", ")).")
    }
    return texts.isEmpty ? "" : "<p>\(texts.joined(separator: " "))</p>"
  }

  /// The loss on the subset with the spec as written and with the change; nil without both.
  private var curves: HTML? {
    guard let repair = diagnosis.repair, let before = diagnosis.before,
      let first = before.curve.first, repair.after.curve.count > 1
    else { return nil }
    let after = repair.after
    let steps = max(before.stepCount, after.stepCount)
    func points(_ history: SubsetHistory) -> [(x: Double, y: Double)] {
      let last = max(1, history.curve.count - 1)
      return history.curve.enumerated().map { index, loss in
        // Records from before the steps were kept have evenly chosen ones.
        let step =
          history.steps.flatMap { $0.indices.contains(index) ? Double($0[index]) : nil }
          ?? Double(index) / Double(last) * Double(history.stepCount)
        return (step, loss)
      }
    }
    // Only the beginning of a diverging loss can be drawn.
    let ceiling = 20 * max(first, after.curve.max() ?? first)
    let rise = points(before).map { (x: $0.x, y: min($0.y, ceiling)) }
    let fall = points(after)
    guard let x = Scale(of: [0, Double(steps)], padding: 0),
      let y = Scale(of: (rise + fall).map(\.y), mayBeLogarithmic: true, including: after.neededLoss)
    else { return nil }
    let caption =
      "On the same rows and from the same seed, the loss "
      + (before.endLoss.map { "ends at \(NumberFormat.number($0))" }
        ?? "or a parameter becomes infinite or NaN")
      + " as the spec is written, and at \(after.endLoss.map(NumberFormat.number) ?? "nan") in "
      + "\(NumberFormat.count(after.stepCount, "step")) with the change."
    var plot = Plot(x: x, y: y, description: caption)
    plot.height = 12
    plot.xTitle = "step"
    plot.yTitle = "loss on the subset" + (y.kind == .logarithmic ? ", logarithmic" : "")
    if let needed = after.neededLoss, needed > 0 {
      plot.rule(y: needed, style: "bound")
      plot.label("needed", x: x.low, y: needed, style: "saved above")
    }
    plot.line(rise, style: "bad")
    plot.line(fall, style: "dev")
    if let end = rise.last { plot.label("as written", x: end.x, y: end.y, style: "bad") }
    if let end = fall.last { plot.label("changed", x: end.x, y: end.y, style: "dev") }
    return .figure(plot.html, caption: caption, isWide: true)
  }

  private var table: HTML {
    var table = HTMLTable(columns: [
      .text("change"), .text("subset"), .number("loss"), .number("steps"),
    ])
    table.rows = diagnosis.trials.map { trial in
      let tone: Tone = trial.passed ? .good : .bad
      let isJudged = diagnosis.verdict == .improvable
      let word =
        trial.passed
        ? (isJudged ? "better" : "learned") : (isJudged ? "not best" : "not learned")
      return [
        HTML.name(trial.edits.map(\.override).joined(separator: " ")),
        "<span class=\"nowrap\">\(HTML.mark(tone)) \(word)</span>",
        "\(trial.history?.endLoss.map(NumberFormat.number) ?? NumberFormat.absent)",
        "\(trial.history.map { NumberFormat.count($0.stepCount) } ?? NumberFormat.absent)",
      ]
    }
    return table.html
  }
}
