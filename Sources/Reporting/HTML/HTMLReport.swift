public import Runs
import Text

/// One offline HTML file for a run, or for several: no network, no scripts.
public enum HTMLReport {
  /// The report of one run, with the parts that it reached.
  public static func render(_ record: RunRecord) -> String {
    Page(title: title(of: record), body: body(of: record), record: record).html.markup
  }

  private static func title(of record: RunRecord) -> String {
    "\(record.experiment): \(Verdict(of: record).sentence)"
  }

  private static func body(of record: RunRecord) -> HTML {
    var sections: [HTML] = [VerdictHeader(record: record).html]
    func add(_ question: String, _ body: HTML?) {
      guard let body, !body.isEmpty else { return }
      sections.append("<section><h2>\(question)</h2>\(body)</section>")
    }
    add("Can I trust this run?", record.gate.map { TrustSection(gate: $0).html })
    if record.judgedEvaluation != nil || !record.goals.isEmpty {
      add("Is it good enough?", QualitySection(record: record).html)
    }
    if !record.baselines.isEmpty {
      add("Better than what?", BaselineSection(record: record).html)
    }
    add(
      "Where does it fail?",
      record.analysis.map { FailureSection(record: record, analysis: $0).html })
    add("How did it learn?", record.training.map(learning))
    add("What went in?", record.data.map { DataSection(data: $0).html })
    add("What should I do next?", steps(after: record))
    add("Can I reproduce it?", ReproductionSection(record: record).html)
    return HTML(sections)
  }

  private static func learning(_ training: TrainingRecord) -> HTML {
    let solver = training.solver.map { "Solved by \($0). " } ?? ""
    let steps =
      training.solver == nil ? NumberFormat.count(training.stepCount, "step") + " in " : ""
    let text =
      solver + Verdict.asSentence(training.ending) + " "
      + Verdict.asSentence(
        (steps.isEmpty ? "it took " : steps) + NumberFormat.duration(training.seconds) + ", "
          + NumberFormat.rate(training.rowsPerSecond))
    return "<p>\(text)</p>\(LearningCurves(training: training).html ?? "")"
  }

  private static func steps(after record: RunRecord) -> HTML {
    let steps = NextStep.steps(after: record)
    guard !steps.isEmpty else {
      return "<p>Nothing in the record asks for more: the goals are met and no check warned.</p>"
    }
    let items = steps.map { step -> HTML in
      "<li><b>\(step.title)</b><small>\(Verdict.asSentence(step.reason))</small></li>"
    }
    return "<ol class=\"steps\">\(items)</ol>"
  }
}
