import Evaluation
import Runs
import Schema
import Text

extension HTMLReport {
  /// Several runs on one page, each against the first.
  public static func render(_ compared: ComparedRuns) -> String {
    Page(
      title: compared.verdict, body: ComparisonBody(compared: compared).html,
      record: compared.runs.first?.record
    ).html.markup
  }
}

/// The body of a comparison: the verdict, numbers and differences, curves, what was changed.
private struct ComparisonBody {
  let compared: ComparedRuns

  private var runs: [ComparedRun] { compared.runs }

  var html: HTML {
    let experiments = Set(runs.map(\.record.experiment)).sorted()
    let notes = compared.notes.map { note -> HTML in
      "<p class=\"addition\">\(Verdict.asSentence(note))</p>"
    }
    let header: HTML = """
      <header><p class="run"><b>\(experiments.joined(separator: ", "))</b> \
      <span>\(NumberFormat.count(runs.count, "run"))</span></p><h1>\(compared.verdict)</h1>\
      \(HTML(notes))</header>
      """
    let metrics = compared.sharedMetrics
    let sections: [(String, HTML?)] = [
      ("Which is better?", differencesInTwo(metrics)),
      ("How much do seeds matter?", repetitions),
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

  /// The differences of all runs from the first.
  private func differences(in metric: MetricRecord) -> HTML? {
    guard let first = runs.first else { return nil }
    let rows = runs.dropFirst().compactMap { run -> DifferencePlot.Row? in
      run.comparison(in: metric.name).map {
        DifferencePlot.Row(
          title: "\(run.shortName)\(place(of: run))", note: run.changes(from: first),
          comparison: $0)
      }
    }
    return DifferencePlot(
      direction: metric.direction, rows: rows,
      claim: "\(metric.title): differences from \(compared.referenceName)."
    ).html
  }

  /// " vs 91c0", where runs are compared with different ones.
  private func place(of run: ComparedRun) -> String {
    guard compared.hasSeveralReferences, let reference = run.reference else { return "" }
    return " vs \(reference.suffix(4))"
  }

  /// What the repetitions of each configuration came to.
  private var repetitions: HTML? {
    let groups = compared.repetitions
    guard let first = runs.first, let metric = groups.first?.metric else { return nil }
    var table = HTMLTable(
      columns: [
        .text("settings"), .text("seeds"), .number("mean \(metricTitle(metric))"),
        .number("standard deviation"), .number("range"),
      ] + (groups.contains { $0.goalsMetCount != nil } ? [.number("goals met")] : []))
    table.rows = groups.map { group in
      [
        "<b>\(group.title(from: first))</b>", "\(group.countText)", "\(group.meanText)",
        "\(group.deviationText)", "<span class=\"nowrap\">\(group.rangeText)</span>",
        "\(group.goalsText)",
      ]
    }
    return .figure(
      table.html,
      caption: "Runs that differ only in their seeds. The standard deviation is that of "
        + "\(metricTitle(metric)) from seed to seed.")
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
        let interval = NumberFormat.interval(own.estimate, unit: own.unit) ?? ""
        return "\(NumberFormat.value(own.estimate, unit: own.unit))<small>\(interval)</small>"
      }
      cells.append("\(run.record.training.map { NumberFormat.duration($0.seconds) } ?? "")")
      return cells
    }
    return .figure(
      table.html,
      caption:
        runs.contains { !$0.comparisons.isEmpty }
        ? "Overlapping intervals do not mean that there is no difference: the paired comparison "
          + "above is more precise."
        : "Each value has its own interval; without a paired comparison they show no difference.",
      isWide: true)
  }

  private var curves: HTML? {
    let all = runs.compactMap { run -> (String, [(x: Double, y: Double)])? in
      let points = (run.record.training?.epochs ?? []).compactMap { epoch in
        epoch.devLoss.map { (x: Double(epoch.epoch), y: $0) }
      }
      return points.count > 1 ? (run.shortName, points) : nil
    }
    let drawn = all.prefix(8)
    guard drawn.count > 1, let first = drawn.first,
      let x = Scale(of: drawn.flatMap { $0.1.map(\.x) }, padding: 0),
      let y = Scale(of: drawn.flatMap { $0.1.map(\.y) }, mayBeLogarithmic: true)
    else { return nil }
    let caption =
      "Dev loss by epoch"
      + (all.count > drawn.count ? " of \(drawn.count) of the \(all.count) runs" : "")
      + "; \(first.0) is drawn dashed."
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
    let settings = runs.map(\.record.settingValues)
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
