import Diagnostics
import Testing

@testable import Specification

@Test func everyRuleIsBrokenByItsBadExample() throws {
  for rule in CrossFieldRule.all {
    let ids: [String]
    do {
      let spec = try sampleReader.read(
        text: SampleSpecs.small, path: "f", overrides: rule.badExample)
      ids = spec.warnings.map(\.id)
    } catch {
      ids = error.diagnostics.map(\.id)
    }
    #expect(ids == [rule.id])
  }
}

@Test func rulesHaveNamesOfTheirOwn() {
  let ids = CrossFieldRule.all.map(\.id)
  #expect(Set(ids).count == ids.count)
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
    ["data.positive=a", "data.task=multiclass"],
    "data.positive must go with the task binary; got the task \"multiclass\""
  ),
  (
    ["data.csv.trim=true", "data.format=npy"],
    "data.csv must go with the format csv or tsv; got the format \"npy\""
  ),
  (
    ["preprocessing.fill_value=1"],
    "preprocessing.fill_value must go with impute: constant; got impute: mean"
  ),
  (
    ["baselines=[majority, {human: {source: me, rows: 5}}]"],
    "baselines[1].human must have the value of a metric; got none"
  ),
  (
    ["training.epochs=1", "training.steps=1"],
    "training must have either epochs or steps; got both"
  ),
  (
    ["training.early_stopping={}", "data.split.dev=0"],
    "training.early_stopping must have dev rows to watch; got data.split.dev 0"
  ),
  (
    ["training.label_smoothing=0.1", "data.task=regression"],
    "training.label_smoothing must go with classes; got the task \"regression\""
  ),
])
func reportsKeysThatDoNotGoTogether(overrides: [String], message: String) {
  let first = messages(SampleSpecs.small, overrides: overrides).split(separator: "\n").first
  #expect(first?.hasSuffix(": error: " + message) == true, "\(first ?? "nothing")")
}

@Test(arguments: [
  ["data.features.species=drop"], ["training.early_stopping={}", "data.split.dev=0.1"],
  ["training.early_stopping={}", "data.split.dev=0", "data.split.by={column: part}"],
  ["training.early_stopping={}", "data.split.dev=0", "data.source={train: a, dev: b}"],
  ["preprocessing.fill_value=1", "preprocessing.impute=constant"],
  ["data.format=idx"], ["training.steps=1"], ["data.positive=a", "data.task=binary"],
  ["data.split.dev=0.5", "data.split.test=0.499"],
  ["training.class_weights=none", "data.task=regression"],
])
func keysThatGoTogetherAreRight(overrides: [String]) {
  #expect(messages(SampleSpecs.small, overrides: overrides) == "")
}

@Test func warnsOfPatienceThatNeverEnds() throws {
  let spec = try read(SampleSpecs.small + "\ntraining: {epochs: 3, early_stopping: {patience: 3}}")
  #expect(
    spec.warnings.map { DiagnosticRenderer().render($0) } == [
      """
      mine.yaml:7:50: warning: early stopping never acts: its patience, 3, is not below \
      training.epochs, 3
         7 | training: {epochs: 3, early_stopping: {patience: 3}}
           |                                                  ^
      """
    ])
}
