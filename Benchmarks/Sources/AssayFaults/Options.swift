/// What to run and where to write: `key=value` words.
struct Options: Sendable {
  /// Seeds of the runs that decide whether a fault hurts.
  var seeds = 10
  var halvings = 5
  var threads = 2
  /// Random sound specs to be accepted.
  var generated = 300
  /// Codes of faults and names of bases; empty for all.
  var faults: [String] = []
  var bases: [String] = []
  /// Whether a file of trials that were made the same way is believed.
  var keepsTrials = false
  var folder = ".build/faults"
  var output = "Benchmarks/FAULTS.md"
  /// What is said of the run's extent in the report.
  var scope = "full"

  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  init(_ words: [String]) throws {
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw Problem(description: "expected key=value; got \"\(word)\"")
      }
      let (key, value) = (parts[0], parts[1])
      func count() throws -> Int {
        guard let count = Int(value), count >= 0 else {
          throw Problem(description: "\(key) must be a whole number; got \"\(value)\"")
        }
        return count
      }
      switch key {
      case "seeds": seeds = try count()
      case "halvings": halvings = try count()
      case "threads": threads = try count()
      case "generated": generated = try count()
      case "faults": faults = value.split(separator: ",").map(String.init)
      case "bases": bases = value.split(separator: ",").map(String.init)
      case "trials": keepsTrials = value == "keep"
      case "folder": folder = value
      case "output": output = value
      case "scope": scope = value
      default: throw Problem(description: "no option \"\(key)\"")
      }
    }
  }
}
