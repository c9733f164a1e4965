import ArgumentParser
import Experiments
import Runs

/// `assay reproduce`: runs a recorded spec again and compares the results bit for bit.
struct ReproduceCommand: RecordedRunCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Run a recorded run again and compare the results bit for bit.",
    discussion: """
      The spec that the run recorded is run as a new run, with as many threads; then metrics.json, \
      predictions.csv and model.safetensors of both are compared.

      \(RunReferenceHelp.text) Exit status 0 when all is identical, 7 when not.
      """)

  @Argument(help: ArgumentHelp(RunReferenceHelp.summary, valueName: "run"))
  var reference: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var options: OutputOptions

  func run() throws {
    let console = Console.standard
    let recorded = try RecordedRun(reference, in: RunStore(root: store.folder))
    let reproduction = try outcome(
      arguments: ["reproduce", recorded.listing.id], threadCount: recorded.threadCount,
      narrator: RunNarrator(console, isSilent: options.json || options.quiet), console: console
    ) { runner in try runner.reproduce(recorded) }
    if options.json {
      try console.print(json: ReproductionDocument(reproduction: reproduction))
    } else if !options.quiet {
      console.print(ReproductionText(reproduction).text)
    }
    if !reproduction.isIdentical { throw ExitStatus.worse }
  }
}

struct ReproductionDocument: Encodable {
  var version = 1
  let reproduction: Reproduction
}

/// What a reproduction showed, as lines of text.
struct ReproductionText {
  private let reproduction: Reproduction

  init(_ reproduction: Reproduction) {
    self.reproduction = reproduction
  }

  var text: String {
    var lines = ["\(reproduction.original) again as \(reproduction.repetition)", ""]
    for file in reproduction.files {
      lines.append("\(file.isIdentical ? "✓" : "✗") \(file.name)  \(state(of: file))")
      lines += file.differences.map { "    \($0)" }
    }
    if let endings = reproduction.endings { lines.append("✗ ending  \(endings)") }
    if !reproduction.circumstances.isEmpty {
      lines += ["", "not as it was:"] + reproduction.circumstances.map { "    \($0)" }
    }
    lines += ["", conclusion]
    return lines.joined(separator: "\n")
  }

  private func state(of file: FileAgreement) -> String {
    if !file.isIdentical { return "differs" }
    return file.exists ? "identical" : "in neither run"
  }

  private var conclusion: String {
    if reproduction.isIdentical { return "✓ The results are identical, bit for bit" }
    return reproduction.circumstances.isEmpty
      ? "✗ The results differ, and nothing in the records explains it"
      : "✗ The results differ"
  }
}
