import Evaluation
import Runs
import Text

/// The value of each goal with its interval, drawn against its bound.
struct GoalRuler {
  let goals: [GoalRecord]

  var html: HTML {
    let lines = goals.map { goal -> HTML in
      let scale = Self.scale(of: goal)
      let wantsAbove: Bool
      switch goal.bound {
      case .atLeast: wantsAbove = true
      case .atMost: wantsAbove = false
      }
      let drawing = scale.map {
        IntervalStrip(
          scale: $0, value: goal.estimate.value, low: goal.estimate.low, high: goal.estimate.high,
          reference: goal.limit, wantsAbove: wantsAbove, tone: goal.verdict.tone
        ).html
      }
      let close = goal.isClose ? "the bound is within the interval" : ""
      return """
        <div class="row"><div class="who">\(HTML.mark(goal.verdict.tone)) \
        \(HTML.name(goal.subject))<small>\(goal.demand)</small></div>\
        <div class="drawn">\(drawing ?? "")</div>\
        <div class="said"><b>\(NumberFormat.value(goal.estimate, unit: goal.unit))\
        \(NumberFormat.suffix(of: goal.unit))</b> \(NumberFormat.interval(goal.estimate, unit: goal.unit) ?? "")\
        <small>\(goal.verdict.rawValue)\(close.isEmpty ? "" : " · " + close)</small></div></div>
        """
    }
    return .figure("<div class=\"rows\">\(lines)</div>", caption: caption, isWide: true)
  }

  private static func scale(of goal: GoalRecord) -> Scale? {
    let values = [goal.estimate.value, goal.estimate.low, goal.estimate.high].compactMap { $0 }
    guard !values.isEmpty else { return nil }
    return Scale(of: values, padding: 0.25, including: goal.limit)
  }

  private var caption: String {
    let met = goals.count { $0.verdict == .met }
    return "\(met) of \(NumberFormat.count(goals.count, "goal")) met. The mark is the bound, the "
      + "tinted side meets the goal; each row has its own scale."
  }
}
