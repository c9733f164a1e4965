import Evaluation
import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let missedClassRows = Threshold(
    "SE13", 20, "rows of a class from which at least one must be predicted correctly")
}

extension CheckEntry {
  static let missedClasses = CheckEntry(
    code: "SE13", title: "classes that are never predicted", stage: .evaluation, worst: .warn,
    summary: "Of each class with enough rows, at least one row is predicted correctly.",
    formula: "a class with at least as many rows as the threshold, none of which is predicted "
      + "as it",
    threshold: .missedClassRows,
    source: "SageMaker Debugger, class imbalance and confusion",
    knownFalseAlarms: "rare classes that are legitimately never the most probable: it never "
      + "stops a run",
    cost: "one pass over the predictions",
    body: .after { context in
      guard let predictions = context.predictions,
        case .classes(let classes) = predictions.truth
      else { return .notApplicable("there are no predicted classes") }
      let k = predictions.outputs.columnCount
      let counts = classes.counts(of: k)
      let found = classes.enumerated().filter { i, own in
        let row = predictions.outputs.row(i)
        return row.indices.max { row[$0] < row[$1] } == own
      }.map(\.element).counts(of: k)
      let limit = context.limit(.missedClassRows)
      let missed = (0..<k).filter { Double(counts[$0]) >= limit && found[$0] == 0 }
      guard !missed.isEmpty else { return .passed("every class is predicted", value: 0) }
      let names = missed.map { index in
        predictions.classNames.indices.contains(index)
          ? predictions.classNames[index] : String(index)
      }
      return Finding(
        verdict: .warning,
        message: "no row of \(Quoting.list(names)) is predicted correctly, "
          + "\(NumberFormat.count(missed.reduce(0) { $0 + counts[$1] }, "row")) in all",
        value: Double(missed.count), threshold: 0,
        evidence: [.names("classes", names)],
        causes: ["few train rows of the class", "a signal too weak for a rare class"],
        remedy: "training.class_weights: balanced")
    })
}
