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

  func run() throws {
    let console = Console.standard
    console.print(
      markdown ? ReferencePage.markdown(of: experimentShape) : JSONSchema.text(of: experimentShape))
  }
}
