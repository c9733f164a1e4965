import Foundation
import LinearAlgebra

/// `AssaySimulations [key=value…]`: measures on simulated data whether the intervals and tests of
/// the product keep what they promise, and exits with 1 where a cell does not.
@main
enum AssaySimulations {
  /// One file per table.
  static let tables: [any SimulationTable] = [CoverageTable(), FalseVerdictTable()]

  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      _ = BLASThreads.setCount(1)
      let chosen = tables.filter { options.tables.isEmpty || options.tables.contains($0.name) }
      let results = chosen.map { $0.result(options) }
      let page = Page(options: options, results: results)
      try page.text.write(toFile: options.output, atomically: true, encoding: .utf8)
      let broken = results.flatMap(\.broken)
      for cell in broken { say("simulations: \(cell)") }
      if !broken.isEmpty { exit(1) }
    } catch {
      say("simulations: \(error)")
      exit(2)
    }
  }

  /// Writes a line to standard error.
  static func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
