import ArgumentParser
import Experiments
import Findings
import Reporting
import Runs
import Sanity
import Specification

/// `assay check`: the gate alone.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run the gate alone: data, initial state, overfit a small subset.",
    discussion: """
      Nothing is trained on all rows and nothing is recorded. With --fix, a spec whose fault was \
      found is written anew beside the old one, NAME.fixed.yaml, and checked again.
      """)

  @OptionGroup var specs: SpecArguments
  @OptionGroup var store: StoreOptions
  @OptionGroup var options: OutputOptions

  @Flag(help: "Write the repaired spec beside the old one and check it.")
  var fix = false

  func run() throws {
    let console = Console.standard
    let signals = SignalWatch(Cancellation(), console: console)
    let plans = try specs.plans()
    if fix, plans.count > specs.paths.count {
      throw UsageFailure(
        id: "fix-of-sweep", "--fix must have one spec to repair; got a sweep",
        hint: "give the overrides one value each")
    }
    var outcomes: [GateOutcome] = []
    var repairs: [ChecksDocument.Repair] = []
    var mendedCount = 0
    for plan in plans {
      let outcome = try check(
        plan, title: "\(plan.name) · \(plan.modelTitle)", signals, console)
      outcomes.append(outcome)
      let gate = outcome.gate
      if fix, let repair = try repair(plan, gate, signals, console) {
        repairs.append(repair)
        if gate.isStopped, !repair.gate.isStopped { mendedCount += 1 }
      }
    }
    if options.json {
      try console.print(json: ChecksDocument(outcomes, repairs: repairs))
    }
    let stopCount = outcomes.count(where: \.gate.isStopped)
    if stopCount > mendedCount { throw ExitStatus.stoppedByGate }
  }

  private func check(
    _ plan: ExperimentPlan, title: String, _ signals: SignalWatch, _ console: Console
  ) throws -> GateOutcome {
    plan.useThreads()
    let narrator = RunNarrator(console, isSilent: options.json || options.quiet)
    let runner = ExperimentRunner(
      store: RunStore(root: store.folder), arguments: specs.words,
      cancellation: signals.cancellation, observe: narrator.show)
    let outcome: GateOutcome
    do {
      defer { narrator.clear() }
      outcome = try runner.check(plan)
    } catch let interruption as RunInterrupted {
      throw Interruption(
        status: signals.status,
        lines: ["interrupted \(interruption.stage); a check records nothing"])
    }
    narrator.conclude(outcome, title: title, arguments: specs.words)
    if signals.cancellation.isCancelled { throw signals.status }
    return outcome
  }

  /// Writes and checks the repaired spec; nil where there is nothing to repair, or no repair.
  private func repair(
    _ plan: ExperimentPlan, _ gate: GateReport, _ signals: SignalWatch, _ console: Console
  ) throws -> ChecksDocument.Repair? {
    let isTold = !options.json
    let edits = gate.repairs
    guard gate.isStopped || !edits.isEmpty else {
      if isTold { console.print("nothing to fix: the gate lets \(plan.spec.path) pass") }
      return nil
    }
    guard !edits.isEmpty else {
      if isTold { console.print("not fixed: no edit of \(plan.spec.path) is known to help") }
      return nil
    }
    let repair = try SpecRepair.applying(edits, to: plan)
    try OutputFile(path: repair.path).write(repair.text)
    if isTold {
      let note = repair.replacesFile ? ", replacing the file of that name" : ""
      console.print("\nwrote \(repair.path)\(note): \(repair.summary)")
    }
    let fixed = try check(
      repair.plan, title: "\(repair.path) · \(repair.plan.modelTitle)", signals, console
    ).gate
    if isTold {
      console.print(
        fixed.isStopped
          ? "the gate still stops \(repair.path)" : "the gate lets \(repair.path) pass now")
      if let reached = DiagnosisText.reached(gate.diagnosis) { console.print(reached) }
    }
    return ChecksDocument.Repair(path: repair.path, gate: fixed)
  }
}
