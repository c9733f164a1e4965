import Datasets
public import Evaluation
import Findings
import Learning
import Runs
import Sanity
import Schema

extension RunSession {
  /// The gate's report: that of an interrupted run's earlier session, or a new one.
  func passGate(_ earlier: GateReport?) throws -> GateReport {
    let journal = journal
    let gate =
      try earlier
      ?? experiment.runGate(control, in: directory) { result in
        journal.note(.checkEnded, "\(result.code) \(result.verdict.rawValue): \(result.message)")
      }
    record.gate = gate
    try directory.writeChecks(gate)
    control.observe(.gateEnded(gate))
    try control.throwIfCancelled(in: directory)
    if gate.isStopped {
      journal.note(.gateStopped, "training does not start")
    } else if earlier == nil {
      journal.note(.gatePassed, "\(gate.checks.count) checks")
    }
    return gate
  }

  /// The checks that look at a finished training, and at its evaluation where there is one.
  func checkTraining(
    _ outcome: TrainingOutcome, _ monitor: RunMonitor, _ gate: GateReport,
    scored: ScoredModel? = nil
  ) throws -> [CheckResult] {
    let parts = scored?.parts ?? []
    return try Gate.runAfterTraining(
      AfterContext(
        outcome: outcome, train: data.train, dev: experiment.dev,
        predictions: scored?.judged?.predictions,
        devPredictions: parts.count > 1 ? parts.first?.predictions : nil,
        trainTruth: data.trainTruth, recipe: plan.recipe, plan: experiment.training,
        history: monitor.history, gate: gate, inputNames: data.preprocessing.inputNames,
        settings: plan.gate))
  }
}

extension PreparedExperiment {
  /// Runs the gate; `observe` is given each check's result.
  ///
  /// **Errors** `RunInterrupted` after a request to stop; `directory` is that of the run, if it has
  /// one.
  func runGate(
    _ control: RunControl, in directory: RunDirectory?,
    observe: @escaping @Sendable (CheckResult) -> Void = { _ in }
  ) throws -> GateReport {
    let context = GateContext(
      dataset: data.dataset, inputNames: data.preprocessing.inputNames, train: data.train,
      dev: data.dev, test: data.test, recipe: plan.recipe, plan: training,
      labelRepairs: data.labelRepairs, labelLookalikes: data.labelLookalikes,
      settings: plan.gate, variants: SpecVariants(plan: plan, data: data),
      splitMethod: plan.request.split.method, repeats: data.repeats, seed: plan.training.seed,
      isCancelled: { control.cancellation.isCancelled },
      observe: { result in
        observe(result)
        control.observe(.checkEnded(result))
      })
    do throws(GateError) {
      return try Gate.run(context)
    } catch {
      if case .cancelled = error {
        throw RunInterrupted(stage: "in the gate", directory: directory)
      }
      if case .cannotFit(let obstacle, _) = error {
        throw FitFailure(obstacle, of: plan.recipe.kind, to: data)
      }
      throw error
    }
  }
}

extension GateReport {
  /// The report with later checks behind its own.
  func adding(_ later: [CheckResult]) -> GateReport {
    GateReport(
      checks: checks + later, diagnosis: diagnosis,
      elapsedSeconds: later.reduce(elapsedSeconds) { $0 + $1.elapsedSeconds })
  }
}

extension PreparedData {
  /// The training targets in the data's own unit.
  public var trainTruth: Predictions.Truth {
    let rows = dataset.split.train
    return task.isClassification
      ? .classes(dataset.classIndices(of: rows)) : .values(dataset.targetValues(of: rows))
  }
}
