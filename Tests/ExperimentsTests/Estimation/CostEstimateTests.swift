import Learning
import LinearAlgebra
import Runs
import Specification
import Testing

@testable import Experiments

/// What does not depend on the clock is reproducible; durations are not tested here.
@Suite struct CostEstimateTests {
  private func plan(_ file: String, target: String, _ rest: String) throws -> ExperimentPlan {
    let text = """
      spec: 1
      name: example
      data:
        source: \(Checkout.path("datasets/\(file)"))
        target: \(target)
        split: {dev: 0.2, test: 0.2, by: random}
      \(rest)
      """
    let reader = SpecificationReader(shape: experimentShape)
    return try ExperimentPlan(try reader.read(text: text, path: "example.yaml", overrides: []))
  }

  private func cost(_ file: String, target: String, _ rest: String) throws -> CostEstimate {
    let plan = try plan(file, target: target, rest)
    return CostEstimate(plan, try PreparedData(plan))
  }

  /// Iris has 90 training rows, 6 batches an epoch, 4 inputs and 3 classes: 4-8-3 has 40 + 27
  /// parameters, and a row takes 2 · (32 + 24) · 2 + 2 · 24 operations.
  @Test func countsANetworksStepsAndOperations() throws {
    let spec = """
      model: {kind: mlp, hidden: [8]}
      training: {epochs: 2, batch_size: 16}
      """
    let first = try cost("iris.csv", target: "species", spec)
    #expect(first.parameterCount == 67)
    #expect(first.stepCount == 12)
    #expect(first.epochCount == 2)
    #expect(first.operationsPerStep == 16.0 * 272.0)
    #expect(first.solver == nil)
    let second = try cost("iris.csv", target: "species", spec)
    #expect(second.stepCount == first.stepCount)
    #expect(second.operationsPerStep == first.operationsPerStep)
  }

  /// Gradients of two batches of 16 are added up: 3 steps an epoch.
  @Test func countsStepsOfAddedUpBatches() throws {
    let found = try cost(
      "iris.csv", target: "species",
      """
      model: {kind: mlp, hidden: [8], frozen: [hidden_1]}
      training: {epochs: 2, batch_size: 16, accumulate: 2}
      """)
    #expect(found.stepCount == 6)
    // 112 forward, 48 by the trained weights.
    #expect(found.operationsPerStep == 32.0 * 160.0)
  }

  /// Diabetes has 10 inputs: the Gram matrix, its factor and a pass for the residuals.
  @Test func countsAClosedForm() throws {
    let plan = try plan("diabetes.csv", target: "progression", "model: ridge")
    let data = try PreparedData(plan)
    let found = CostEstimate(plan, data)
    #expect(found.solver == "cholesky")
    #expect(found.parameterCount == 11)
    let rows = Double(data.train.rowCount)
    let work = rows * 10 * 11 + 1_000 / 3 + 4 * rows * 10
    #expect(abs((found.operationsPerStep ?? 0) - work) < 1)
  }

  /// One solver, one number of iterations, for the same rows.
  @Test(arguments: ["auto", "lbfgs", "newton_cg"])
  func estimatesTheSameIterationsEveryTime(solver: String) throws {
    let spec = "model: {kind: logistic, solver: \(solver)}"
    let first = try cost("breast_cancer.csv", target: "diagnosis", spec)
    let second = try cost("breast_cancer.csv", target: "diagnosis", spec)
    #expect(first.solver == second.solver)
    #expect(first.operationsPerStep == second.operationsPerStep)
    if first.basis == .whole, second.basis == .whole {
      #expect(first.stepCount == second.stepCount)
    }
    #expect(first.leastTrainingSeconds <= first.trainingSeconds)
    #expect(first.trainingSeconds <= first.mostTrainingSeconds)
  }

  @Test func countsTheStepsOfLinearModels() throws {
    let found = try cost(
      "breast_cancer.csv", target: "diagnosis",
      """
      model: {kind: logistic, solver: sgd}
      training: {epochs: 3, batch_size: 32}
      """)
    #expect(found.epochCount == 3)
    #expect(found.parameterCount == 31)
  }

  /// 20,000 rows of 3: baselines copy 10,000, 120 kB in single and 240 kB in double precision; of
  /// double-precision rows 240 kB. The peak of reading counts where it is higher; 8 MB are added.
  @Test func addsTheMemoryOfLaterStages() {
    let single = Inputs.single(DenseMatrix(rowCount: 20_000, columnCount: 3, repeating: 0))
    let double = Inputs.double(Matrix(rowCount: 20_000, columnCount: 3, repeating: 0))
    func peak(_ peak: Int, _ inputs: Inputs, parameterCount: Int = 0) -> Int {
      MemoryEstimate(
        peakBytes: peak, residentBytes: 50_000_000, inputs: inputs, parameterCount: parameterCount
      ).peakBytes
    }
    #expect(peak(50_000_000, single) == 58_360_000)
    #expect(peak(50_000_000, double) == 58_240_000)
    #expect(peak(90_000_000, double) == 98_000_000)
    // 80 bytes each.
    #expect(peak(50_000_000, double, parameterCount: 1_000) == 58_320_000)
    // 480 kB of train and 24 kB of dev in double, which is more than the baselines take; what is in
    // double already is not copied.
    let dev = Inputs.single(DenseMatrix(rowCount: 1_000, columnCount: 3, repeating: 0))
    func doubled(_ inputs: Inputs, _ dev: Inputs) -> Int {
      MemoryEstimate(
        peakBytes: 0, residentBytes: 50_000_000, inputs: inputs, devInputs: dev,
        trainsInDouble: true, parameterCount: 0
      ).peakBytes
    }
    #expect(doubled(single, dev) == 58_504_000)
    #expect(doubled(double, double) == 58_240_000)
    let few = Inputs.single(DenseMatrix(rowCount: 100, columnCount: 3, repeating: 0))
    #expect(peak(50_000_000, few) == 58_002_400)
  }

  @Test func estimatesMemory() throws {
    let found = try cost("iris.csv", target: "species", "model: softmax")
    #expect(found.memoryBytes > 1_000_000)
  }
}
