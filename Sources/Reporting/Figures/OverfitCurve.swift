import Sanity

/// The loss on the small subset that the gate made the model learn by heart.
struct OverfitCurve {
  let check: CheckResult

  /// The first overfit check that has a curve.
  init?(in gate: GateReport) {
    guard
      let check = gate.checks.first(where: { check in
        check.code.hasPrefix("SO") && check.evidence.contains { $0.numbers.count > 1 }
      })
    else { return nil }
    self.check = check
  }

  /// nil where no value can be drawn.
  var html: HTML? {
    guard let losses = check.evidence.first(where: { $0.numbers.count > 1 })?.numbers else {
      return nil
    }
    let finite = losses.filter(\.isFinite)
    let needed = check.threshold.flatMap { threshold in
      let top = finite.max() ?? 0
      return threshold > 0 && threshold <= top ? threshold : nil
    }
    guard let x = Scale(of: [0, Double(losses.count - 1)], padding: 0),
      let y = Scale(of: finite, mayBeLogarithmic: true, including: needed)
    else { return nil }
    var plot = Plot(x: x, y: y, description: caption)
    plot.height = 12
    plot.xTitle = "step"
    plot.yTitle = "loss on the subset" + (y.kind == .logarithmic ? ", logarithmic" : "")
    if let needed {
      plot.rule(y: needed, style: "bound")
      plot.label("needed", x: x.low, y: needed, style: "kept above")
    }
    let points = losses.enumerated().map { (x: Double($0.offset), y: $0.element) }
    plot.line(points, style: check.verdict.tone == .bad ? "bad" : "dev")
    if let last = points.last(where: { $0.y.isFinite }) {
      plot.dots([last], style: check.verdict.tone == .bad ? "bad" : "dev")
    }
    return .figure(plot.html, caption: caption, isWide: true)
  }

  private var caption: String { Verdict.asSentence(check.message) }
}
