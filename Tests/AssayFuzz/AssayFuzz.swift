import Foundation

/// Bounded fuzzing of everything that reads: `scripts/fuzz` says how.
///
/// A worker reads inputs in a process of its own; this one starts it, counts, and keeps each input
/// that ended a worker, with the worker's last words.
@main struct AssayFuzz {
  static func main() throws {
    let options = try FuzzOptions(Array(CommandLine.arguments.dropFirst()))
    if let worker = options.worker {
      try Worker(target: worker, options: options).work()
      return
    }
    var findingCount = 0
    for target in options.targets {
      var campaign = Campaign(target: target, options: options)
      try campaign.run()
      print(campaign.summary)
      findingCount += campaign.findings.count
    }
    if findingCount > 0 { exit(1) }
  }
}

/// The arguments of the program.
struct FuzzOptions {
  var seconds = 120.0
  var seed: UInt64 = 1
  var targets = FuzzTarget.all
  /// Where workers work and findings are kept.
  var folder = ".build/fuzz"
  var seedFolder = "Tests/AssayFuzz/Seeds"
  /// The first step; only of a worker.
  var firstStep = 0
  /// What a worker works on; nil for the program that starts workers.
  var worker: FuzzTarget?

  var secondsForEach: Double { seconds / Double(targets.count) }

  init(_ words: [String]) throws {
    func target(_ name: Substring) throws -> FuzzTarget {
      guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        throw Usage("target must be one of \(FuzzTarget.all.map(\.name)); got \"\(name)\"")
      }
      return target
    }
    for word in words {
      let pair = word.split(separator: "=", maxSplits: 1)
      let (key, value) = (pair[0], pair.count == 2 ? pair[1] : "")
      switch key {
      case "seconds": seconds = try Self.number(value)
      case "seed": seed = UInt64(try Self.number(value))
      case "targets": targets = try value.split(separator: ",").map(target)
      case "folder": folder = String(value)
      case "seeds": seedFolder = String(value)
      case "first": firstStep = Int(try Self.number(value))
      case "worker": worker = try target(value)
      default: throw Usage("expected key=value; got \"\(word)\"")
      }
    }
  }

  private static func number(_ text: Substring) throws -> Double {
    guard let value = Double(text), (0...1e9).contains(value) else {
      throw Usage("expected a number from 0 to 1e9; got \"\(text)\"")
    }
    return value
  }

  struct Usage: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }
}
