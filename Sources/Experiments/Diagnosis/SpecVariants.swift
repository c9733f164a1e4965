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

  public func value(at path: String) -> Literal? { plan.spec.value(at: path) }

  public func text(at path: String) -> String? { plan.spec.text(at: path) }

  public func place(of path: String) -> SpecPlace {
    guard let (mark, isSet) = plan.spec.mark(of: path) else {
      return SpecPlace(
        file: plan.spec.path, line: nil, column: nil, excerpt: "", length: 0, isSet: false)
    }
    return SpecPlace(
      file: mark.location.file, line: mark.location.line, column: mark.location.column,
      excerpt: mark.excerpt.line, length: mark.excerpt.length, isSet: isSet)
  }

  public func variant(_ edits: [SpecEdit]) throws -> PipelineVariant {
    let spec = try SpecificationReader(shape: experimentShape).read(
      text: plan.spec.text, path: plan.spec.path,
      overrides: plan.spec.overrides + edits.map(\.override))
    let changed = try ExperimentPlan(spec)
    let keepsInputs = !edits.contains { $0.path.hasPrefix("preprocessing.") }
    let preprocessing =
      keepsInputs
      ? data.preprocessing
      : try FittedPreprocessing.fitted(
        to: data.dataset, rows: data.dataset.split.train, request: changed.preprocessing)
    let precision = changed.recipe.precision
    let reusesRows = keepsInputs && precision == plan.recipe.precision
    return PipelineVariant(
      recipe: changed.recipe, plan: changed.trainingPlan(for: data),
      inputNames: preprocessing.inputNames
    ) { [data] rowIDs in
      if reusesRows, rowIDs == data.train.rowIDs { return data.train }
      return try PreparedData.trainingSet(data.dataset, rows: rowIDs, preprocessing, precision)
    }
  }
}
