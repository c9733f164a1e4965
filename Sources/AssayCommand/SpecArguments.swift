import ArgumentParser
import Experiments
import Foundation
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

  /// Every experiment the arguments ask for: each spec, and each point of its sweep.
  func experiments() throws -> [ExperimentSpec] {
    let reader = SpecificationReader(shape: experimentShape)
    return try paths.flatMap { try reader.sweep(path: $0, overrides: overrides) }
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
  var folder: String = "runs"
}

/// What is written.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Write one JSON document to standard output.")
  var json = false

  @Flag(name: .shortAndLong, help: "Write only the result.")
  var quiet = false
}
