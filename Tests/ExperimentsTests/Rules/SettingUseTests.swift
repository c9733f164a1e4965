import Learning
import Schema
import Testing

@testable import Experiments
@testable import Specification

/// Each optional setting on each model with each solver: it changes the training, or it is an error
/// and would have changed nothing.
@Suite struct SettingUseTests {
  /// A model and how it is trained, before a setting is added.
  struct Base: Sendable, CustomTestStringConvertible {
    let task: PredictionTask
    let overrides: [String]
    var testDescription: String { "\(task) \(overrides.joined(separator: " "))" }
  }

  private static let bases: [Base] = modelCatalog.entries.flatMap { entry in
    let tasks = PredictionTask.allCases.filter(entry.tasks.contains)
    let solver = entry.fields.first { $0.name == "solver" }
    guard let solver, case .scalar(let rule) = solver.shape else {
      return tasks.flatMap { task in
        [
          "model=\(entry.name) training.optimizer=sgd",
          "model=\(entry.name) training.optimizer=lbfgs",
          "model={kind:\(entry.name),hidden:[]} training.optimizer=sgd",
          "model={kind:\(entry.name),initialization:zeros} training.optimizer=sgd",
        ].map { Base(task: task, overrides: $0.split(separator: " ").map(String.init)) }
      }
    }
    return tasks.flatMap { task in
      rule.options.flatMap { option -> [Base] in
        let optimizers = option.name == "sgd" ? ["sgd", "lbfgs"] : [nil]
        let penalties = ["l1", "l2"].filter { penalty in
          entry.fields.contains { $0.name == penalty && "\($0.shape)".contains("auto") }
        }
        return optimizers.flatMap { optimizer in
          ([""] + penalties.map { ",\($0):auto" }).map { penalty in
            Base(
              task: task,
              overrides: ["model={kind:\(entry.name),solver:\(option.name)\(penalty)}"]
                + (optimizer.map { ["training.optimizer=\($0)"] } ?? []))
          }
        }
      }
    }
  }

  private static func settings(_ task: PredictionTask) -> [(path: String, value: String)] {
    let training = [
      ("loss", task == .regression ? "huber" : "mse"), ("reduction", "sum"),
      ("label_smoothing", "0.2"), ("class_weights", "{setosa: 3}"), ("optimizer", "adam"),
      ("optimizer.learning_rate", "0.3"), ("schedule", "cosine"), ("l1", "0.05"), ("l2", "0.3"),
      ("clip_norm", "1e-3"), ("batch_size", "7"), ("accumulate", "2"), ("shuffle", "false"),
      ("epochs", "3"), ("steps", "2"), ("early_stopping", "{patience: 1}"),
      ("checkpoint_every", "{steps: 1}"), ("precision", "double"),
    ]
    let model = [
      ("fit_intercept", "false"), ("l1", "0.02"), ("l2", "0.3"), ("c", "0.01"),
      ("tolerance", "0.5"),
      ("max_iterations", "1"), ("selection", "gcv"), ("selection", "one_standard_error"),
      ("folds", "2"), ("activation", "tanh"), ("layer_norm", "true"),
      ("initialization", "glorot_normal"), ("initialization_scale", "0.5"),
      ("bias_initialization", "0.5"), ("dropout", "0.5"), ("frozen", "[output]"),
      ("output.bias", "false"), ("output.bias_initialization", "0.5"),
    ]
    let listed = Set(model.map(\.0) + ["hidden", "learning_rate", "solver"])
    let others = modelCatalog.entries.flatMap(\.fields).filter { !listed.contains($0.name) }
      .compactMap { field in field.otherValue.map { (field.name, $0) } }
    return training.map { ("training.\($0)", $1) }
      + (model + others).map { ("model.\($0)", $1) }
  }

  /// What is used and yet leaves no trace in the weights of an uninterrupted training, or none
  /// where the best epoch is the last, or none where every weight stays 0.
  private static func traceless(in base: Base) -> Set<String> {
    let always: Set = ["training.checkpoint_every", "training.early_stopping"]
    guard base.testDescription.contains("initialization:zeros") else { return always }
    return always.union(["model.activation", "model.dropout", "training.l1", "training.l2"])
  }

