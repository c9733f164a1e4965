import Findings
import Text

/// The loss on the small subset that the gate overfits.
struct OverfitCurve {
  let check: CheckResult

  /// The first overfit check that recorded its losses.
  init?(in gate: GateReport) {
    guard
      let check = gate.checks.first(where: { check in
        check.evidenceKind == .subset && Self.points(of: check).count > 1
      })
    else { return nil }
    self.check = check
  }

  /// The losses at the steps after which they were measured; records without steps have none.
  private static func points(of check: CheckResult) -> [(x: Double, y: Double)] {
    for case .subsetLosses(_, let steps?, let losses) in check.evidence {
      return zip(steps, losses).map { (x: Double($0), y: $1) }
    }
    return []
  }

  /// The figure; nil where no value can be drawn.
  var html: HTML? {
    let points = Self.points(of: check)
    let losses = points.map(\.y)
    let finite = losses.filter(\.isFinite)
    let needed = needed(by: finite)
    guard let x = Scale(of: [0] + points.map(\.x), padding: 0),
      let y = Scale(of: finite, mayBeLogarithmic: true, including: needed)
    else { return nil }
    var plot = Plot(x: x, y: y, description: caption)
    plot.height = 12
    plot.xTitle = "step"
    plot.yTitle = "loss on the subset" + (y.kind == .logarithmic ? ", logarithmic" : "")
    if let needed {
      plot.rule(y: needed, style: "bound")
      plot.label("needed", x: x.low, y: needed, style: "saved above")
    }
    plot.line(points, style: check.verdict.tone == .bad ? "bad" : "dev")
    if let last = points.last(where: { $0.y.isFinite }) {
      plot.dots([last], style: check.verdict.tone == .bad ? "bad" : "dev")
    }
    return .figure(plot.html, caption: caption, isWide: true)
  }

  /// The loss needed to pass; nil for a check without one.
  private func needed(by losses: [Double]) -> Double? {
    let needed = check.evidence.lazy.compactMap { evidence -> Double? in
      if case .neededLoss(let value) = evidence { value } else { nil }
    }.first
    guard let needed, let last = losses.last, let top = losses.max(), needed > 0, needed <= top,
      check.verdict.tone == .bad || last <= needed
    else { return nil }
    return needed
  }

  private var caption: String {
    for case .accuracy(let accuracy) in check.evidence {
      return Verdict.asSentence(check.message)
        + " Accuracy on these rows: \(NumberFormat.percent(accuracy))."
    }
    return Verdict.asSentence(check.message)
  }
}
