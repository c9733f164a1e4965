import ArgumentParser
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

  func run() throws {
    let console = Console.standard
    if markdown {
      console.print(checksPage(), terminator: "")
      return
    }
    guard let code else {
      for entry in checkCatalog.entries { console.print("\(entry.code)  \(entry.title)") }
      return
    }
    console.print(try explain(code))
  }
}
