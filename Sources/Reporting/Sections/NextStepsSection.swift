import Runs

extension ReportSection {
  static let nextSteps = ReportSection("What should I do next?") { record in
    NextStepsSection(steps: NextStep.steps(after: record)).html
  }
}

/// What to do after the run, most urgent first, each step with its reason.
struct NextStepsSection {
  let steps: [NextStep]

  var html: HTML {
    guard !steps.isEmpty else {
      return "<p>No next step follows from the record: the goals are met and no check warned.</p>"
    }
    let items = steps.map { step -> HTML in
      "<li><b>\(step.title)</b><small>\(Verdict.asSentence(step.reason))</small></li>"
    }
    return "<ol class=\"steps\">\(items)</ol>"
  }
}
