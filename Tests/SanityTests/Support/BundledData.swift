import Datasets
import Foundation
import Learning
import LinearAlgebra
import Schema

@testable import Sanity

/// A pipeline on one of the datasets that come with the project, as the runner prepares it.
struct BundledPipeline {
  var recipe: any ModelRecipe
  var plan: TrainingPlan
  var request: DataRequest
  var preprocessing = PreprocessingRequest(
    scale: .standard, impute: .mean, indicators: true, encode: .oneHot, unknownCategory: .ignore,
    targetScale: .standard)

  init(_ name: String, target: String, _ recipe: any ModelRecipe, _ plan: TrainingPlan) {
    let path = Self.path(of: name)
    let isRegression = name == "diabetes"
    request = DataRequest(
      source: .file(.init(path)), target: target,
      split: SplitRequest(
        method: isRegression ? .random : .stratified, dev: 0.15, test: 0.15, seed: plan.seed))
    self.recipe = recipe
    self.plan = plan
  }

  static func isPresent(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(of: name))
  }

  private static func path(of name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../datasets/\(name).csv").standardized.path
  }

  func context() throws -> GateContext {
    let dataset = try DatasetLoader().load(request).dataset
    let fitted = try FittedPreprocessing.fitted(
      to: dataset, rowIDs: dataset.split.train, request: preprocessing)
    func rows(_ part: Part) throws -> TrainingSet {
      let ids = dataset.split[part]
      let targets: Targets =
        dataset.schema.task.isClassification
        ? .classes(
          dataset.classIndices(of: ids), classCount: dataset.schema.classNames.count)
        : .values(fitted.scaledTargets(dataset.targetValues(of: ids)))
      let inputs: Inputs =
        recipe.precision == .float
        ? .single(try fitted.inputs(of: dataset.table, rowIDs: ids, as: Float.self))
        : .double(try fitted.inputs(of: dataset.table, rowIDs: ids, as: Double.self))
      return TrainingSet(inputs: inputs, targets: targets, rowIDs: ids)
    }
    return GateContext(
      dataset: dataset, inputNames: fitted.inputNames, train: try rows(.train),
      dev: try rows(.dev), test: try rows(.test), recipe: recipe, plan: plan, seed: plan.seed)
  }
}
