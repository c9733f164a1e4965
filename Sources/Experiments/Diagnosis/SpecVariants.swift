import Datasets
import Diagnostics
public import Findings
import Learning
public import Sanity
public import Schema
import Specification

/// The pipelines of a spec with some of its values changed, on data that were read once.
public struct SpecVariants: PipelineVariants {
  let plan: ExperimentPlan
  let data: PreparedData

  public init(plan: ExperimentPlan, data: PreparedData) {
    self.plan = plan
    self.data = data
  }

  public func value(at path: SettingPath) -> Literal? { plan.spec.value(at: path) }

  public func text(at path: SettingPath) -> String? { plan.spec.text(at: path) }

  public func place(of path: SettingPath) -> SpecPlace {
    guard let (mark, isSet) = plan.spec.mark(of: path) else {
      return SpecPlace(
        file: plan.spec.path, line: nil, column: nil, excerpt: "", length: 0, isSet: false)
    }
    return SpecPlace(
      file: mark.location.file, line: mark.location.line, column: mark.location.column,
      excerpt: mark.excerpt.line, length: mark.excerpt.length, isSet: isSet)
  }

  /// The plan with the edits applied, without the settings that the edits leave without effect.
  private func changedPlan(_ edits: [SpecEdit]) throws -> ExperimentPlan {
    let reader = SpecificationReader(shape: experimentShape)
    let overrides = plan.spec.overrides + edits.map(\.override)
    let spec = try reader.read(text: plan.spec.text, path: plan.spec.path, overrides: overrides)
    let unused = UnusedSettings(of: ExperimentPlan(unchecked: spec), task: data.task).paths
      .filter { path in !edits.contains { $0.path.text == path } }
    guard !unused.isEmpty else { return try ExperimentPlan(spec) }
    return try ExperimentPlan(
      try reader.read(
        text: plan.spec.text, path: plan.spec.path,
        overrides: overrides + unused.map { "~\($0)" }))
  }

  public func variant(_ edits: [SpecEdit]) throws -> PipelineVariant {
    let changed = try changedPlan(edits)
    let keepsInputs = !edits.contains { $0.path.isIn(.preprocessing) }
    let preprocessing =
      keepsInputs
      ? data.preprocessing
      : try FittedPreprocessing.fitted(
        to: data.dataset, rowIDs: data.dataset.split.train, request: changed.preprocessing)
    let precision = changed.recipe.precision
    let reusesRows = keepsInputs && precision == plan.recipe.precision
    return PipelineVariant(
      recipe: changed.recipe, plan: changed.trainingPlan(for: data),
      inputNames: preprocessing.inputNames
    ) { [data] rowIDs in
      if reusesRows, rowIDs == data.train.rowIDs { return data.train }
      return try PreparedData.trainingSet(data.dataset, rowIDs: rowIDs, preprocessing, precision)
    }
  }
}
