import ArgumentParser
import Reporting
import Runs

/// `assay runs`: what was recorded.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the recorded runs, newest first.")

  @Argument(help: "Only the runs of this experiment.")
  var experiment: String?

  @Option(help: "How many runs to list at most.")
  var limit = 30

  @OptionGroup var store: StoreOptions
  @OptionGroup var options: OutputOptions

  func run() throws {
    let console = Console.standard
    let runs = RunStore(root: store.folder)
    let shown = try runs.listings(experiment: experiment, limit: max(0, limit))
    if options.json {
      try console.print(json: ListingsDocument(shown))
      return
    }
    if options.quiet {
      for listing in shown { console.print(listing.id) }
      return
    }
    guard !shown.isEmpty else {
      console.note(
        "no runs in \"\(store.folder)\"\(experiment.map { " of \"\($0)\"" } ?? ""); "
          + "start one with: assay run experiments/digits.yaml")
      return
    }
    console.print(
      styled: RunTable.lines(shown, width: console.width, colors: console.colorsOutput))
    let count = try runs.runCount(experiment: experiment)
    if count > shown.count {
      console.note("\(count - shown.count) more; see them with --limit \(count)")
    }
  }
}
