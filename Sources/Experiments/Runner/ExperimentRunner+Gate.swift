import Datasets
public import Evaluation
import Findings
import Learning
import Runs
import Sanity
import Schema

extension ExperimentRunner {
  /// All that the gate looks at; results go to the journal and to whoever watches.
  func gateContext(
    _ plan: ExperimentPlan, _ data: PreparedData, journal: RunJournal?
  ) -> GateContext {
    let observe = observe
    return GateContext(
      dataset: data.dataset, inputNames: data.preprocessing.inputNames, train: data.train,
      dev: data.dev, test: data.test, recipe: plan.recipe, plan: plan.trainingPlan(for: data),
      labelRepairs: data.labelRepairs, labelLookalikes: data.labelLookalikes,
      settings: plan.gate, variants: SpecVariants(plan: plan, data: data),
      splitMethod: plan.request.split.method, seed: plan.training.seed,
      isCancelled: { [cancellation] in cancellation.isCancelled },
      observe: { result in
        journal?.note(.checkEnded, "\(result.code) \(result.verdict.rawValue): \(result.message)")
        observe(.checkEnded(result))
      })
  }

  /// Runs the gate; a request to stop in the midst of it ends the run.
  func runGate(_ context: GateContext, in directory: RunDirectory?) throws -> GateReport {
    do throws(GateError) {
      return try Gate.run(context)
    } catch {
      if case .cancelled = error {
        throw RunInterrupted(stage: "in the gate", directory: directory)
      }
      throw error
    }
  }

  /// The checks that need a training to look at.
  func checksAfterTraining(
    _ plan: ExperimentPlan, _ data: PreparedData, _ outcome: TrainingOutcome,
    scored: ScoredModel?, gate: GateReport, monitor: RunMonitor
  ) throws -> [CheckResult] {
    let parts = scored?.parts ?? []
    return try Gate.runAfterTraining(
      AfterContext(
        outcome: outcome, train: data.train, dev: data.dev.rowCount > 0 ? data.dev : nil,
        predictions: scored?.judged?.predictions,
        devPredictions: parts.count > 1 ? parts.first?.predictions : nil,
        trainTruth: data.trainTruth, recipe: plan.recipe, plan: plan.trainingPlan(for: data),
        history: monitor.history, gate: gate, inputNames: data.preprocessing.inputNames,
        settings: plan.gate))
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
