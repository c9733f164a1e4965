import Learning
import LinearAlgebra
import Randomness
import Schema
import Text

/// Trainings that locate a fault without repairing it: another optimizer, other labels, other
/// inputs.
struct ReferenceProbes {
  /// Parts whose replacement did not help, at the learning rate of the spec.
  private(set) var notHelped: [String] = []
  private(set) var findings: [String] = []
  /// Whether each training fits; nil where it was not run.
  private var optimizerFits: Bool?
  private var labelsFit: Bool?
  private var inputsFit: Bool?

  /// Runs the needed probes: only that of the labels once a repair is found.
  init(
    _ spec: DiagnosisContext, budget: inout DiagnosisBudget, isRepaired: Bool
  ) throws {
    let gate = spec.gate
    guard spec.trial != nil, !budget.isSpent else { return }
    let subset = gate.subset
    func fits(_ rows: TrainingSet, _ plan: TrainingPlan) throws -> Bool {
      if gate.isCancelled() { throw CancellationError() }
      let variant = PipelineVariant(
        recipe: gate.recipe, plan: plan, inputNames: gate.inputNames, rows: { _ in rows })
      let other = OverfitSubset(rows: rows, like: subset)
      let context = gate.varied(variant, train: rows, subset: other)
      let trial: SubsetTrial
      do {
        trial = try SubsetTrial.run(context, subset: other, effort: .candidate)
      } catch is FitError {
        return false
      }
      budget.count(steps: max(1, trial.attempt.outcome.stepCount), rowCount: rows.rowCount)
      if case .fits = trial.verdict { return true }
      return false
    }
    let taught = Teacher.labelled(subset.rows, seed: gate.seed)
    labelsFit = try fits(taught, gate.plan)
    if labelsFit == false { notHelped.append("labels") }
    guard !isRepaired else { return }
    var reference = gate.plan
    reference.optimizer = Self.referenceOptimizer
    reference.clipNorm = nil
    optimizerFits = try fits(subset.rows, reference)
    if optimizerFits == false, !gate.recipe.isConvex, !budget.isSpent {
      optimizerFits = Self.descends(gate, subset)
    }
    let random = Teacher.normalInputs(like: subset.rows, seed: gate.seed)
    inputsFit = try fits(Teacher.labelled(random, seed: gate.seed), gate.plan)
    if inputsFit == false { notHelped.append("input values") }
    if optimizerFits == false { notHelped.append("optimizer") }
  }

  /// The cause to report when no candidate edit passes.
  func hint(found trialCount: Int) -> String {
    let head = "unknown: none of \(NumberFormat.count(trialCount, "change")) makes it pass"
    if inputsFit == true, labelsFit == false {
      return "\(head); with random inputs it learns, which points at the values of the inputs"
    }
    if labelsFit == true {
      return "\(head); with labels of a linear rule it learns, which points at the labels"
    }
    if optimizerFits == true {
      return "\(head); a reference optimizer fits the rows, which points at the optimizer or its "
        + "learning rate"
    }
    return head
  }

  /// Adam at a learning rate suited to small networks on standardized inputs.
  private static var referenceOptimizer: any Optimizer {
    let entry = OptimizerEntry.adam
    return entry.make(
      Settings(fields: entry.fields, setting: [(SettingPath.learningRate.key, 0.01)]))
  }

  /// Whether L-BFGS reaches the needed loss on the subset.
  private static func descends(_ gate: GateContext, _ subset: OverfitSubset) -> Bool {
    let goal = SubsetGoal(subset: subset, loss: gate.loss, settings: gate.settings)
    guard let problem = gate.plainProblem(on: subset.rows) else { return false }
    return ConvexOptimum.reachableLoss(of: problem).map { $0 <= goal.target.loss } ?? false
  }
}

/// Targets that any sound pipeline can learn: a linear function of the inputs.
enum Teacher {
  /// The rows with targets from a linear function, distributed like their own.
  static func labelled(_ rows: TrainingSet, seed: UInt64) -> TrainingSet {
    let inputs = rows.inputs.matrix(as: Double.self)
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, epoch: 2)
    let n = inputs.rowCount
    var scores = [Double](repeating: 0, count: n)
    for j in 0..<inputs.columnCount {
      let weight = generator.normal()
      let column = inputs.column(j)
      let (mean, variance) = (column.mean, column.variance)
      guard variance > 0, variance.isFinite else { continue }
      let scale = weight / variance.squareRoot()
      for i in 0..<n { scores[i] += scale * (column[i] - mean) }
    }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    let targets: Targets
    switch rows.targets {
    case .classes(let classes, let classCount):
      // The same number of rows of each class, in the order of the scores.
      let sorted = classes.sorted()
      var taught = classes
      for (rank, row) in order.enumerated() { taught[row] = sorted[rank] }
      targets = .classes(taught, classCount: classCount)
    case .values(let values):
      let (mean, spread) = (values.mean, values.sumOfSquaredDeviations.squareRoot())
      let length = scores.norm
      targets = .values(scores.map { mean + (length > 0 ? spread / length : 0) * $0 })
    }
    return TrainingSet(inputs: rows.inputs, targets: targets, rowIDs: rows.rowIDs)
  }

  /// Independent normal inputs of the same shape.
  static func normalInputs(like rows: TrainingSet, seed: UInt64) -> TrainingSet {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, epoch: 3)
    let (n, d) = (rows.rowCount, rows.inputs.columnCount)
    let numbers = (0..<(n * d)).map { _ in generator.normal() }
    let matrix = Matrix(rowCount: n, columnCount: d, storage: numbers)
    let inputs: Inputs =
      switch rows.inputs {
      case .single: .single(matrix.converted(to: Float.self))
      case .double: .double(matrix)
      }
    return TrainingSet(inputs: inputs, targets: rows.targets, rowIDs: rows.rowIDs)
  }
}
