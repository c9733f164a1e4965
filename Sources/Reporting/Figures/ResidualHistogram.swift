import Runs
import Text

/// A histogram of the residuals.
struct ResidualHistogram {
  let pairs: [AnalysisRecord.Pair]
  let target: String

  var html: HTML? {
    let residuals = pairs.map { $0.prediction - $0.truth }.filter(\.isFinite).sorted()
    guard residuals.count >= 5, let least = residuals.first, let greatest = residuals.last else {
      return nil
    }
    let binCount = min(40, max(8, Int(Double(residuals.count).squareRoot())))
    let width = (greatest - least) / Double(binCount)
    // Without a width, or with one that overflows, there are no bins.
    guard width.isNormal else { return nil }
    var counts = [Int](repeating: 0, count: binCount)
    for residual in residuals {
      counts[min(binCount - 1, Int((residual - least) / width))] += 1
    }
    let x = Scale(linearFrom: least, to: greatest)
    let y = Scale(linearFrom: 0, to: Double(counts.max() ?? 1) * 1.05)
    let middle = residuals[residuals.count / 2]
    let spread = residuals.map(abs).sorted()[residuals.count * 9 / 10]
    let caption =
      "The median error is \(NumberFormat.number(middle)); 90 % of the predictions lie within "
      + "±\(NumberFormat.number(spread)) of the true value."
    var plot = Plot(x: x, y: y, description: caption)
    plot.height = 10
    plot.xTitle = "prediction − true \(target)"
    plot.yTitle = "rows"
    for (index, count) in counts.enumerated() where count > 0 {
      let start = least + Double(index) * width
      plot.bar(
        from: start + width * 0.06, to: start + width * 0.94, height: Double(count), style: "bar")
    }
    if least < 0, greatest > 0 { plot.rule(x: 0, style: "mark") }
    return .figure(plot.html, caption: caption, isWide: true)
  }
}
