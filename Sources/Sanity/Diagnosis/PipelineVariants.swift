public import Findings
public import Learning
public import Schema

/// A pipeline that can be rebuilt with some values of its spec changed.
///
/// A trial therefore runs exactly what the edited spec would run.
public protocol PipelineVariants: Sendable {
  /// The resolved value of a dotted path, written or default; nil without one.
  func value(at path: SettingPath) -> Literal?
  /// The same value as one line of YAML.
  func text(at path: SettingPath) -> String?
  func place(of path: SettingPath) -> SpecPlace
  /// The pipeline with the edits applied; throws when they make no valid spec.
  func variant(_ edits: [SpecEdit]) throws -> PipelineVariant
}

/// The pipeline of an edited spec, up to its training.
public struct PipelineVariant: Sendable {
  public let recipe: any ModelRecipe
  public let plan: TrainingPlan
  /// One name for each input.
  public let inputNames: [String]
  /// The rows with the given ids as this pipeline prepares them, fitted on all training rows.
  public let rows: @Sendable ([Int]) throws -> TrainingSet

  public init(
    recipe: any ModelRecipe, plan: TrainingPlan, inputNames: [String],
    rows: @escaping @Sendable ([Int]) throws -> TrainingSet
  ) {
    self.recipe = recipe
    self.plan = plan
    self.inputNames = inputNames
    self.rows = rows
  }
}
