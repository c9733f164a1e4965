import ArgumentParser
import Datasets
import Diagnostics
import Experiments
import FoundationEssentials
import Inference
import Learning
import LinearAlgebra
import Runs
import Text

/// `assay predict`: what a run's model says of new rows.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Predict the rows of a file with a run's model.",
    discussion: """
      \(RunReferenceHelp.text) A folder with model.json and model.safetensors will do too.

      The file is read as the training data were: the same form of CSV, columns matched by name. \
      What is missing is imputed as in training. Columns that the model does not know, categories \
      that training did not see and numbers outside their range there are counted and reported.
      """)

  @Argument(help: ArgumentHelp("A run or the folder of a saved model.", valueName: "run"))
  var reference: String

  @Argument(help: ArgumentHelp("The rows: any file that a spec can name.", valueName: "data"))
  var data: String

  @Option(
    name: [.customShort("o"), .customLong("out"), .customLong("output")],
    help: ArgumentHelp("Where to write them (default: standard output).", valueName: "file"))
  var output: String?

  @Option(
    help: "csv: columns as in predictions.csv; jsonl: one JSON object for each row.",
    transform: Self.format)
  var format = PredictionText.Format.csv

  @Flag(help: "Name the three columns that contribute most to each row, of a linear model.")
  var explain = false

  @Flag(help: "Write one JSON document to standard output: what was predicted and noticed.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let console = Console.standard
    if json, output == nil {
      throw UsageFailure(
        id: "one-output", "standard output can hold the predictions or the document; got both",
        notes: ["leave out --json, or name a file with --out"])
    }
    let clock = ContinuousClock.now
    let bundle = try SavedModelFolder(reference, in: store).bundle()
    let contributions = explain ? LinearContributions(bundle.pipeline) : nil
    if explain, contributions == nil {
      throw UsageFailure(
        id: "explain-model",
        "--explain needs a linear model; got \(bundle.pipeline.model.kind)",
        notes: ["leave out --explain"])
    }
    let signals = SignalWatch(Cancellation(), console: console)
    let rows = try NewRows(
      of: data, as: bundle.reading, for: bundle.pipeline.schema,
      in: scratch)
    let batch = BatchPrediction(
      of: rows, by: bundle.pipeline, as: format, explainedBy: contributions)
    func show(_ doneCount: Int) throws {
      guard !signals.cancellation.isCancelled else { throw interruption(signals) }
      guard console.errors.isTerminal else { return }
      console.redraw(
        "predicting  \(NumberFormat.count(doneCount)) of "
          + NumberFormat.count(rows.rowCount, "row"))
    }
    var summary = PredictionSummary(of: bundle.pipeline)
    do {
      defer { if console.errors.isTerminal { console.redraw("") } }
      if let output {
        try OutputFile(path: output).write {
          summary = try batch.write(beforeBlock: show, append: $0)
        }
      } else {
        summary = try batch.write(beforeBlock: show, append: console.print(piece:))
      }
    }
    let document = PredictionDocument(
      path: output, data: data, summary: summary,
      columns: bundle.pipeline.preprocessing.notes(on: rows.table, ranges: bundle.ranges),
      unusedColumns: rows.unusedColumns, seconds: (ContinuousClock.now - clock).seconds)
    if json {
      try console.print(json: document)
    } else {
      for line in document.lines { console.note(line) }
    }
  }

  private static func format(_ word: String) throws -> PredictionText.Format {
    guard let format = PredictionText.Format(rawValue: word) else {
      throw ValidationError("--format must be csv or jsonl; got \"\(word)\"")
    }
    return format
  }

  private func interruption(_ signals: SignalWatch) -> Interruption {
    let state = output.map { "\"\($0)\" was not written" } ?? "not all rows were written"
    return Interruption(status: signals.status, lines: ["interrupted: \(state)"])
  }

  /// Bytes of a file from which on its columns are put into a file rather than into memory.
  private static let largeFileByteCount = 256 << 20

  /// A file for the columns of large data, in the folder of the output; nil where memory will do.
  private var scratch: ScratchFile? {
    let size = (try? FileManager.default.attributesOfItem(atPath: data)[.size] as? Int) ?? 0
    guard size >= Self.largeFileByteCount else { return nil }
    let folder = output.map { PathName($0).folder } ?? ""
    return try? ScratchFile(in: folder.isEmpty ? "." : folder)
  }
}

/// What was predicted, and what was unusual about the rows.
struct PredictionDocument: Encodable {
  var version = 1
  /// The file of predictions; nil for standard output.
  let path: String?
  let data: String
  let summary: PredictionSummary
  let columns: [ColumnNotes]
  let unusedColumns: [String]
  let seconds: Double

  private static let shownColumnCount = 8

  /// The document for people.
  var lines: [String] {
    let rows = NumberFormat.count(summary.rowCount, "row")
    let destination = path.map { " → \($0)" } ?? ""
    var lines = ["predicted    \(rows) of \(data)\(destination), \(NumberFormat.duration(seconds))"]
    if let values = summary.values {
      lines.append(
        "predictions  \(NumberFormat.number(values.least)) to "
          + "\(NumberFormat.number(values.greatest)), mean \(NumberFormat.number(values.mean))")
    } else {
      let counts = summary.classes.sorted { $0.count > $1.count }.prefix(8).map {
        "\($0.name) \(NumberFormat.count($0.count))"
      }
      lines.append("predictions  \(counts.joined(separator: ", "))")
    }
    lines += columns.prefix(Self.shownColumnCount).map { "unusual      \($0.sentence)" }
    if columns.count > Self.shownColumnCount {
      let rest = columns.count - Self.shownColumnCount
      lines.append("             and \(NumberFormat.count(rest, "column")) more, in --json")
    }
    if !unusedColumns.isEmpty {
      lines.append("not used     \(unusedColumns.map { "\"\($0)\"" }.joined(separator: ", "))")
    }
    return lines
  }
}

extension ColumnNotes {
  /// "age": 3 cells missing, 2 outside 17 to 90 of training.
  fileprivate var sentence: String {
    var parts: [String] = []
    if missingCount > 0 { parts.append("\(NumberFormat.count(missingCount, "cell")) missing") }
    if unknownCount > 0 {
      parts.append(
        NumberFormat.count(unknownCount, "cell") + " with a category that training did not see")
    }
    if outsideCount > 0, let range {
      parts.append(
        "\(NumberFormat.count(outsideCount)) outside \(NumberFormat.typed(range.least)) to "
          + "\(NumberFormat.typed(range.greatest)), the range in training")
    }
    return "\"\(column)\": " + parts.joined(separator: ", ")
  }
}
