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
      // A run without a record is shown as a list of runs shows it.
      if options.json {
        try listing.expectReadable()
        return try console.print(json: ListingsDocument([listing]))
      }
      console.print(
        styled: ShowText.lines(listing, width: console.width, colors: console.colorsOutput))
      return try listing.expectReadable()
    }
    let record = try runs.record(of: listing)
    if options.json {
      try console.print(json: RunsDocument(runs: [record]))
    } else {
      console.print(
        styled: ShowText.lines(
          record, directory: listing.path, width: console.width, colors: console.colorsOutput))
    }
  }
}

/// How a run is named on the command line.
enum RunReferenceHelp {
  static let summary = "A run: its id, a beginning of it, latest, or EXPERIMENT@latest."
  static let text = "RUN is a run id or any unambiguous prefix, latest, or EXPERIMENT@latest."
}