  @Test func theListNamesEverySetting() {
    let listed = Set(Self.settings(.binary).map { $0.path.split(separator: ".")[1] })
    var names = Set(modelCatalog.entries.flatMap { $0.fields.map(\.name) })
    if case .mapping(let sections) = experimentShape.root,
      case .mapping(let fields)? = sections.first(where: { $0.name == "training" })?.shape
    {
      names.formUnion(fields.map(\.name))
    }
    // Threads and the seed are used by everything; these are the model itself.
    #expect(
      names.subtracting(listed.map(String.init))
        == ["learning_rate", "threads", "seed", "solver", "hidden"])
  }

  @Test(arguments: bases)
  func everySettingHasAnEffectOrIsAnError(_ base: Base) throws {
    let data = try PreparedData(try plan(base.task, Self.valid(base)))
    guard let before = outcome(try plan(base.task, base.overrides), data) else { return }
    for (path, value) in Self.settings(base.task) {
      // Where the model has no such setting, or a rule about several forbids it.
      guard let plan = try? plan(base.task, base.overrides + ["\(path)=\(value)"]) else { continue }
      let isRefused = UnusedSettings(of: plan, task: base.task).paths.contains(path)
      let outcome = outcome(plan, data)
      let difference = outcome.map { Self.difference($0, before) } ?? .infinity
      // The library takes sgd for another loss; a spec must say so, since sgd reads other settings.
      if path == "training.loss", base.testDescription.contains("solver:auto") {
        #expect(isRefused, "\(path) must be refused where the solver is auto")
      } else if isRefused {
        // A training that fails with it cannot have used it.
        #expect(outcome == nil || difference < 1e-6, "\(path) is refused, and changes the training")
      } else if !Self.traceless(in: base).contains(path) {
        #expect(difference > 0, "\(path) is accepted, and changes nothing")
      }
    }
  }

  /// Any valid spec for the task: only the rows matter.
  private static func valid(_ base: Base) -> [String] {
    ["model=\(base.task == .regression ? "ridge" : "softmax")"]
  }

  private func plan(_ task: PredictionTask, _ overrides: [String]) throws -> ExperimentPlan {
    let (file, target, limit) =
      switch task {
      case .regression: ("diabetes.csv", "progression", 100)
      case .binary: ("iris.csv", "species", 100)
      case .multiclass: ("iris.csv", "species", 150)
      }
    let text = """
      spec: 1
      name: example
      data: {source: \(Checkout.path("datasets/\(file)")), target: \(target), limit: \(limit)}
      model: mlp
      """
    return ExperimentPlan(
      unchecked: try SpecificationReader(shape: experimentShape).read(
        text: text, path: "example.yaml", overrides: overrides))
  }

  /// nil where the model cannot be fitted.
  private func outcome(_ plan: ExperimentPlan, _ data: PreparedData) -> TrainingOutcome? {
    try? plan.recipe.fitted(
      to: data.train, dev: data.dev, plan: plan.trainingPlan(for: data),
      context: TrainingContext())
  }

  /// The largest difference between weights; infinite where the trainings differ otherwise.
  private static func difference(_ first: TrainingOutcome, _ second: TrainingOutcome) -> Double {
    guard first.stepCount == second.stepCount, first.solve?.solver == second.solve?.solver,
      first.solve?.selection == second.solve?.selection
    else { return .infinity }
    let weights = [first, second].map { $0.model.tensors.flatMap(numbers) }
    guard weights[0].count == weights[1].count else { return .infinity }
    return zip(weights[0], weights[1]).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  private static func numbers(_ tensor: NamedTensor) -> [Double] {
    switch tensor.values {
    case .single(let values): values.map(Double.init)
    case .double(let values): values
    }
  }
}

extension Field {
  /// A value that is not the default one, for settings of which any other will do.
  fileprivate var otherValue: String? {
    guard case .value(let value) = fallback else { return nil }
    return switch value {
    case .boolean(let flag): "\(!flag)"
    case .integer(let count): "\(count + 1)"
    case .number(let number): "\(number / 2)"
    case .null, .string, .list, .mapping: nil
    }
  }
}
