import ArgumentParser
import Diagnostics
import Experiments
import FoundationEssentials
import Specification

/// `SPEC… [key=value…]`: the specs to read and what to change in them, in any order.
struct SpecArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Specs to read, and overrides such as training.epochs=5; a list of values (=1e-2,1e-3) "
        + "makes a sweep.",
      valueName: "spec | key=value"))
  var words: [String] = []

  mutating func validate() throws {
    if paths.isEmpty { throw ValidationError("no spec is given; expected the path of a YAML file") }
  }

  var paths: [String] { words.filter { !Self.isOverride($0) } }
  var overrides: [String] { words.filter(Self.isOverride) }

  /// Every experiment the arguments ask for: each spec, and each point of its sweep, with the
  /// problems of all specs at once.
  func plans() throws -> [ExperimentPlan] {
    let reader = SpecificationReader(shape: experimentShape)
    var plans: [ExperimentPlan] = []
    var problems: [Diagnostic] = []
    for path in paths {
      do {
        plans += try reader.sweep(path: path, overrides: overrides).map { try ExperimentPlan($0) }
      } catch let error as DiagnosticsError {
        problems += error.diagnostics.filter { !problems.contains($0) }
      } catch let error as SpecificationFileError {
        problems.append(error.diagnostic)
      }
    }
    guard problems.isEmpty else { throw DiagnosticsError(problems) }
    return plans
  }

  /// An argument with `=` is an override unless a file is called so.
  private static func isOverride(_ word: String) -> Bool {
    guard word.contains("=") || word.hasPrefix("~") else { return false }
    return !FileManager.default.fileExists(atPath: word)
  }
}

/// Where runs are recorded.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .customLong("runs"),
    help: ArgumentHelp("The folder that holds the runs.", valueName: "dir"))
  var folder: String = usualFolder

  static let usualFolder = "runs"
}

/// What is written.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Write one JSON document to standard output.")
  var json = false

  @Flag(name: .shortAndLong, help: "Write only the result.")
  var quiet = false
}
