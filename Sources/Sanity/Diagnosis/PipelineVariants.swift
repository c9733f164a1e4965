public import Findings
public import Learning
public import Schema

/// A pipeline that can be made anew with some values of its spec changed.
///
/// What is tried is thereby exactly what a repaired spec would run.
public protocol PipelineVariants: Sendable {
  /// The value in force under a dotted path, written or by default; nil where none holds.
  func value(at path: String) -> Literal?
  /// The same as YAML writes it on one line.
  func text(at path: String) -> String?
  func place(of path: String) -> SpecPlace
  /// The pipeline with the edits applied; throws when they make no valid spec.
  func variant(_ edits: [SpecEdit]) throws -> PipelineVariant
}

/// A pipeline as a changed spec has it, up to its training.
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
