import ArgumentParser
import Findings
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
    if markdown {
      console.print(checksPage(), terminator: "")
      return
    }
    if json {
      let checks = try code.map { [try checkEntry($0)] } ?? checkCatalog.entries
      console.print(try JSONDocument.text(ExplanationsDocument(checks)))
      return
    }
    guard let code else {
      for entry in checkCatalog.entries { console.print("\(entry.code)  \(entry.title)") }
      return
    }
    console.print(try explain(code))
  }
}

/// Checks as `assay explain` tells of them.
struct ExplanationsDocument: Encodable {
  var version = 1
  let checks: [Check]

  init(_ entries: [CheckEntry]) {
    checks = entries.map(Check.init)
  }

  struct Check: Encodable {
    let code: String
    let title: String
    let stage: String
    let worst: String
    let summary: String
    let formula: String
    let source: String
    let knownFalseAlarms: String
    let cost: String

    init(_ entry: CheckEntry) {
      code = entry.code.rawValue
      title = entry.title
      stage = entry.stage.rawValue
      worst = entry.worst.rawValue
      summary = entry.summary
      formula = entry.formula
      source = entry.source
      knownFalseAlarms = entry.knownFalseAlarms
      cost = entry.cost
    }
  }
}
