import Evaluation

extension CoverageTable.Cell {
  /// Where fewer samples than this share have an interval, the product says that it has none.
  private static let usualShare = 0.5
  /// Where fewer than this share have one, the cell is not judged.
  private static let rareShare = 0.1

  /// What is wrong with this cell; nil where nothing is.
  ///
  /// The bounds are those of the promise and three standard errors of the simulation: where most
  /// samples have an interval 93.5 to 97 % of them cover; where a tenth to a half has one, at most 6.5 %
  /// of all samples have one that does not; and every interval has a width.
  var broken: String? {
    let place = "coverage of \(metric.title), \(population), \(rowCount) rows"
    if tally.zeroWidthCount > 0 {
      return "\(place): intervals of no width, \(tally.zeroWidthCount) of \(tally.intervalCount)"
    }
    guard 1 - tally.withoutInterval >= Self.rareShare else { return nil }
    let room = 3 * tally.standardError
    if tally.wrong > 0.065 + room {
      return "\(place): at most 6.5 % of samples may have an interval that does not cover; "
        + "got \(percent(tally.wrong)) %"
    }
    guard 1 - tally.withoutInterval >= Self.usualShare else { return nil }
    if tally.coverage < 0.935 - room || tally.coverage > 0.97 + room {
      return "\(place): must be within 93.5 and 97 %; got \(percent(tally.coverage)) %"
    }
    return nil
  }
}

/// The coverage as a section of the page.
struct CoverageText {
  let cells: [CoverageTable.Cell]
  let populations: [any Population]
  let options: Options

  var markdown: String {
    let head = """
      ## Coverage of the 95 % intervals

      \(options.simulations) simulations a cell; the standard error of a coverage of 95 % is \
      \(percent((0.95 * 0.05 / Double(options.simulations)).squareRoot(), places: 2)) %. A cell is \
      the percentage of intervals that contain the true value and, in brackets, the percentage of \
      samples for which the product gives a reason instead of an interval. "No interval" stands where \
      that is most of them, with the percentage of all samples whose interval does not contain the \
      true value. Bold: outside 93.5 to 97 %, or more than 6.5 % of all samples with a wrong interval, \
      by more than three standard errors; cells in which fewer than a tenth of the samples have an interval \
      are not judged.
      """
    return ([head] + populations.map(section)).joined(separator: "\n\n")
  }

  private func section(_ population: any Population) -> String {
    let own = cells.filter { $0.population == population.name }
    var lines = [
      "### \(population.name): \(population.summary)", "",
      "| metric | " + options.sizes.map { "n = \($0)" }.joined(separator: " | ")
        + " | before, at 50 / 200 / 1000 |",
      "|---|" + options.sizes.map { _ in "---|" }.joined() + "---|",
    ]
    for metric in population.metrics {
      let row = own.filter { $0.metric.name == metric }
      guard let title = row.first?.metric.title else { continue }
      let before = coverageBefore[population.name]?[title] ?? "–"
      lines.append("| \(title) | " + row.map(text).joined(separator: " | ") + " | \(before) |")
    }
    return lines.joined(separator: "\n")
  }

  private func text(_ cell: CoverageTable.Cell) -> String {
    let tally = cell.tally
    let coverage = tally.intervalCount > 0 ? percent(tally.coverage) : "–"
    let marked = cell.broken == nil ? coverage : "**\(coverage)**"
    let without = tally.withoutInterval
    if without > 0.5 {
      let text = "no interval in \(percent(without, places: 0)), wrong in \(percent(tally.wrong))"
      return cell.broken == nil ? text : "**\(text)**"
    }
    return without > 0 ? "\(marked) (\(percent(without, places: without < 0.1 ? 1 : 0)))" : marked
  }
}

/// "95.1".
func percent(_ share: Double, places: Int = 1) -> String {
  let scale = places == 0 ? 1.0 : places == 1 ? 10.0 : 100.0
  let number = (100 * share * scale).rounded() / scale
  return places == 0 ? String(Int(number)) : String(number)
}
