import ArgumentParser
import Reporting
import Runs

/// `assay show`: one run in full.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one run: its verdict, results, checks and settings.",
    discussion: RunReferenceHelp.text)

  @Argument(help: ArgumentHelp(RunReferenceHelp.summary, valueName: "run"))
  var reference = "latest"

  @OptionGroup var store: StoreOptions
  @OptionGroup var options: OutputOptions

  func run() throws {
    let console = Console.standard
    let runs = RunStore(root: store.folder)
    let listing = try runs.resolve(reference)
    guard case .finished = listing.status else {
      guard !options.json else {
        throw UsageFailure(
          id: "no-record",
          "run \(listing.id) must have ended to be shown as JSON; it is "
            + "\(listing.status.word)")
      }
      console.print(
        ShowText.lines(listing, width: console.width, colors: console.colorsOutput)
          .joined(separator: "\n"))
      return
    }
    let record = try runs.record(of: listing)
    if options.json {
      try console.print(json: RunsDocument(runs: [record]))
    } else {
      console.print(
        ShowText.lines(
          record, directory: listing.path, width: console.width, colors: console.colorsOutput
        ).joined(separator: "\n"))
    }
  }
}

/// How a run is named on the command line.
enum RunReferenceHelp {
  static let summary = "A run: its id, a beginning of it, latest, or EXPERIMENT@latest."
  static let text = "RUN is a run id or any unambiguous prefix, latest, or EXPERIMENT@latest."
}
