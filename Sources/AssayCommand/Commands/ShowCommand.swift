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
    let record = try RunStore(root: store.folder).record(reference)
    if options.json {
      console.print(try JSONDocument.text(RunsDocument(runs: [record])))
    } else {
      console.print(
        ShowText.text(record, width: console.width, isColored: console.colorsOutput))
    }
  }
}

/// How a run is named on the command line.
enum RunReferenceHelp {
  static let summary = "A run: its id, a beginning of it, latest, or EXPERIMENT@latest."
  static let text = "RUN is a run id or any unambiguous prefix, latest, or EXPERIMENT@latest."
}
