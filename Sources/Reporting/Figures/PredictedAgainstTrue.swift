import Runs
import Text

/// The prediction of each row plotted against its true value; the diagonal is exact.
struct PredictedAgainstTrue {
  let pairs: [AnalysisRecord.Pair]
  let target: String

  var html: HTML? {
    let points = pairs.map { (x: $0.truth, y: $0.prediction) }
    guard let scale = Scale(of: points.flatMap { [$0.x, $0.y] }) else { return nil }
    var plot = Plot(x: scale, y: scale, description: caption)
    plot.height = 24
    plot.xTitle = "true \(target)"
    plot.yTitle = "predicted"
    plot.line([(scale.low, scale.low), (scale.high, scale.high)], style: "saved")
    plot.dots(points, style: points.count > 300 ? "cloud fine" : "cloud")
    return .figure(plot.html, caption: caption, isWide: true)
  }

  /// The mean errors of the rows with the smallest and the largest true values.
  private var caption: String {
    let finite = pairs.filter { $0.truth.isFinite && $0.prediction.isFinite }
    let sorted = finite.sorted { $0.truth < $1.truth }
    guard sorted.count >= 10 else {
      return "\(NumberFormat.count(finite.count, "row")), predicted over true \(target)."
    }
    let fifth = sorted.count / 5
    func bias(_ rows: some Collection<AnalysisRecord.Pair>) -> Double {
      rows.reduce(0) { $0 + $1.prediction - $1.truth } / Double(rows.count)
    }
    let low = bias(sorted.prefix(fifth))
    let high = bias(sorted.suffix(fifth))
    let words: (Double) -> String = {
      "\(NumberFormat.number(abs($0))) too \($0 > 0 ? "high" : "low")"
    }
    return "The fifth of the rows with the smallest \(target) is predicted \(words(low)) on "
      + "average, the fifth with the largest \(words(high))."
  }
}
