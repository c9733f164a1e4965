import ArgumentParser
import Diagnostics
import Experiments
import Exports
import FoundationEssentials
import Inference
import Runs
import Text

/// `assay export`: a run's model for another program.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a run's model for another program.",
    discussion: """
      \(RunReferenceHelp.text) A folder with model.json and model.safetensors will do too.

      onnx: preprocessing and model in one graph of core operators (opset 15). js: a module without \
      dependencies. page: an HTML page with a form, which works offline. safetensors: the tensors \
      alone. bundle: a folder that assay predict reads. What is written predicts the saved training \
      rows as the model does, or nothing is written.
      """)

  @Argument(help: ArgumentHelp("A run or the folder of a saved model.", valueName: "run"))
  var reference: String

  @Option(
    help: "onnx, js, page, safetensors or bundle (default: what the name of --out ends in).",
    transform: Self.format)
  var format: ExportFormat?

  @Option(
    name: [.customShort("o"), .customLong("out"), .customLong("output")],
    help: ArgumentHelp(
      "Where to write it (default: model.onnx and so on, here).", valueName: "file"))
  var output: String?

  @Flag(help: "Write one JSON document to standard output: what was written.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let console = Console.standard
    let format = try chosenFormat
    let path = try output ?? defaultPath(format)
    let folder = try SavedModelFolder(reference, in: store)
    let bundle = try folder.bundle()
    func model() throws -> ExportedModel {
      try ExportedModel(bundle, from: PathName(folder.path).name)
    }
    var notes: [String] = []
    switch format {
    case .onnx:
      let export = try ONNXExport(model())
      notes = export.notes
      try write(export.bytes(version: AssayVersion.current), to: path)
    case .js: try write(JavaScriptExport(model()).bytes(version: AssayVersion.current), to: path)
    case .page: try write(PageExport(model()).bytes(version: AssayVersion.current), to: path)
    case .safetensors: try write(folder.bytes(PipelineBundle.tensorsName), to: path)
    case .bundle:
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for name in [PipelineBundle.tensorsName, PipelineBundle.descriptionName] {
        try write(folder.bytes(name), to: "\(path)/\(name)")
      }
    }
    let document = ExportDocument(
      path: path, format: format, byteCount: try Self.byteCount(of: path), notes: notes)
    if json {
      try console.print(json: document)
    } else {
      for line in document.lines { console.print(line) }
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try OutputFile(path: path).write { append in try append(bytes) }
  }

  private var chosenFormat: ExportFormat {
    get throws {
      if let format { return format }
      guard let output else {
        throw UsageFailure(
          id: "export-format", "assay export needs a format; got none",
          notes: ["name it: --format onnx, or a file: --out model.onnx"])
      }
      let files = ExportFormat.allCases.filter { !$0.suffix.isEmpty }
      guard let format = files.first(where: { output.hasSuffix($0.suffix) }) else {
        throw UsageFailure(
          id: "export-format",
          "the format must be named where \"\(output)\" does not end in "
            + files.map(\.suffix).joined(separator: ", "),
          notes: ["name it: --format onnx"])
      }
      return format
    }
  }

  /// A name in the working folder that is not taken: only a named file is replaced.
  private func defaultPath(_ format: ExportFormat) throws -> String {
    let path = "model\(format.suffix)"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw UsageFailure(
        id: "export-exists", "\"\(path)\" must not be there when no file is named; got one",
        notes: ["name the file to write or to replace: --out \(path)"])
    }
    return path
  }

  private static func format(_ word: String) throws -> ExportFormat {
    guard let format = ExportFormat(rawValue: word) else {
      let names = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--format must be one of \(names); got \"\(word)\"")
    }
    return format
  }

  /// Bytes of a file, or of the files in a folder.
  private static func byteCount(of path: String) throws -> Int {
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: path).map { "\(path)/\($0)" }) ?? [path]
    return try names.reduce(0) {
      $0 + ((try files.attributesOfItem(atPath: $1)[.size] as? Int) ?? 0)
    }
  }
}

/// What a model can be written as.
enum ExportFormat: String, CaseIterable, Encodable {
  case onnx, js, page, safetensors, bundle

  /// What names of such files end in; nothing for a folder.
  var suffix: String {
    switch self {
    case .onnx: ".onnx"
    case .js: ".js"
    case .page: ".html"
    case .safetensors: ".safetensors"
    case .bundle: ""
    }
  }
}

/// What was written.
struct ExportDocument: Encodable {
  var version = 1
  let path: String
  let format: ExportFormat
  let byteCount: Int
  /// What a caller must know.
  let notes: [String]

  /// The document for people.
  var lines: [String] {
    ["exported     \(format.rawValue) → \(path), \(NumberFormat.bytes(byteCount))"]
      + notes.map { "             \($0)" }
  }
}
