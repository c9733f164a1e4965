import ArgumentParser
import Diagnostics
import Evaluation
import Experiments
import Reporting
import Runs

/// `assay compare`: runs side by side, each against one of them, paired on the same rows.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare runs on the same rows, with intervals and paired tests.",
    discussion: """
      \(RunReferenceHelp.text) Runs that differ only in their seeds are also summarized; each run \
      is compared with the run of the baseline's settings that has the same seed. Exit status 7 when the last run is worse than the baseline, \
      8 with --strict when the test is inconclusive.
      """)

  @Argument(help: ArgumentHelp(RunReferenceHelp.summary, valueName: "run"))
  var references: [String]

  @Option(help: ArgumentHelp("The run to compare with (default: the first).", valueName: "run"))
  var baseline: String?

  @Option(
    help:
      "The metric to judge by (default: that of the baseline's first goal, or accuracy or rmse).")
  var metric: String?

  @Flag(help: "Fail with status 8 when the comparison is inconclusive.")
  var strict = false

  @Flag(help: "Write the table as Markdown.")
  var markdown = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var options: OutputOptions

  func validate() throws {
    if references.count + (baseline == nil ? 0 : 1) < 2 {
      throw ValidationError("one run cannot be compared; expected at least two")
    }
  }

  func run() throws {
    let console = Console.standard
    if markdown, options.json { throw UsageFailure.twoForms }
    let comparison = try RunComparison(
      references: references, baseline: baseline, metric: metric,
      store: RunStore(root: store.folder))
    guard comparison.obstacles.isEmpty else { throw DiagnosticsError(comparison.obstacles) }
    if options.json {
      try console.print(json: ComparisonDocument(comparison: comparison))
    } else if !options.quiet {
      console.print(
        styled: markdown
          ? [CompareTable.markdown(comparison.comparedRuns)]
          : CompareTable.lines(
            comparison.comparedRuns, width: console.width, colors: console.colorsOutput))
    }
    switch comparison.lastVerdict {
    case .worse: throw ExitStatus.worse
    case .inconclusive where strict: throw ExitStatus.inconclusive
    default: break
    }
  }
}

struct ComparisonDocument: Encodable {
  var version = 1
  let comparison: RunComparison
}
