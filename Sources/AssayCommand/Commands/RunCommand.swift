import ArgumentParser
import Experiments
import FoundationEssentials
import LinearAlgebra
import Reporting
import Runs
import Specification
import Text

/// `assay run`: gate, baselines, training, evaluation, verdict, record, report.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run experiments: gate, baselines, training, evaluation, record, report.",
    discussion: """
      Example: assay run experiments/digits.yaml training.epochs=5 model.hidden=[64,32]

      Each run leaves a folder runs/EXPERIMENT/RUN-ID with its record and report. A run that was \
      interrupted (Ctrl-C, a kill, a crash) can be resumed: assay resume RUN

      Runs of a sweep that can be compared are compared with the first of them, and runs that \
      differ only in their seeds are summarized. The exit status is that of the first run that \
      did not end with 0.
      """)

  @OptionGroup var specs: SpecArguments
  @OptionGroup var store: StoreOptions
  @OptionGroup var options: OutputOptions

  func run() throws {
    let console = Console.standard
    let signals = SignalWatch(Cancellation(), console: console)
    var inquiry = EnvironmentInquiry()
    let plans = try specs.plans()
    var results: [RunResult] = []
    for (index, plan) in plans.enumerated() {
      if index > 0 {
        inquiry = EnvironmentInquiry()
        if !options.quiet, !options.json { console.print("") }
      }
      do {
        results.append(try run(plan, inquiry, signals, console))
      } catch let interruption as RunInterrupted {
        throw Interruption(
          status: interruption.status(signals),
          lines: interruption.lines(in: store, notStarted: plans.count - index - 1))
      }
    }
    let comparisons =
      results.count > 1
      ? try RunComparison.among(results.map(\.record.id), store: RunStore(root: store.folder)) : []
    if options.json {
      try console.print(
        json: RunsDocument(runs: results.map(\.record), comparisons: comparisons))
    } else if !options.quiet {
      for comparison in comparisons {
        let lines = CompareTable.lines(
          comparison.comparedRuns, width: console.width, colors: console.colorsOutput)
        console.print(styled: [""] + lines)
      }
    }
    if let failure = results.map(\.status).first(where: { $0 != .done }) { throw failure }
  }

  private func run(
    _ plan: ExperimentPlan, _ inquiry: EnvironmentInquiry, _ signals: SignalWatch,
    _ console: Console
  ) throws -> RunResult {
    let narrator = RunNarrator(console, isSilent: options.json || options.quiet)
    let runner = ExperimentRunner(
      store: RunStore(root: store.folder), arguments: specs.words,
      environment: inquiry, cancellation: signals.cancellation, observe: narrator.show)
    plan.useThreads()
    defer { narrator.clear() }
    let result = try runner.run(plan)
    narrator.conclude(result)
    if options.quiet, !options.json { console.print(result.path) }
    return result
  }
}

extension RunResult {
  /// The exit status that this ending has.
  var status: ExitStatus {
    switch record.ending {
    case .finished: .done
    case .goalMissed: .goalMissed
    case .stoppedByGate, .checkFailed: .stoppedByGate
    case .diverged: .diverged
    case .interrupted: .interrupted
    case .failed: .internalError
    }
  }
}

extension RunInterrupted {
  /// The state of the run and how to resume it.
  func lines(in store: StoreOptions, notStarted count: Int = 0) -> [String] {
    var lines = ["interrupted \(stage); nothing that was recorded before is lost"]
    if let run {
      let place = store.folder == StoreOptions.usualFolder ? "" : " --runs \(store.folder)"
      lines.append("  resume with: assay resume \(run.id)\(place)")
      lines.append("  what happened until then is in \(run.path)/events.jsonl")
    } else {
      lines.append("  no run was begun: there is nothing to resume")
    }
    if count > 0 {
      lines.append(
        "  \(NumberFormat.count(count, "run")) of this command \(count == 1 ? "was" : "were") not started"
      )
    }
    return lines
  }

  /// 75 where there is a run to resume, and otherwise that of the signal.
  func status(_ signals: SignalWatch) -> ExitStatus { run == nil ? signals.status : .resumable }
}

extension ExperimentPlan {
  /// Sets the threads of matrix products: what the spec asks for, or all cores.
  func useThreads() {
    let wanted = threadCount ?? ProcessInfo.processInfo.activeProcessorCount
    _ = BLASThreads.setCount(wanted)
  }
}
