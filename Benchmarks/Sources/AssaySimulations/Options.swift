/// What to simulate and where to write: `key=value` words.
struct Options: Sendable {
  /// Simulated data sets of each cell.
  var simulations = 10_000
  var threads = 2
  /// Names of tables, rows and sizes; empty for all.
  var tables: [String] = []
  var populations: [String] = []
  var metrics: [String] = []
  var sizes = [50, 200, 1_000]
  var seed: UInt64 = 1
  var output = "Benchmarks/SIMULATIONS.md"

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
      let list = value.split(separator: ",").map(String.init)
      func count(_ text: String) throws -> Int {
        guard let count = Int(text), count > 0 else {
          throw Problem(description: "\(key) must be a whole number above 0; got \"\(text)\"")
        }
        return count
      }
      switch key {
      case "simulations": simulations = try count(value)
      case "threads": threads = try count(value)
      case "seed": seed = UInt64(try count(value))
      case "sizes": sizes = try list.map(count)
      case "tables": tables = list
      case "populations": populations = list
      case "metrics": metrics = list
      case "output": output = value
      default: throw Problem(description: "no option \"\(key)\"")
      }
    }
  }
}
