import Datasets
import Evaluation
import Learning
import LinearAlgebra
import Schema
import Specification
import Testing

@testable import Experiments

/// Quick baselines against answers worked by hand, and the contract that all of them keep.
@Suite struct BaselineTests {
  private func data(_ file: String, target: String, model: String) throws -> PreparedData {
    let text = """
      spec: 1
      name: example
      data:
        source: \(Checkout.path("datasets/\(file)"))
        target: \(target)
        split: {dev: 0, by: {every: 5, remainder: 4}}
      model: \(model)
      """
    let reader = SpecificationReader(shape: experimentShape)
    return try PreparedData(
      try ExperimentPlan(try reader.read(text: text, path: "example.yaml", overrides: [])))
  }

  private let context = BaselineContext(seed: 1, isCancelled: { false })

  /// Of wine's 178 rows 143 train: 47 of class_0, 57 of class_1, 39 of class_2.
  @Test func majorityGivesTheSharesOfTheTrainingRows() throws {
    let wine = try data("wine.csv", target: "cultivar", model: "softmax")
    let baseline = try BaselineEntry.majority.fit(wine, context)
    let outputs = baseline.outputs(wine.test)
    #expect(outputs.rowCount == wine.test.rowCount)
    let counts = wine.dataset.classCounts(in: .train).map(Double.init)
    let total = counts.reduce(0, +)
    for row in 0..<outputs.rowCount { #expect(outputs.row(row) == counts.map { $0 / total }) }
  }

  /// The mean of diabetes' training targets, from scikit-learn's DummyRegressor: see reference.py.
  @Test func meanGivesTheReferenceError() throws {
    let diabetes = try data("diabetes.csv", target: "progression", model: "linear")
    let baseline = try BaselineEntry.mean.fit(diabetes, context)
    let predictions = diabetes.predictions(
      diabetes.unscaled(baseline.outputs(diabetes.test)), on: .test)
    let error = try #require(metricCatalog.entry("mse").value(predictions))
    #expect(abs(error - 5936.505641374967) < 1e-6)
  }

  /// Petal width or length separates the species of iris far better than the sepals.
  @Test func oneInputChoosesAPetal() throws {
    let iris = try data("iris.csv", target: "species", model: "softmax")
    let baseline = try BaselineEntry.oneInput.fit(iris, context)
    #expect(baseline.source.contains("petal"), "\(baseline.source)")
  }

  @Test(arguments: [
    ("iris.csv", "species", "softmax"), ("breast_cancer.csv", "diagnosis", "logistic"),
    ("diabetes.csv", "progression", "ridge"),
  ])
  func everyBaselinePredictsEveryRow(_ file: String, _ target: String, _ model: String) throws {
    let data = try data(file, target: target, model: model)
    for entry in baselineCatalog.entries where entry.tasks.contains(data.task) {
      let outputs = try entry.fit(data, context).outputs(data.test)
      #expect(outputs.rowCount == data.test.rowCount, "\(entry.name)")
      #expect(outputs.columnCount == max(1, data.classNames.count), "\(entry.name)")
      let isFinite = outputs.storage.allSatisfy { $0.isFinite }
      #expect(isFinite, "\(entry.name)")
      if data.task.isClassification {
        for row in 0..<outputs.rowCount {
          #expect(abs(outputs.row(row).reduce(0, +) - 1) < 1e-9, "\(entry.name)")
        }
      }
    }
  }

  /// The prior and a linear model stand beside every network; a linear model is held
  /// against its best single input.
  @Test func standingBaselinesFitTheModel() {
    let network = modelCatalog.entry("mlp").recipeWithDefaults()
    let line = modelCatalog.entry("ridge").recipeWithDefaults()
    #expect(PredictionTask.binary.standingBaselines(for: network) == ["majority", "logistic"])
    #expect(PredictionTask.regression.standingBaselines(for: network) == ["mean", "ridge"])
    #expect(PredictionTask.regression.standingBaselines(for: line) == ["mean", "one_input"])
  }
}
