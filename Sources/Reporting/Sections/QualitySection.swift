import Evaluation
import Runs
import Schema
import Text

extension ReportSection {
  static let quality = ReportSection("Is it good enough?") { record in
    record.judgedEvaluation == nil && record.goals.isEmpty
      ? nil : QualitySection(record: record).html
  }
}

/// Goals against their bounds, then every metric with its interval.
struct QualitySection {
  let record: RunRecord

  var html: HTML {
    let goals: HTML =
      record.goals.isEmpty
      ? """
      <p>No goal was set before training, so this report states how good the model is, but not \
      whether that is good enough.</p>
      """
      : GoalRuler(goals: record.goals).html
    return "\(goals)\(metrics)\(speed)"
  }

  private var metrics: HTML {
    guard let judged = record.judgedEvaluation else { return "" }
    let others = record.evaluations.filter { $0.part != judged.part }
    var table = HTMLTable(
      columns: [.text("metric"), .number("\(judged.part.rawValue)"), .number("interval")]
        + others.map { .number($0.part.rawValue) })
    table.rows = judged.metrics.map { metric in
      let arrow = metric.direction == .higherIsBetter ? "↑" : "↓"
      let unit =
        switch metric.unit {
        case .ratio: ""
        case .target: " of the target"
        default: " \(metric.unit.rawValue)"
        }
      return [
        "<span class=\"nowrap\">\(HTML.name(metric.title)) <span class=\"faint\">\(arrow)\(unit)</span></span>",
        "<b>\(NumberFormat.value(metric.estimate, unit: metric.unit))</b>",
        "<span class=\"nowrap\">\(NumberFormat.interval(metric.estimate, unit: metric.unit) ?? "")</span>",
      ]
        + others.map { other in
          let same = other.metrics.first { $0.name == metric.name }
          return
            "\(same.map { NumberFormat.value($0.estimate, unit: $0.unit) } ?? NumberFormat.absent)"
        }
    }
    let caption =
      "Measured on \(NumberFormat.count(judged.rowCount, "\(judged.part.rawValue) row"))"
      + (others.isEmpty
        ? ""
        : ", beside "
          + others.map { NumberFormat.count($0.rowCount, "\($0.part.rawValue) row") }
          .joined(separator: " and "))
      + ". ↑ higher is better, ↓ lower is better." + weightNote(judged) + undefinedNote(judged)
    return .figure(table.html, caption: caption)
  }

  private func weightNote(_ evaluation: EvaluationRecord) -> String {
    evaluation.effectiveRowCount.map {
      " Rows count with their weights: the intervals are those of "
        + "\(NumberFormat.number($0)) equally weighted rows."
    } ?? ""
  }

  private func undefinedNote(_ evaluation: EvaluationRecord) -> String {
    evaluation.metrics.contains { $0.estimate.value == nil }
      ? " “\(NumberFormat.absent)” is undefined on these rows." : ""
  }

  private var speed: HTML {
    var facts: [(String, String)] = []
    if let speed = record.speed {
      facts.append(
        (
          "one row",
          NumberFormat.duration(speed.latencyP50Microseconds / 1e6)
            + ", 99 % within " + NumberFormat.duration(speed.latencyP99Microseconds / 1e6)
        ))
      facts.append(("all rows at once", NumberFormat.rate(speed.rowsPerSecond)))
    }
    if let training = record.training {
      facts.append(("training", NumberFormat.duration(training.seconds)))
    }
    if let model = record.model {
      facts.append(
        (
          "model",
          NumberFormat.count(model.parameterCount, "parameter") + ", "
            + NumberFormat.bytes(model.byteCount)
        ))
    }
    guard !facts.isEmpty else { return "" }
    return .facts(facts)
  }
}
