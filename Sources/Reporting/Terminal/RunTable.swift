public import Runs
import Schema
import Text

/// The table of `assay runs`: one line for each run, latest first.
public enum RunTable {
  private enum Column: String, CaseIterable {
    case run, experiment, status, model, result, goals, took
  }

  /// Lines of at most `width` columns; columns are left out where the terminal is narrow.
  public static func lines(_ listings: [RunListing], width: Int, colors: Bool) -> [String] {
    guard !listings.isEmpty else {
      return ["no runs recorded yet: \"assay run SPEC\" records one"]
    }
    // In the order in which a narrow terminal leaves them out.
    let dispensable: [Column] = [.took, .model, .goals]
    for isShort in [false, true] {
      for count in 0...dispensable.count {
        let kept = Column.allCases.filter { !dispensable.prefix(count).contains($0) }
        let table = table(of: listings, columns: kept, isShort: isShort)
        if table.lines(width: .max).allSatisfy({ $0.width <= width }) {
          return table.lines(width: width).rendered(colors: colors)
        }
      }
    }
    let kept = Column.allCases.filter { !dispensable.contains($0) }
    return table(of: listings, columns: kept, isShort: true).lines(width: width)
      .rendered(colors: colors)
  }

  /// Short rows name a run by the last four digits of its id and leave intervals out.
  private static func table(
    of listings: [RunListing], columns: [Column], isShort: Bool
  ) -> Columns {
    var table = Columns(
      titles: columns.map(\.rawValue), alignments: columns.map { $0 == .took ? .number : .text })
    table.rows = listings.map { listing in
      columns.map { cell($0, of: listing, isShort: isShort) }
    }
    return table
  }

  private static func cell(
    _ column: Column, of listing: RunListing, isShort: Bool
  ) -> StyledText {
    switch column {
    case .run: return isShort ? "\(String(listing.id.suffix(4)))" : "\(listing.id)"
    case .experiment: return "\(TextWidth.fitting(listing.experiment, columns: isShort ? 16 : 28))"
    case .status: return status(of: listing)
    case .model: return "\(TextWidth.fitting(listing.summary?.model ?? "", columns: 24))"
    case .result: return result(of: listing, isShort: isShort)
    case .goals:
      guard let summary = listing.summary, summary.goalCount > 0 else { return "" }
      return "\(summary.metGoalCount)/\(summary.goalCount)"
    case .took: return "\(listing.summary.map { NumberFormat.duration($0.elapsedSeconds) } ?? "")"
    }
  }

  private static func status(of listing: RunListing) -> StyledText {
    let tone: Tone
    var symbol: String?
    switch listing.status {
    case .running:
      tone = .plain
      symbol = "▸"
    case .finished(.finished): tone = .good
    case .finished(.interrupted), .interrupted: tone = .caution
    case .finished: tone = .bad
    case .unreadable: tone = .open
    }
    return "\(tone, symbol: symbol) \(listing.status.word)"
  }

  private static func result(of listing: RunListing, isShort: Bool) -> StyledText {
    if let headline = listing.summary?.headline {
      let estimate = headline.metric.estimate
      let interval =
        isShort
        ? "" : NumberFormat.interval(estimate, unit: headline.metric.unit).map { " " + $0 } ?? ""
      let value =
        NumberFormat.value(estimate, unit: headline.metric.unit)
        + NumberFormat.suffix(of: headline.metric.unit)
      return
        "\(headline.part.rawValue) \(headline.metric.title) \(value, .strong)\(interval, .faint)"
    }
    if case .unreadable(let reason) = listing.status { return StyledText(reason, .faint) }
    return StyledText(listing.lastEvent?.message ?? "", .faint)
  }
}
