import ArgumentParser
import Datasets
import Diagnostics
import FoundationEssentials

/// `assay init`: looks at a data file and writes a commented spec to start from.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Look at a data file and write a commented spec to start from.",
    discussion: "Example: assay init datasets/wine.csv --target cultivar")

  @Argument(
    help: ArgumentHelp(
      "The data: a file, gzipped or not, or a folder with one. A file beside it with the same name but "
        + "for test in place of train is the test part.", valueName: "data"))
  var data: String

  @Option(help: "The column to predict (default: one with a usual name of a target).")
  var target: String?

  @Option(
    name: .shortAndLong,
    help: "Where to write the spec; - for standard output (default: NAME.yaml here).")
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  @Flag(help: "Write one JSON document to standard output: the path and the text of the spec.")
  var json = false

  func run() throws {
    let console = Console.standard
    let draft = try SpecDraft(
      of: data, target: target, output: output.flatMap { $0 == "-" ? nil : $0 })
    let text = draft.text
    if !draft.warnings.isEmpty {
      let renderer = DiagnosticRenderer(isColored: console.colorsErrors)
      console.note(styled: renderer.render(draft.warnings))
    }
    let path = output ?? "\(draft.name).yaml"
    guard path != "-" else {
      if json {
        try console.print(json: DraftDocument(path: nil, spec: text))
      } else {
        console.print(text.hasSuffix("\n") ? String(text.dropLast()) : text)
      }
      return
    }
    if !force, FileManager.default.fileExists(atPath: path) {
      throw UsageFailure(
        id: "file-exists", "\"\(path)\" is there already",
        notes: ["write elsewhere with --output, or replace it with --force"])
    }
    try OutputFile(path: path).write(text)
    if json {
      try console.print(json: DraftDocument(path: path, spec: text))
      return
    }
    console.print("wrote \(path)")
    console.note("next: assay validate \(path), then assay run \(path)")
  }
}

/// A spec that was drafted from data.
struct DraftDocument: Encodable {
  var version = 1
  /// Where it was written; nil for nowhere.
  let path: String?
  let spec: String
}
