import Learning
import Runs
import Schema

/// The estimated duration of a plan's training: by steps on batches, by iterations on all rows, or by
/// a solver.
struct TrainingTime {
  let estimate: TimeEstimate
  let basis: CostEstimate.Basis
  var epochCount: Int?
  var stepCount: Int?
  var operationsPerStep: Double?
  var solver: LinearSolver?

  /// The time for which steps are rehearsed.
  static let rehearsalSeconds = 0.12
  /// A training that is shorter is rehearsed a second time, with warm caches.
  static let shortSeconds = 0.02
  /// The number of operations that are rehearsed without a limit: less than a second anywhere.
  static let rehearsedOperations = 1e10

  init(
    _ plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData, _ cost: TrainingCost
  ) {
    let inputs = Inputs(plan: plan, training: training, data: data, cost: cost)
    switch plan.recipe.method(for: training) {
    case .steps: self.init(stepwise: inputs)
    case .fullBatch: self.init(fullBatch: inputs)
    case .iterations, .closedForm: self.init(solver: inputs)
    }
  }

  init(_ estimate: TimeEstimate, basis: CostEstimate.Basis) {
    self.estimate = estimate
    self.basis = basis
  }

  /// The training whose duration is estimated.
  struct Inputs {
    let plan: ExperimentPlan
    let training: TrainingPlan
    let data: PreparedData
    let cost: TrainingCost

    var rowCount: Int { data.train.rowCount }

    /// A rehearsal on evenly spaced rows; nil where the training fails on them.
    func rehearsal(rows count: Int? = nil, limitSeconds: Double) -> Rehearsal? {
      let fraction = Double(count ?? rowCount) / Double(rowCount)
      let devCount = Int(fraction * Double(data.dev.rowCount))
      return try? Rehearsal(
        plan, training, train: data.train.slice(count ?? rowCount),
        dev: data.dev.rowCount > 0 ? data.dev.slice(max(1, devCount)) : nil,
        limitSeconds: limitSeconds)
    }

    /// The estimate from a rehearsal to the end; of a short one, from a second, warm rehearsal.
    func whole(_ first: Rehearsal, limitSeconds: Double) -> (TrainingTime, TrainingOutcome) {
      let isShort = first.seconds < TrainingTime.shortSeconds
      let again = isShort ? rehearsal(limitSeconds: limitSeconds) : nil
      let outcome = (again.flatMap { $0.isWhole ? $0 : nil } ?? first).outcome
      return (TrainingTime(TimeEstimate(outcome.elapsedSeconds), basis: .whole), outcome)
    }

    /// The estimate from operations at the machine's rate for the largest product on `rows`.
    func counted(_ operations: Double, rows: Int, within factor: Double) -> TrainingTime {
      let limit = 1_024
      let product = cost.largestProduct
      let rate = MachineRates.products(
        m: max(1, min(rows, limit)), n: max(1, min(product.outputCount, limit)),
        k: max(1, min(product.inputCount, limit)), as: Float.self)
      return TrainingTime(TimeEstimate(operations / rate, within: factor), basis: .operations)
    }
  }

  /// Gradient steps on batches.
  private init(stepwise inputs: Inputs) {
    let (training, cost, rowCount) = (inputs.training, inputs.cost, inputs.rowCount)
    let rowsPerStep = training.rowsPerStep(of: rowCount)
    let perStep = cost.operationsPerIteration
    let stepCount = training.stepCount(of: rowCount)
    let canRehearse = perStep <= Self.rehearsedOperations && cost.fitsIntoMemory
    let limit = Self.rehearsalSeconds
    if canRehearse, let rehearsal = inputs.rehearsal(limitSeconds: limit) {
      if rehearsal.isWhole {
        let (time, outcome) = inputs.whole(rehearsal, limitSeconds: limit)
        self = time
        self.stepCount = outcome.stepCount
      } else {
        let estimate = StepwiseEstimate(
          rehearsal.marks, plan: training, rowCount: rowCount,
          devRowCount: inputs.data.dev.rowCount,
          forwardFraction: perStep > 0
            ? cost.operationsPerPrediction * Double(rowsPerStep) / perStep : 0
        ).estimate
        self.init(estimate, basis: .steps)
        self.stepCount = stepCount
      }
    } else {
      self = inputs.counted(
        perStep * Double(stepCount), rows: min(rowsPerStep, training.batchSize), within: 2)
      self.stepCount = stepCount
    }
    epochCount = training.epochCount(of: rowCount)
    operationsPerStep = perStep
  }

  /// A network's iterations on all rows, timed on a slice where one takes long.
  private init(fullBatch inputs: Inputs) {
    let (training, cost, rowCount) = (inputs.training, inputs.cost, inputs.rowCount)
    let perIteration = cost.operationsPerIteration
    let limit = training.stepCount(of: rowCount)
    // Up to about 50 ms per evaluation.
    let slice = max(1, Int(min(1, 8e8 / max(1, perIteration)) * Double(rowCount)))
    let seconds = Self.rehearsalSeconds
    if cost.fitsIntoMemory, let rehearsal = inputs.rehearsal(rows: slice, limitSeconds: seconds) {
      if rehearsal.isWhole, slice == rowCount {
        (self, _) = inputs.whole(rehearsal, limitSeconds: seconds)
      } else {
        var (first, later) = rehearsal.iterationSeconds
        if slice < rowCount {
          // Part of an iteration depends on the parameters only: along the line through two slices.
          let smaller = max(1, slice / 3)
          let other = inputs.rehearsal(rows: smaller, limitSeconds: seconds)?.iterationSeconds
          func scaled(_ seconds: Double, _ smallerSeconds: Double?) -> Double {
            let zero = (rows: 0.0, seconds: 0.0)
            let start = smallerSeconds.map { (rows: Double(smaller), seconds: $0) } ?? zero
            let secondsPerRow =
              max(0, seconds - start.seconds) / max(1, Double(slice) - start.rows)
            return seconds + secondsPerRow * Double(rowCount - slice)
          }
          (first, later) = (scaled(first, other?.first), scaled(later, other?.later))
        }
        func total(_ iterations: Int) -> Double { first + later * Double(max(0, iterations - 1)) }
        // Early stopping ends it before the budget does.
        let patience = inputs.data.dev.rowCount > 0 ? training.earlyStopping?.patience : nil
        self.init(
          patience.map { TimeEstimate(from: total(min(limit, $0 + 1)), to: total(limit)) }
            ?? TimeEstimate(total(limit)), basis: .steps)
      }
    } else {
      self = inputs.counted(perIteration * Double(limit), rows: rowCount, within: 2)
    }
    (epochCount, stepCount, operationsPerStep, solver) = (limit, limit, perIteration, .lbfgs)
  }
}

extension Rehearsal {
  /// The seconds of the first iteration, which searches for its step length, and of later ones.
  fileprivate var iterationSeconds: (first: Double, later: Double) {
    let iterations = marks.iterations
    guard let first = iterations.first else { return (seconds, seconds / 2) }
    guard iterations.count > 1, let last = iterations.last else {
      return (first.seconds, first.seconds / Double(max(1, first.progress.passCount)))
    }
    return (first.seconds, (last.seconds - first.seconds) / Double(iterations.count - 1))
  }
}
