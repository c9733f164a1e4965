import Diagnostics
import Experiments
import Findings
import Reporting
import Runs
import Sanity
import Text

/// Shows the progress of a run, and at its end the result.
final class RunNarrator: Sendable {
  private let console: Console
  private let isSilent: Bool
  private let line: LiveLine

  init(_ console: Console, isSilent: Bool) {
    self.console = console
    self.isSilent = isSilent
    line = LiveLine(console)
  }

  /// What the runner calls as things happen.
  @Sendable func show(_ event: RunnerEvent) {
    if case .resumed(let resumption) = event { show(resumption) }
    guard !isSilent else { return }
    switch event {
    case .resumed: break
    case .dataRead(let header): line.show("\(header.experiment) · \(header.model) · gate …")
    case .checkEnded(let check): line.show("gate       \(check.code) \(check.title)")
    case .gateEnded: line.show("baselines  …")
    case .baselineFitted(let baseline): line.show("baselines  \(baseline.name)")
    case .training(let event): line.show(event)
    case .trainingEnded: line.show("evaluation …")
    }
  }

  /// Damaged checkpoints are reported even with --quiet.
  private func show(_ resumption: Resumption) {
    line.clear()
    let warnings = resumption.damages.map { Diagnostic(.warning, id: "checkpoint-damaged", $0) }
    if !warnings.isEmpty {
      console.note(styled: DiagnosticRenderer(isColored: console.colorsErrors).render(warnings))
    }
    if !isSilent || !warnings.isEmpty { console.note("resumes \(resumption.place)") }
  }

  /// Removes the live line.
  func clear() { line.clear() }

  /// Prints the run on one screen.
  func conclude(_ result: RunResult) {
    guard !isSilent else { return }
    clear()
    let lines = TerminalSummary.lines(
      result.record, directory: result.path, width: console.width, colors: console.colorsOutput)
    console.print(styled: lines)
  }

  /// Prints what the gate alone found.
  func conclude(_ outcome: GateOutcome, title: String, arguments: [String]) {
    guard !isSilent else { return }
    clear()
    let text = CheckText(
      title: [title] + outcome.header.facts, arguments: arguments,
      warnings: outcome.header.warnings)
    let lines = text.lines(outcome.gate, width: console.width, colors: console.colorsOutput)
    console.print(styled: lines)
  }
}

extension RunHeader {
  /// "1,257 train / 270 dev / 270 test rows", and equal rows where there are some.
  var facts: [String] {
    let parts = [(trainCount, "train"), (devCount, "dev"), (testCount, "test")]
      .filter { $0.0 > 0 }.map { "\(NumberFormat.count($0.0)) \($0.1)" }
    return ["\(parts.joined(separator: " / ")) rows", repeats?.phrase].compactMap { $0 }
  }
}
