public import Findings
import Text

/// The blocks `why` and `fix` of a diagnosis: the cause and the edit that fixes it.
public struct DiagnosisText {
  let diagnosis: Diagnosis
  /// The words behind `assay check` that name the spec and its overrides.
  let arguments: [String]
  let block: Block

  /// The cause, its place in the spec, and the edits that also work or do not.
  var why: [StyledText] {
    var rows = broken(
      diagnosis.repair == nil
        ? "\(diagnosis.cause)" : "\(diagnosis.cause, .strong)  \("(tried, not guessed)", .faint)")
    if let repair = diagnosis.repair {
      for (index, change) in repair.changes.enumerated() {
        let isLast = index == repair.changes.count - 1
        rows += broken("\(sentence(of: change))\(isLast ? " " + result(of: repair) : "")")
        rows += excerpt(of: change)
      }
      if let clue = repair.clues.first { rows += broken("evidence: \(clue)") }
    }
    let others = diagnosis.alternatives.prefix(3).map(alternative)
    if !others.isEmpty { rows += broken("also works: \(others.joined(separator: "; "))") }
    var facts: [String] = []
    if !diagnosis.ruledOut.isEmpty {
      facts.append("ruled out: \(diagnosis.ruledOut.joined(separator: ", "))")
    }
    if let settings = diagnosis.notHelpedAlone, !settings.isEmpty {
      facts.append("not helped alone: \(settings.joined(separator: ", "))")
    }
    facts += diagnosis.findings
    if !facts.isEmpty { rows += broken("\(facts.joined(separator: "; "))") }
    if !diagnosis.untried.isEmpty {
      rows += broken("not tried, to save time: \(diagnosis.untried.joined(separator: ", "))")
    }
    return block.labelled(diagnosis.verdict == .improvable ? "better" : "why", rows)
  }

  /// The command that writes the fixed spec; empty where no edit passes.
  var fix: [StyledText] {
    guard diagnosis.repair != nil else { return [] }
    var rows = [StyledText(GateText.command(arguments))]
    if let share = diagnosis.savedShare, share > 0 {
      let time = diagnosis.savedSeconds.map { " (about \(NumberFormat.duration($0)))" } ?? ""
      rows += broken("saved: \(Self.percent(share)) of the run's compute\(time)")
    }
    return block.labelled("fix", rows)
  }

  /// What the repaired run reached, in a line; nil where no repair was trained.
  public static func reached(_ diagnosis: Diagnosis?) -> String? {
    guard let repair = diagnosis?.repair else { return nil }
    if let heldOut = heldOut(of: repair) { return "reached: \(heldOut)" }
    return repair.after.endLoss.map { end in
      "reached: loss \(NumberFormat.number(end)) on the small subset in "
        + NumberFormat.count(repair.after.stepCount, "step")
    }
  }

  /// A fraction near 1 is never rounded to 100 %: "99.7 %".
  private static func percent(_ share: Double) -> String {
    share < 0.99
      ? NumberFormat.percent(share)
      : NumberFormat.fixed(min(99.9, 100 * share), decimals: 1) + " %"
  }

  /// "experiments/digits.yaml:14:38: 30 → 0.3", with the path where the line does not show it.
  private func sentence(of change: Diagnosis.Change) -> StyledText {
    let old = change.old ?? "not set"
    let isShown = change.place.isSet
    let name = isShown ? "" : "\(change.path): "
    let origin = isShown ? "" : change.old == nil ? "" : " (not set; the default)"
    return "\(change.place.text): \(name)\(old)\(origin) → \(change.new)"
  }

  private func result(of repair: Diagnosis.Repair) -> String {
    let after = repair.after
    guard diagnosis.verdict != .improvable else { return Self.heldOut(of: repair) ?? "" }
    let steps = NumberFormat.count(after.stepCount, "step")
    // A loss of up to twice the needed one counts when all rows were classified correctly.
    let isFitted =
      after.endLoss.flatMap { end in after.neededLoss.map { end <= 2.1 * $0 } } ?? true
    var text = isFitted ? "overfits in \(steps)" : "learns slowly, in \(steps)"
    if let end = after.endLoss {
      let before = diagnosis.before.map { $0.endLoss.map(NumberFormat.number) ?? "not finite" }
      text += ": loss \(NumberFormat.number(end))" + (before.map { ", as written \($0)" } ?? "")
    }
    return text
  }

  /// "on 80 held-out train rows the loss is 0.31 of the prior predictor's, as written 0.99".
  private static func heldOut(of repair: Diagnosis.Repair) -> String? {
    repair.heldOut.map { trial in
      "on \(NumberFormat.count(trial.rowCount, "held-out train row")), after "
        + "\(NumberFormat.count(trial.stepCount, "step")), the loss is \(NumberFormat.number(trial.changed)) of "
        + "the prior predictor's"
        + (trial.asWritten.map { ", as written \(NumberFormat.number($0))" } ?? "")
    }
  }

  /// The line of the spec with carets under the value.
  private func excerpt(of change: Diagnosis.Change) -> [StyledText] {
    let place = change.place
    guard let line = place.line, let column = place.column else { return [] }
    let number = String(line)
    let margin = String(repeating: " ", count: max(4, number.count))
    let padded = String(margin.dropLast(number.count)) + number
    let room = max(10, block.width - Block.labelWidth - margin.count - 3)
    let scalars = Array(place.excerpt.unicodeScalars)
    // A long line is cut around the value.
    let start = scalars.count <= room ? 0 : max(0, min(column - 1 - room / 3, scalars.count - room))
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: scalars[start..<min(scalars.count, start + room)])
    let indent = String(repeating: " ", count: max(0, column - 1 - start))
    let length = max(1, min(place.length, start + room - column + 1))
    let carets = String(repeating: "^", count: length)
    return [
      "\(padded, .faint)\(" | ", .faint)\(String(shown))",
      "\(margin)\(" | ", .faint)\(indent)\(carets, .bad)",
    ]
  }

  /// "0.03 (212 steps)" for the same value, else with its path.
  private func alternative(_ repair: Diagnosis.Repair) -> String {
    let own = diagnosis.repair?.changes.map(\.path)
    let text = repair.changes.map { change in
      own == [change.path] && repair.changes.count == 1
        ? change.new : "\(change.path) \(change.old ?? "not set") → \(change.new)"
    }.joined(separator: " and ")
    guard diagnosis.verdict != .improvable else {
      return text + (repair.heldOut.map { " (loss \(NumberFormat.number($0.changed)))" } ?? "")
    }
    return "\(text) (\(NumberFormat.count(repair.after.stepCount, "step")))"
  }

  private func broken(_ text: StyledText) -> [StyledText] {
    block.broken(text, to: max(20, block.width - Block.labelWidth))
  }
}
