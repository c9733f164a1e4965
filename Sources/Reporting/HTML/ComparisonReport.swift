import Evaluation
public import Runs
import Schema
import Text

extension HTMLReport {
  /// Several runs on one page, each against the first.
  public static func render(_ runs: [ComparedRun]) -> String {
    Page(
      title: runs.verdict, body: ComparisonBody(runs: runs).html, record: runs.first?.record
    ).html.markup
  }

  /// Several runs side by side, without claims about their differences.
  public static func render(_ records: [RunRecord]) -> String {
    render(records.map { ComparedRun(record: $0) })
  }
}

/// The body of a comparison: the verdict, numbers and differences, curves, what was changed.
private struct ComparisonBody {
  let runs: [ComparedRun]

  var html: HTML {
    let experiments = Set(runs.map(\.record.experiment)).sorted()
    let header: HTML = """
      <header><p class="run"><b>\(experiments.joined(separator: ", "))</b> \
      <span>\(NumberFormat.count(runs.count, "run"))</span></p><h1>\(runs.verdict)</h1>\(warning)\
      </header>
      """
    let metrics = runs.sharedMetrics
    let sections: [(String, HTML?)] = [
      ("Which is better?", differencesInTwo(metrics)),
      ("What are their metrics?", metrics.isEmpty ? nil : table(of: Array(metrics.prefix(5)))),
      ("How did they learn?", curves), ("What was changed?", changes),
    ]
    return header
      + HTML(
        sections.compactMap { question, body in
          body.map { "<section><h2>\(question)</h2>\($0)</section>" }
        })
  }

  private func differencesInTwo(_ metrics: [MetricRecord]) -> HTML? {
    let figures = metrics.compactMap(differences).prefix(2)
    return figures.isEmpty ? nil : HTML(figures)
  }

  private var warning: HTML {
    runs.shareTheirRows
      ? ""
      : """
      <p class="addition">Their numbers are shown side by side, but a difference may come from the \
      rows alone.</p>
      """
  }

  /// The differences of all runs from the first.
  private func differences(in metric: MetricRecord) -> HTML? {
    guard let first = runs.first else { return nil }
    let rows = runs.dropFirst().compactMap { run -> DifferencePlot.Row? in
      run.comparison(in: metric.name).map {
        DifferencePlot.Row(
          title: "\(run.shortName)", note: run.changes(from: first), comparison: $0)
      }
    }
    return DifferencePlot(
      direction: metric.direction, rows: rows,
      claim: "\(metric.title): differences from \(first.shortName)."
    ).html
  }

  private func table(of metrics: [MetricRecord]) -> HTML {
    var table = HTMLTable(
      columns: [.text("run"), .text("model")] + metrics.map { .number($0.title) }
        + [.number("training")])
    table.rows = runs.map { run in
      var cells: [HTML] = [
        "<b>\(run.shortName)</b>", "\(run.record.model?.title ?? NumberFormat.absent)",
      ]
      cells += metrics.map { metric -> HTML in
        guard let own = run.metric(metric.name) else { return "\(NumberFormat.absent)" }
        let interval = NumberFormat.interval(own.estimate) ?? ""
        return "\(NumberFormat.value(own.estimate))<small>\(interval)</small>"
      }
      cells.append("\(run.record.training.map { NumberFormat.duration($0.seconds) } ?? "")")
      return cells
    }
    return .figure(
      table.html,
      caption:
        "Overlapping intervals do not mean that there is no difference: the paired comparison "
        + "above is more precise.", isWide: true)
  }

  private var curves: HTML? {
    let drawn = runs.compactMap { run -> (String, [(x: Double, y: Double)])? in
      let points = (run.record.training?.epochs ?? []).compactMap { epoch in
        epoch.devLoss.map { (x: Double(epoch.epoch), y: $0) }
      }
      return points.count > 1 ? (run.shortName, points) : nil
    }.prefix(8)
    guard drawn.count > 1, let x = Scale(of: drawn.flatMap { $0.1.map(\.x) }, padding: 0),
      let y = Scale(of: drawn.flatMap { $0.1.map(\.y) }, mayBeLogarithmic: true)
    else { return nil }
    let caption = "Dev loss by epoch; the first run is drawn dashed."
    var plot = Plot(x: x, y: y, description: caption)
    plot.xTitle = "epoch"
    plot.yTitle = "dev loss" + (y.kind == .logarithmic ? ", logarithmic" : "")
    for (index, curve) in drawn.enumerated() {
      let style = index == 0 ? "train" : "dev fade\(index)"
      plot.line(curve.1, style: style)
      if let last = curve.1.last(where: { $0.y.isFinite }) {
        plot.label(curve.0, besideY: last.y, style: index == 0 ? "train" : "dev")
      }
    }
    return .figure(plot.html, caption: caption, isWide: true)
  }

  /// The settings that differ between the runs.
  private var changes: HTML? {
    let settings = runs.map { run in
      Dictionary(
        run.record.specification.settings.map { ($0.path, $0.value) },
        uniquingKeysWith: { first, _ in first })
    }
    let paths = Set(settings.flatMap(\.keys)).filter { path in
      Set(settings.map { $0[path] ?? "" }).count > 1
    }.sorted()
    guard !paths.isEmpty else {
      return "<p>No setting: the specs are the same.</p>"
    }
    var table = HTMLTable(columns: [.text("setting")] + runs.map { .text($0.shortName) })
    table.rows = paths.map { path in
      ["<span class=\"code\">\(path.text)</span>"]
        + settings.map { HTML.name($0[path] ?? NumberFormat.absent) }
    }
    return table.html
  }
}
