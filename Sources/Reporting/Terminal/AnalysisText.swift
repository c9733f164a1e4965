import Evaluation
import Runs
import Schema
import Text

/// Key examples, groups and slices in the terminal's summary.
struct AnalysisText {
  let analysis: AnalysisRecord
  /// The metric that slices are compared in.
  let headline: MetricRecord?

  private static let shownCount = 4

  func lines(in block: Block) -> [StyledText] {
    keyExamples(in: block) + groups(in: block) + slices(in: block)
  }

  private func keyExamples(in block: Block) -> [StyledText] {
    guard let examples = analysis.keyExamples, !examples.isEmpty else { return [] }
    let wrong = analysis.wrongExamples
    let tone: Tone = wrong.isEmpty ? .good : .bad
    var lines = block.lines(
      "examples",
      ["\(tone) \(NumberFormat.count(examples.count - wrong.count)) of \(examples.count) right"])
    for example in wrong.prefix(Self.shownCount) {
      lines += block.item("\(Tone.bad)", "\(example.sentence)")
    }
    if wrong.count > Self.shownCount {
      lines += block.item("", "\(wrong.count - Self.shownCount) more in the report")
    }
    return lines
  }

  private func groups(in block: Block) -> [StyledText] {
    (analysis.protected ?? []).enumerated().flatMap { index, record in
      let rates = record.comparison.disparities.map { disparity -> StyledText in
        let ratio = NumberFormat.value(disparity.ratio, unit: .ratio)
        let interval =
          NumberFormat.interval(disparity.ratio, unit: .ratio).map { " \($0)" } ?? ""
        let mark: StyledText = disparity.isUneven ? "\(Tone.caution) " : ""
        return """
          \(mark)\(disparity.criterion.title) ratio \(ratio)\(interval, .faint) \
          \(StyledText("(\(disparity.claim))", .faint))
          """
      }
      let pieces: [StyledText] =
        rates.isEmpty
        ? ["\(record.title): fewer than two groups of \(GroupComparison.leastRowCount) rows"]
        : ["\(record.title, .strong)"] + rates
          + (record.comparison.disparities.contains(where: \.isUneven)
            ? [StyledText("below 0.8 is an alarm, not a proof", .faint)] : [])
      return block.lines(index == 0 ? "groups" : "", pieces)
    }
  }

  private func slices(in block: Block) -> [StyledText] {
    guard let headline, let tables = analysis.slices, !tables.isEmpty else { return [] }
    let count = tables.reduce(0) { $0 + $1.slices.count }
    let worse = analysis.worseSlices(in: headline.name)
    let claim =
      worse.isEmpty
      ? "no slice is shown to be worse than the rest in \(headline.title)"
      : "\(NumberFormat.count(worse.count)) of \(NumberFormat.count(count, "slice")) worse than the "
        + "rest in \(headline.title)"
    let tone: Tone = worse.isEmpty ? .plain : .caution
    var lines = block.lines("slices", ["\(tone) \(claim)"])
    for slice in worse.prefix(Self.shownCount) {
      guard let metric = slice.metrics.first(where: { $0.metric == headline.name }) else {
        continue
      }
      let value = NumberFormat.value(metric.estimate, unit: headline.unit)
      let interval =
        NumberFormat.interval(metric.estimate, unit: headline.unit).map { " \($0)" } ?? ""
      let p = metric.correctedP.map { ", \(NumberFormat.probability($0))" } ?? ""
      let rows = NumberFormat.count(slice.rowCount, "row")
      lines += block.item(
        "\(Tone.bad)", "\(slice.name): \(value)\(interval, .faint) of \(rows)\(p, .faint)")
    }
    return lines
  }
}
