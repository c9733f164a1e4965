import Runs
import Text

extension ReportSection {
  static let learning = ReportSection("How did it learn?") { record in
    record.training.map { LearningSection(training: $0).html }
  }
}

/// How training ended, how long it took, and the learning curves.
struct LearningSection {
  let training: TrainingRecord

  var html: HTML {
    let solver = training.solver.map { "Solved by \($0). " } ?? ""
    let steps =
      training.solver == nil
      ? NumberFormat.count(training.stepCount, "step") + " in " : "it took "
    let cost =
      steps + NumberFormat.duration(training.seconds) + ", "
      + NumberFormat.rate(training.rowsPerSecond)
    let text = solver + Verdict.asSentence(training.ending) + " " + Verdict.asSentence(cost)
    return "<p>\(text)</p>\(LearningCurves(training: training).html ?? "")"
  }
}
