import Datasets
import Diagnostics
import Schema
import Testing

@testable import Experiments
@testable import Specification

/// A setting that nothing uses is an error with what would use it.
@Suite struct UnusedSettingsTests {
  private func rendered(
    _ changes: String, data: String = "target: species", file: String = "iris.csv",
    overrides: [String] = []
  ) -> [String] {
    let text = """
      spec: 1
      name: example
      data: {source: \(Checkout.path("datasets/\(file)")), \(data)}
      \(changes)
      """
    do {
      let spec = try SpecificationReader(shape: experimentShape).read(
        text: text, path: "example.yaml", overrides: overrides)
      _ = try PreparedData(try ExperimentPlan(spec))
      return []
    } catch let error as DiagnosticsError {
      return error.diagnostics.map { DiagnosticRenderer().render($0) }
    } catch let error as DatasetError {
      return error.diagnostics.map { DiagnosticRenderer().render($0) }
    } catch {
      return ["\(error)"]
    }
  }

  private func problems(_ changes: String, data: String = "target: species") -> [String] {
    rendered(changes, data: data).compactMap {
      $0.split(separator: "\n").first?.split(separator: "error: ").last.map(String.init)
    }
  }

  @Test func namesWhatWouldUseIt() {
    #expect(
      rendered("model: {kind: softmax, solver: newton}\ntraining: {epochs: 5}") == [
        """
        example.yaml:5:20: error: training.epochs has no effect
           5 | training: {epochs: 5}
             |                    ^ model.solver: sgd uses it; newton does not
        """
      ])
    #expect(
      rendered("model: {kind: softmax, solver: sgd}\ntraining: {precision: double}") == [
        """
        example.yaml:5:23: error: training.precision has no effect
           5 | training: {precision: double}
             |                       ^^^^^^ model: mlp uses it; softmax does not
        """
      ])
    #expect(
      rendered("model: mlp\ntraining: {optimizer: lbfgs, batch_size: 16}") == [
        """
        example.yaml:5:42: error: training.batch_size has no effect
           5 | training: {optimizer: lbfgs, batch_size: 16}
             |                                          ^^ training.optimizer: sgd, momentum, nesterov, \
        rmsprop, adagrad, adam, adamw use it; lbfgs does not
        """
      ])
    #expect(
      rendered("model: {kind: logistic, folds: 3}")
        == [
          """
          example.yaml:4:32: error: model.folds has no effect
             4 | model: {kind: logistic, folds: 3}
               |                                ^ model.l2: auto uses it
          """
        ])
    #expect(
      rendered("model: mlp\npreprocessing: {target_scale: none}") == [
        """
        example.yaml:5:31: error: preprocessing.target_scale has no effect
           5 | preprocessing: {target_scale: none}
             |                               ^^^^ a regression task uses it; multiclass does not
        """
      ])
    #expect(
      rendered("model: softmax\npreprocessing: {fill_value: 1}") == [
        """
        example.yaml:5:29: error: preprocessing.fill_value has no effect
           5 | preprocessing: {fill_value: 1}
             |                             ^ preprocessing.impute: constant uses it; mean does not
        """
      ])
    #expect(
      rendered("model: {kind: mlp, output: {bias: false, bias_initialization: prior}}") == [
        """
        example.yaml:4:63: error: model.output.bias_initialization has no effect
           4 | model: {kind: mlp, output: {bias: false, bias_initialization: prior}}
             |                                                               ^^^^^ model.output.bias: true \
        uses it; false does not
        """
      ])
    let split = rendered(
      "model: softmax", data: "target: species, split: {test: 0.3, by: {every: 5}}")
    #expect(split.count == 1)
    #expect(split.first?.contains("error: data.split.test has no effect\n") == true)
    #expect(split.first?.hasSuffix("^^^ data.split.by.every takes its place") == true)
  }

  @Test func solversUseNoSettingOfGradientTraining() {
    let settings = [
      "loss: cross_entropy", "reduction: sum", "optimizer: sgd", "learning_rate: 0.1",
      "optimizer: {kind: sgd}", "schedule: cosine", "clip_norm: 1", "batch_size: 32",
      "accumulate: 2", "shuffle: true", "epochs: 20", "steps: 5", "early_stopping: {}",
      "checkpoint_every: {steps: 5}", "precision: float",
    ]
    for setting in settings {
      let key =
        setting == "learning_rate: 0.1" ? "optimizer.learning_rate" : setting.prefix { $0 != ":" }
      #expect(
        problems("model: softmax\ntraining: {\(setting)}") == ["training.\(key) has no effect"],
        "\(setting)")
    }
  }

  @Test func overridesAndSweepsAreHeldToIt() throws {
    #expect(
      rendered("model: softmax", overrides: ["training.learning_rate=0.1"]).first?.hasPrefix(
        "override:1:24: error: training.optimizer.learning_rate has no effect") == true,
      "\(rendered("model: softmax", overrides: ["training.learning_rate=0.1"]))")
    let specs = try SpecificationReader(shape: experimentShape).sweep(
      text: "spec: 1\nname: x\ndata: {source: a.csv, target: y}\nmodel: ridge", path: "x.yaml",
      overrides: ["training.epochs=1,2"])
    #expect(specs.count == 2)
    for spec in specs { #expect(throws: DiagnosticsError.self) { try ExperimentPlan(spec) } }
  }

  @Test func whatIsNotWrittenIsNotReported() {
    #expect(problems("model: softmax") == [])
    #expect(problems("model: softmax\ntraining: {early_stopping: null, clip_norm: null}") == [])
    #expect(
      problems("model: softmax\ntraining: {seed: 2, threads: 1, l2: 0.1, reduction: sum}") == [])
  }

  @Test func theFormatOfTheDataDecidesOverTheDialect() throws {
    let text = """
      spec: 1
      name: example
      data:
        source: a.npy
        format: npy
        target: y
        csv: {trim: true}
      model: ridge
      """
    let spec = try SpecificationReader(shape: experimentShape).read(text: text, path: "x.yaml")
    do {
      _ = try ExperimentPlan(spec)
      Issue.record("csv keys of an npy file are accepted")
    } catch {
      #expect(error.diagnostics.map(\.message) == ["data.csv has no effect"])
      #expect(error.diagnostics.first?.hint == "only delimited text, csv or tsv, uses it")
    }
  }
}
