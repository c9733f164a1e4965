import ArgumentParser
import Experiments
import Specification

/// `assay schema`: the spec's form, for editors and for readers.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Write the JSON Schema of the spec, for editors.",
    discussion: """
      In VS Code with the YAML extension: assay schema > assay.schema.json, then put \
      "# yaml-language-server: $schema=assay.schema.json" into the spec's first line.
      """)

  @Flag(help: "Write the reference page instead, as Markdown.")
  var markdown = false

  @Flag(help: "Write one JSON document to standard output, with the JSON Schema in it.")
  var json = false

  func run() throws {
    let console = Console.standard
    if markdown, json { throw UsageFailure.twoForms }
    if json {
      return console.print(jsonText: JSONSchema.versionedText(of: experimentShape))
    }
    console.print(
      markdown ? ReferencePage.markdown(of: experimentShape) : JSONSchema.text(of: experimentShape))
  }
}
