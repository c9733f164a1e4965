import ArgumentParser
import Foundation
import Reporting
import Runs

/// `assay report`: one offline HTML file of one run, or of several side by side.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the report of one run, or of several side by side: one offline HTML file.",
    discussion: RunReferenceHelp.text)

  @Argument(help: ArgumentHelp(RunReferenceHelp.summary, valueName: "run"))
  var references: [String] = ["latest"]

  @Option(
    name: .shortAndLong,
    help: "Where to write it; - for standard output (default: the run's own report.html).")
  var output: String?

  @OptionGroup var store: StoreOptions

  func run() throws {
    let console = Console.standard
    let runs = RunStore(root: store.folder)
    let listings = try references.map { try runs.resolve($0) }
    let records = try listings.map { try runs.record(of: $0) }
    let html = records.count == 1 ? HTMLReport.render(records[0]) : HTMLReport.render(records)
    if output == "-" {
      console.print(html)
      return
    }
    if let output {
      try Data(html.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
      console.print(output)
    } else if let only = listings.first, listings.count == 1 {
      try runs.rewrite("report.html", Array(html.utf8), in: only)
      console.print("\(only.path)/report.html")
    } else {
      throw UsageFailure(
        id: "output-needed", "a report of several runs belongs to none of them",
        notes: ["say where to write it: --output comparison.html"])
    }
  }
}
