public import Datasets
public import Diagnostics
public import Learning
public import Sanity
import Schema
public import Specification

/// A spec with all names resolved: data, preprocessing, model, training, baselines and goals.
public struct ExperimentPlan: Sendable {
  public let spec: ExperimentSpec
  public let name: String
  public let question: String?
  public let request: DataRequest
  public let preprocessing: PreprocessingRequest
  public let recipe: any ModelRecipe
  let training: TrainingSettings
  public let gate: GateSettings
  let baselines: [BaselineRequest]
  /// Those of the spec, and the bounds of its deployment.
  let goals: [GoalRequest]
  let deployment: DeploymentSettings
  let evaluation: EvaluationSettings

  /// Resolves the spec; throws all problems that can be found without data.
  public init(_ spec: ExperimentSpec) throws(DiagnosticsError) {
    self.init(unchecked: spec)
    let problems = problems
    guard problems.isEmpty else { throw DiagnosticsError(problems) }
  }

  /// Resolves the spec without checking the rules of plans.
  init(unchecked spec: ExperimentSpec) {
    let settings = spec.settings
    self.spec = spec
    name = settings.string("name")
    question = settings.optionalString("question")
    training = TrainingSettings(settings.nested("training"))
    request = DataRequest(settings.nested("data"))
    preprocessing = PreprocessingRequest(settings.nested("preprocessing"))
    let model = settings.nested("model")
    recipe = modelCatalog.entry(model.string("kind")).make(model)
    gate = GateSettings(settings.nested("sanity"))
    baselines = settings.list("baselines").map(BaselineRequest.init)
    deployment = DeploymentSettings(settings.nested("deployment"))
    goals = settings.list("goals").map { GoalRequest(Settings($0)) } + deployment.goals
    evaluation = EvaluationSettings(settings.nested("evaluation"))
  }

  /// Short description of the model: "mlp 64-32".
  public var modelTitle: String {
    let model = spec.settings.nested("model")
    let widths = model.list("hidden").map { String($0.integer) }
    return ([recipe.kind] + (widths.isEmpty ? [] : [widths.joined(separator: "-")]))
      .joined(separator: " ")
  }

  /// The BLAS threads the spec asks for; nil leaves it to the machine.
  public var threadCount: Int? { training.threadCount }
}

/// The `evaluation` section.
struct EvaluationSettings: Sendable {
  let intervalLevel: Double
  let resampleCount: Int
  let worstRowCount: Int
  let slices: [GroupingRequest]
  let protected: [GroupingRequest]
  /// The file of key examples; nil without any.
  let keyExamples: (path: String, mark: Mark?)?

  init(_ settings: Settings) {
    intervalLevel = settings.number("interval_level")
    resampleCount = settings.integer("resamples")
    worstRowCount = settings.integer("worst_rows")
    slices = settings.list("slices").map(GroupingRequest.init)
    protected = settings.list("protected").map(GroupingRequest.init)
    keyExamples = settings.optionalString("must_pass").map { ($0, settings.mark("must_pass")) }
  }
}
