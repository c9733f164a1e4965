import ArgumentParser
import Findings
import Reporting
import Sanity
import Schema

/// `assay explain`: what a check does.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a check: what it does, its formula, threshold, source, false alarms.",
    discussion: "Without a code it lists every check.")

  @Argument(help: ArgumentHelp("The check's code, such as SO01.", valueName: "code"))
  var code: String?

  @Flag(help: "Write the page of all checks, as Markdown.")
  var markdown = false

  @Flag(help: "Write one JSON document to standard output.")
  var json = false

  func run() throws {
    let console = Console.standard
    if markdown, json { throw UsageFailure.twoForms }
    if markdown {
      console.print(ExplainText.page(checkCatalog.entries.map(\.description)), terminator: "")
      return
    }
    if json {
      let checks = try code.map { [try checkEntry($0)] } ?? checkCatalog.entries
      try console.print(json: ExplanationsDocument(checks: checks.map(\.description)))
      return
    }
    guard let code else {
      for entry in checkCatalog.entries { console.print("\(entry.code)  \(entry.title)") }
      return
    }
    console.print(ExplainText.text(try checkEntry(code).description))
  }
}

/// The checks that `assay explain --json` describes.
struct ExplanationsDocument: Encodable {
  var version = 1
  let checks: [CheckDescription]
}
