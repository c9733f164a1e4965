import Runs

/// A section of a run's report: the question it answers, and the answer for a run.
struct ReportSection: Sendable {
  /// The heading: "Is it good enough?".
  let question: String
  /// The section's content; nil or empty for a run that never reached it.
  let body: @Sendable (RunRecord) -> HTML?

  init(_ question: String, body: @escaping @Sendable (RunRecord) -> HTML?) {
    self.question = question
    self.body = body
  }
}

/// The sections of a report, one line each, in the order of the questions that readers ask.
let reportSections: [ReportSection] = [
  .trust,
  .quality,
  .baselines,
  .failures,
  .learning,
  .data,
  .nextSteps,
  .reproduction,
]
