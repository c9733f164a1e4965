import ArgumentParser
import Experiments
import Reporting
import Runs
import Text

/// `assay report`: one offline HTML file of one run, or of several side by side.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the report of one run, or of several side by side: one offline HTML file.",
    discussion: """
      \(RunReferenceHelp.text) Several runs are compared as by "assay compare", with the first of \
      them that has predictions.
      """)

  @Argument(help: ArgumentHelp(RunReferenceHelp.summary, valueName: "run"))
  var references: [String] = ["latest"]

  @Option(
    name: .shortAndLong,
    help: "Where to write it; - for standard output (default: the run's own report.html).")
  var output: String?

  @Flag(help: "Write one JSON document to standard output: where the report is, and of what.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let console = Console.standard
    let runs = RunStore(root: store.folder)
    let listings = try references.map { try runs.resolve($0) }
    let html =
      listings.count == 1
      ? HTMLReport.render(try runs.record(of: listings[0]))
      : HTMLReport.render(try RunComparison(references: references, store: runs).comparedRuns)
    func announce(_ path: String) throws {
      let document = ReportDocument(path: path, runs: listings.map(\.id))
      console.print(json ? try JSON.text(of: document, pretty: true) : path)
    }
    if output == "-" {
      if json {
        throw UsageFailure(
          id: "one-output", "standard output can hold the report or the document; got both",
          notes: ["leave out --json, or name a file with --output"])
      }
      console.print(html)
      return
    }
    if let output {
      try OutputFile(path: output).write(html)
      try announce(output)
    } else if let only = listings.first, listings.count == 1 {
      try runs.rewrite("report.html", Array(html.utf8), in: only)
      try announce("\(only.path)/report.html")
    } else {
      throw UsageFailure(
        id: "output-needed", "a report of several runs belongs to none of them",
        notes: ["say where to write it: --output comparison.html"])
    }
  }
}

/// Where a report was written.
struct ReportDocument: Encodable {
  var version = 1
  let path: String
  let runs: [String]
}
