import ArgumentParser
import Experiments
import Reporting
import Runs

/// `assay doctor`: what this machine offers.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Measure what this machine offers: BLAS, threads, memory, disk, and what that means.",
    discussion:
      "Takes about a second. Exit status 0, whatever it finds; concerns are marked with !.")

  @OptionGroup var store: StoreOptions

  @Flag(help: "Write one JSON document to standard output.")
  var json = false

  func run() throws {
    let console = Console.standard
    let report = MachineReport.measured(folder: store.folder)
    if json {
      try console.print(json: DoctorDocument(machine: report))
    } else {
      console.print(DoctorText.lines(report).joined(separator: "\n"))
    }
  }
}

/// A machine as `assay doctor --json` writes it.
struct DoctorDocument: Encodable {
  var version = 1
  let machine: MachineReport
}
