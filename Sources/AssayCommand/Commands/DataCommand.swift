import ArgumentParser
import Datasets
import FoundationEssentials
import Reporting
import Text

/// `assay data`: the data sets Assay knows by name.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "List and fetch the data sets that Assay knows by name.",
    subcommands: [List.self, Fetch.self])

  /// `assay data list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the known data sets: bundled ones and ones to fetch.")

    @Flag(help: "Write one JSON document to standard output: sources, licences, digests.")
    var json = false

    func run() throws {
      let console = Console.standard
      guard !json else {
        return try console.print(json: DataSetsDocument(dataSets: DataCatalog.standard.entries))
      }
      for entry in DataCatalog.standard.entries {
        let isHere = entry.files.allSatisfy {
          FileManager.default.fileExists(atPath: "\(entry.folder)/\($0.name)")
        }
        let command = entry.isBundled ? "bundled, not here" : "assay data fetch \(entry.name)"
        let state = isHere ? "here" : command
        console.print(
          """
          \(entry.name)
            \(entry.title)
            \(NumberFormat.count(entry.rowCount)) rows × \
          \(NumberFormat.count(entry.columnCount)) columns · \(entry.task) of \(entry.target) · \
          \(NumberFormat.bytes(entry.byteCount)) · \(state)
            \(entry.source) · \(entry.licence)
          """)
      }
    }
  }

  /// `assay data fetch`.
  struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fetch",
      abstract: "Fetch a data set from its publisher, or from a folder that holds its files.",
      discussion: """
        Files are checked against their SHA-256 and put into datasets/NAME; a fetch that was cut \
        off goes on where it stopped. Without a network, point --from at a folder that holds the \
        files, or a folder NAME with them.
        """)

    @Argument(help: "Names from: assay data list.")
    var names: [String]

    @Option(help: ArgumentHelp("A local folder to take the files from.", valueName: "dir"))
    var from: String?

    @Option(help: ArgumentHelp("Where to put them (default: datasets/NAME).", valueName: "dir"))
    var into: String?

    @Flag(help: "Write one JSON document to standard output: the files and where they are.")
    var json = false

    func run() throws {
      let console = Console.standard
      let fetcher = DataFetcher()
      var files: [FetchedFilesDocument.File] = []
      for name in names {
        let outcomes = try fetcher.fetch(
          name, from: from.map { .directory($0) } ?? .publisher, into: into
        ) { progress in
          guard console.errors.isTerminal else { return }
          console.redraw(
            "\(progress.fileName)  "
              + "\(NumberFormat.bytes(progress.receivedByteCount)) of "
              + NumberFormat.bytes(progress.totalByteCount))
        }
        if console.errors.isTerminal { console.redraw("") }
        files += outcomes.map { FetchedFilesDocument.File(dataSet: name, $0) }
        for outcome in outcomes where !json {
          let remark = outcome.remark.map { " (\($0))" } ?? ""
          console.print("\(outcome.path)  \(outcome.wasPresent ? "was here" : "fetched")\(remark)")
        }
      }
      if json { try console.print(json: FetchedFilesDocument(files: files)) }
    }
  }
}

struct DataSetsDocument: Encodable {
  var version = 1
  let dataSets: [DataCatalog.Entry]
}

struct FetchedFilesDocument: Encodable {
  var version = 1
  let files: [File]

  struct File: Encodable {
    let dataSet: String
    let path: String
    /// Whether it was there before.
    let wasPresent: Bool
    let remark: String?

    init(dataSet: String, _ outcome: DataFetcher.Outcome) {
      self.dataSet = dataSet
      path = outcome.path
      wasPresent = outcome.wasPresent
      remark = outcome.remark
    }
  }
}
