import Findings
import Learning
import Schema

extension CheckEntry {
  static let lossMatchesOutput = CheckEntry(
    code: "SS01", title: "loss and output activation match the task", stage: .static,
    evidenceKind: .contradiction, worst: .stop,
    summary: "Task, output activation and loss belong together.",
    formula: "regression: identity with squared, absolute or Huber error; classification: "
      + "softmax or sigmoid with cross-entropy, or hinge; combinations that cannot be trained "
      + "stop, squared and absolute errors of probabilities warn",
    source: "UMLAUT; DeepDiagnosis; Theia, structural faults before training",
    knownFalseAlarms: "squared error of probabilities (Brier score) may be intended: it warns",
    cost: "none",
    body: .before { context in
      let loss = context.loss
      do throws(FitError) {
        _ = try OutputHead(
          task: context.task, outputCount: max(1, context.classNames.count), loss: loss,
          activation: context.recipe.network?.outputActivation)
      } catch {
        return Finding(
          verdict: .stop, message: context.explanation(of: error),
          evidence: [.text(title: "loss", text: loss.rawValue)],
          causes: ["training.loss", "model.output.activation"],
          remedy: "leave training.loss and model.output.activation at auto")
      }
      let isClasses = context.task.isClassification
      if isClasses, loss.isPointwise {
        return Finding(
          verdict: .warning,
          message: "\(loss.rawValue) of probabilities learns classes slowly: its gradient vanishes "
            + "where a prediction is confidently wrong",
          evidence: [.text(title: "loss", text: loss.rawValue)],
          causes: ["training.loss: \(loss.rawValue)"],
          remedy: "training.loss: auto", edits: [SpecEdit(.loss, "auto")])
      }
      return .passed("\(loss.rawValue) fits a \(context.task.rawValue) task")
    })
}
