import Findings
import LinearAlgebra
import Schema
import Synchronization
import Testing

@testable import Learning

/// Records its calls and stops where a test says so.
private final class ScriptedMonitor: TrainingMonitor {
  private let seen = Mutex<(steps: [StepReport], epochs: [Int])>(([], []))
  private let stopStep: Int?
  private let stopEpoch: Int?

  init(stopStep: Int? = nil, stopEpoch: Int? = nil) {
    self.stopStep = stopStep
    self.stopEpoch = stopEpoch
  }

  var steps: [StepReport] { seen.withLock { $0.steps } }
  var epochs: [Int] { seen.withLock { $0.epochs } }

  func stepEnded(_ step: StepReport, model: () -> any FittedModel) -> StopReason? {
    seen.withLock { $0.steps.append(step) }
    return step.step == stopStep ? StopReason(check: "ST02", reason: "seen enough") : nil
  }

  func epochEnded(_ epoch: EpochSummary, model: () -> any FittedModel) -> StopReason? {
    seen.withLock { $0.epochs.append(epoch.epoch) }
    return epoch.epoch == stopEpoch ? StopReason(check: "ST12", reason: "all alike") : nil
  }
}

@Suite struct TrainingMonitorTests {
  private func fit(_ monitor: ScriptedMonitor, clipNorm: Double? = nil) throws -> TrainingOutcome {
    var plan = smallPlan(batchSize: 16, budget: .epochs(4))
    plan.clipNorm = clipNorm
    return try recipe("mlp", ("hidden", [8])).fitted(
      to: syntheticSet(.multiclass), dev: nil, plan: plan,
      context: TrainingContext(recordsStepLosses: true, monitor: monitor))
  }

  @Test func isCalledAfterEveryStepAndEpoch() throws {
    let monitor = ScriptedMonitor()
    let outcome = try fit(monitor)
    #expect(outcome.ending == .completed)
    #expect(monitor.steps.map(\.step) == Array(1...outcome.stepCount))
    #expect(monitor.epochs == [1, 2, 3, 4])
    // The loss of a step is the one before it, as the outcome records it.
    #expect(monitor.steps.map(\.loss) == outcome.stepLosses)
    #expect(monitor.steps.allSatisfy { $0.stepCount == outcome.stepCount && !$0.isClipped })
    #expect(monitor.steps.allSatisfy { $0.gradientNorm > 0 && $0.parameterNorm > 0 })
    let last = try #require(monitor.steps.last)
    #expect(outcome.epochs.last?.gradientNorm == last.gradientNorm)
  }

  @Test func reportsClippedSteps() throws {
    let monitor = ScriptedMonitor()
    _ = try fit(monitor, clipNorm: 1e-6)
    #expect(monitor.steps.allSatisfy { $0.isClipped })
  }

  @Test func aStopAfterAStepStopsTheTraining() throws {
    let outcome = try fit(ScriptedMonitor(stopStep: 5))
    #expect(outcome.ending == .stopped(check: "ST02", step: 5, reason: "seen enough"))
    #expect(outcome.stepCount == 5)
    #expect(outcome.epochs.last?.step == 5)
    // The model equals that of five steps without a monitor.
    var plan = smallPlan(batchSize: 16, budget: .epochs(4))
    plan.budget = .steps(5)
    let five = try recipe("mlp", ("hidden", [8])).fitted(
      to: syntheticSet(.multiclass), dev: nil, plan: plan, context: TrainingContext())
    #expect(outcome.model.tensors == five.model.tensors)
  }

  @Test func aStopAfterAnEpochStopsTheTraining() throws {
    let outcome = try fit(ScriptedMonitor(stopEpoch: 2))
    let step = outcome.stepCount
    #expect(outcome.ending == .stopped(check: "ST12", step: step, reason: "all alike"))
    #expect(outcome.epochs.map(\.epoch) == [1, 2])
  }

  @Test func hiddenOutputsAreThoseOfTheLayers() throws {
    // Two units, relu, by hand: x = (1, 2) gives max(0, 1·1 + 2·2 + 0) and max(0, 3·1 − 4·2 + 1).
    let head = try OutputHead(task: .regression, outputCount: 1, loss: .meanSquaredError)
    let network = Network(inputCount: 2, hidden: [2], activation: .relu, head: head)
    let model = NetworkModel(
      kind: "mlp", network: network, parameters: [1.0, 2, 3, -4, 0, 1, 1, 1, 0])
    let outputs = model.hiddenOutputs(for: .double(Matrix(rows: [[1, 2]])))
    #expect(outputs == [Matrix(rows: [[5, 0]])])
    let linear = Network(linearWithInputCount: 2, fitsIntercept: true, head: head)
    let flat = NetworkModel(kind: "linear", network: linear, parameters: [1.0, 2, 3])
    #expect(flat.hiddenOutputs(for: .double(Matrix(rows: [[1, 2]]))).isEmpty)
  }
}
