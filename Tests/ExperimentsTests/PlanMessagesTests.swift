import Datasets
import Diagnostics
import Foundation
import Schema
import Testing

@testable import Experiments
@testable import Specification

/// Messages about what a spec says of a model or of its data, to the letter.
@Suite struct PlanMessagesTests {
  /// A spec on iris with other keys in place of some.
  private func plan(_ changes: String, data: String = "target: species") throws -> ExperimentPlan {
    let text = """
      spec: 1
      name: example
      data: {source: \(Checkout.path("datasets/iris.csv")), \(data)}
      \(changes)
      """
    let reader = SpecificationReader(shape: experimentShape)
    return try ExperimentPlan(try reader.read(text: text, path: "example.yaml", overrides: []))
  }

  private func messages(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch let error as DiagnosticsError {
      return error.diagnostics.map { DiagnosticRenderer().render($0) }
    } catch let error as DatasetError {
      return error.diagnostics.map { DiagnosticRenderer().render($0) }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func penaltiesAreWrittenOneWay() {
    let found = messages { _ = try plan("model: {kind: softmax, c: 1, l2: 0.1}") }
    #expect(
      found == [
        """
        example.yaml:4:27: error: model.c and model.l2 must not both be set; got both
           4 | model: {kind: softmax, c: 1, l2: 0.1}
             |                           ^ c is the inverse strength: l2 = 1 / (c · rows)
        """
      ])
  }

  @Test func publishedNumbersOutOfRangeAreRefusedTogether() {
    let found = messages {
      _ = try plan(
        "baselines:\n  - {literature: {accuracy: 97.8, source: a}}\n"
          + "  - {human: {log_loss: -3, source: b}}\nmodel: softmax")
    }
    #expect(
      found == [
        """
        example.yaml:5:29: error: baselines: accuracy must be a number from 0 to 1; got 97.8
           5 |   - {literature: {accuracy: 97.8, source: a}}
             |                             ^^^^ a percentage is written as a fraction: 0.978
        """,
        """
        example.yaml:6:24: error: baselines: log_loss must be a number of at least 0; got −3
           6 |   - {human: {log_loss: -3, source: b}}
             |                        ^^
        """,
      ])
  }

  @Test func goalsBeyondPerfectionAreRefusedTogether() {
    let found = messages {
      _ = try plan(
        "goals:\n  - {metric: accuracy, at_least: 2}\n  - {metric: log_loss, at_most: -0.5}\n"
          + "  - {metric: roc_auc, at_least: 1}\nmodel: softmax")
    }
    #expect(
      found == [
        """
        example.yaml:5:34: error: goals: accuracy is never above 1; got at_least: 2
           5 |   - {metric: accuracy, at_least: 2}
             |                                  ^ no model can meet this goal
        """,
        """
        example.yaml:6:33: error: goals: log_loss is never below 0; got at_most: −0.5
           6 |   - {metric: log_loss, at_most: -0.5}
             |                                 ^^^^ no model can meet this goal
        """,
      ])
  }

  @Test func gradientStepsTakeOtherLosses() {
    for model in ["{kind: mlp, hidden: []}", "{kind: softmax, solver: sgd}"] {
      #expect(messages { _ = try plan("model: \(model)\ntraining: {loss: hinge}") } == [])
    }
  }

  @Test func frozenLayersAreLayersOfTheNetwork() {
    let found = messages {
      _ = try plan("model: {kind: mlp, hidden: [8, 4], frozen: [hidden_1, hidden_3]}")
    }
    #expect(
      found == [
        """
        example.yaml:4:55: error: model.frozen must name layers of the network; got "hidden_3"
           4 | model: {kind: mlp, hidden: [8, 4], frozen: [hidden_1, hidden_3]}
             |                                                       ^^^^^^^^ did you mean "hidden_1"?
        """
      ])
    let all = messages { _ = try plan("model: {kind: mlp, frozen: [hidden_1, output]}") }
    #expect(all.count == 1)
    #expect(
      all.first?.contains(
        "error: model.frozen must leave a layer to train; got hidden_1, output") == true)
    #expect(messages { _ = try plan("model: {kind: mlp, frozen: [output]}") } == [])
  }

  @Test func aModelMustDoTheTask() {
    let found = messages { _ = try PreparedData(try plan("model: ridge")) }
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix(
        """
        example.yaml:4:8: error: model must fit the task, multiclass of "species"; got "ridge"
           4 | model: ridge
             |        ^^^^^ models for it: 
        """) == true, "\(found)")
  }

  @Test func aGoalNeedsAMetricOfTheTask() {
    let found = messages {
      _ = try PreparedData(
        try plan("model: softmax\ngoals: [{metric: rmse, at_most: 1}]"))
    }
    #expect(found.count == 1)
    #expect(
      found.first?.contains(
        "error: goals: metric must be a metric of a multiclass task; got \"rmse\"") == true)
  }

  @Test func aSliceMustNameAColumn() {
    let found = messages {
      _ = try PreparedData(
        try plan(
          "model: softmax\ngoals: [{metric: accuracy, slice: {specie: setosa}, at_least: 1}]"))
    }
    #expect(found.count == 1)
    #expect(
      found.first?.contains("goals: slice must name a column of the data; got \"specie\"") == true)
    #expect(found.first?.contains("did you mean \"species\"?") == true)
  }

  @Test func earlyStoppingNeedsDevRows() {
    let found = messages {
      _ = try PreparedData(
        try plan(
          "model: {kind: mlp, hidden: [4]}\ntraining: {early_stopping: {patience: 3}}",
          data: "target: species, split: {dev: 0}"))
    }
    #expect(!found.isEmpty)
    #expect(found.contains { $0.contains("early_stopping") && $0.contains("dev") }, "\(found)")
  }

  @Test func weightsMustNameClasses() {
    let found = messages {
      _ = try PreparedData(
        try plan("model: softmax\ntraining: {class_weights: {setosaa: 2}}"))
    }
    #expect(
      found == [
        """
        example.yaml:5:37: error: training.class_weights must name classes of "species"; got \
        "setosaa"
           5 | training: {class_weights: {setosaa: 2}}
             |                                     ^ did you mean "setosa"?
        """
      ])
  }

  @Test func aModelMustFitIntoMemory() {
    let found = messages {
      _ = try PreparedData(try plan("model: {kind: mlp, hidden: [1000000, 1000000]}"))
    }
    #expect(found.count == 1)
    #expect(found.first?.contains("model.hidden must fit into this machine's memory") == true)
  }

  @Test func everyExampleIsAValidPlan() throws {
    let folder = Checkout.path("experiments")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") }
    #expect(names.count >= 10)
    let reader = SpecificationReader(shape: experimentShape)
    for name in names {
      let spec = try reader.read(path: "\(folder)/\(name)", overrides: [])
      #expect(spec.warnings.isEmpty, "\(name)")
      _ = try ExperimentPlan(spec)
    }
  }
}
