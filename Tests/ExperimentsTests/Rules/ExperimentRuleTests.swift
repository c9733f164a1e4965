import Datasets
import Diagnostics
import Schema
import Testing

@testable import Experiments
@testable import Specification

/// The rules about several settings: each is broken by its example, and worded to the letter.
@Suite struct ExperimentRuleTests {
  private static let text = """
    spec: 1
    name: iris
    data:
      source: \(Checkout.path("datasets/iris.csv"))
      target: species
    model: softmax
    """

  /// The problems and warnings of a spec with overrides, up to the first phase that finds problems.
  private func diagnostics(_ overrides: [String], in text: String = text) -> [Diagnostic] {
    do {
      let spec = try SpecificationReader(shape: experimentShape).read(
        text: text, path: "mine.yaml", overrides: overrides)
      return try PreparedData(try ExperimentPlan(spec)).warnings
    } catch let error as DiagnosticsError {
      return error.diagnostics
    } catch let error as DatasetError {
      return error.diagnostics
    } catch {
      Issue.record("\(error)")
      return []
    }
  }

  @Test func everyRuleIsBrokenByItsBadExample() {
    for rule in experimentRules {
      #expect(diagnostics(rule.badExample).map(\.id) == [rule.id], "\(rule.badExample)")
    }
  }

  @Test func rulesHaveSummariesOfTheirOwn() {
    let summaries = experimentRules.map(\.summary)
    #expect(Set(summaries).count == summaries.count)
  }

  @Test(arguments: [
    (["goals=[{metric: accuracy}]"], "goals[0] must have either at_least or at_most; got neither"),
    (
      ["goals=[{metric: accuracy, at_least: 0, at_most: 1}]"],
      "goals[0] must have either at_least or at_most; got both"
    ),
    (
      ["goals=[{metric: model_bytes, at_most: 5, slice: {a: b}}]"],
      "goals[0].slice must go with a metric of predictions; got \"model_bytes\""
    ),
    (
      ["data.split.dev=0.5", "data.split.test=0.75"],
      "data.split.dev + data.split.test must be below 1; got 1.25"
    ),
    (
      ["data.split.by={every: 5, remainder: 7}"],
      "data.split.by.remainder must be less than every, 5; got 7"
    ),
    (
      ["data.weight=species"],
      "data.weight must be another column than data.target; got \"species\""
    ),
    (
      ["data.features.species=category"],
      "data.features.species must be another column than data.target; got \"species\""
    ),
    (
      ["data.features.species=drop"],
      "data.features.species must be another column than data.target; got \"species\""
    ),
    (
      ["data.split.by={group: species}"],
      "data.split.by must be another column than data.target; got \"species\""
    ),
    (
      ["baselines=[majority, {human: {source: me, rows: 5}}]"],
      "baselines[1].human must have the value of a metric; got none"
    ),
    (
      ["model=mlp", "training.epochs=1", "training.steps=1"],
      "training must have either epochs or steps; got both"
    ),
    (
      ["model=mlp", "training.early_stopping={}", "data.split.dev=0"],
      "training.early_stopping must have dev rows to monitor; got none"
    ),
    (
      ["model={kind: mlp, dropout: 0.2}", "training.optimizer=lbfgs"],
      "training.optimizer \"lbfgs\" cannot be used: dropout changes the objective from step to step"
    ),
    (
      ["model=mlp", "training={optimizer: lbfgs, l1: 0.1}"],
      "training.optimizer \"lbfgs\" cannot be used: l1 makes the objective non-smooth"
    ),
  ])
  func reportsSettingsThatDoNotGoTogether(overrides: [String], message: String) {
    #expect(diagnostics(overrides).map(\.message) == [message])
  }

  @Test(arguments: [
    ["model=mlp", "training.early_stopping={}", "data.split.dev=0.1"],
    ["preprocessing.fill_value=1", "preprocessing.impute=constant"],
    ["model=mlp", "training.steps=1"], ["data.task=multiclass"],
    ["data.split.dev=0.5", "data.split.test=0.45"],
    ["training.class_weights=none", "training.label_smoothing=0"],
  ])
  func acceptsSettingsThatGoTogether(overrides: [String]) {
    #expect(diagnostics(overrides) == [])
  }

  @Test func warnsOfPatienceThatNeverEnds() {
    let text =
      Self.text.replacing("softmax", with: "mlp")
      + "\ntraining: {epochs: 3, early_stopping: {patience: 3}}"
    #expect(
      diagnostics([], in: text).map { DiagnosticRenderer().render($0) } == [
        """
        mine.yaml:7:50: warning: early stopping never acts: its patience, 3, is not below \
        training.epochs, 3
           7 | training: {epochs: 3, early_stopping: {patience: 3}}
             |                                                  ^
        """
      ])
  }
}
