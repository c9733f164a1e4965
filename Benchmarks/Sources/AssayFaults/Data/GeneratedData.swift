import Foundation
import Randomness

/// The data of the bases that do not come with the project, written as CSV files; always the same.
enum GeneratedData {
  static func write(to folder: String, datasets: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in [
      ("clusters", clusters()), ("friedman", friedman()), ("rings", rings()), ("rare", rare()),
    ] {
      try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
    let digits = try String(contentsOfFile: "\(datasets)/digits.csv", encoding: .utf8)
      .split(separator: "\n")
    for (name, remainder) in [("digits_even", 0), ("digits_odd", 1)] {
      let rows = digits.dropFirst().enumerated().filter { $0.offset % 2 == remainder }
      let text = ([digits[0]] + rows.map(\.element)).joined(separator: "\n") + "\n"
      try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
  }

  /// Three classes by a rule that mixes columns: B4.
  static func clusters(rows: Int = 900) -> String {
    var random = generator(4)
    return csv(header: (1...10).map { "x\($0)" } + ["label"], rows: rows) {
      let x = (0..<10).map { _ in random.normal() }
      let scores = [
        1.6 * x[0] + 1.2 * x[1] * x[2], 1.5 * x[3] - 1.2 * x[0] * x[4],
        1.6 * tanh(x[1] + x[5]) + 0.8 * x[6],
      ].map { $0 + 0.4 * random.normal() }
      let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      return (x, ["red", "green", "blue"][best])
    }
  }

  /// Friedman 1991, first function, deviation of the noise 1: B5.
  static func friedman(rows: Int = 1_000) -> String {
    var random = generator(5)
    return csv(header: (1...10).map { "x\($0)" } + ["y"], rows: rows) {
      let x = (0..<10).map { _ in random.uniform() }
      let mean =
        10 * sin(.pi * x[0] * x[1]) + 20 * (x[2] - 0.5) * (x[2] - 0.5) + 10 * x[3] + 5 * x[4]
      return (x, number(mean + random.normal()))
    }
  }

  /// Four classes by distance from two centres, in eight columns: B7.
  static func rings(rows: Int = 1_600) -> String {
    var random = generator(7)
    return csv(header: (1...8).map { "x\($0)" } + ["ring"], rows: rows) {
      let x = (0..<8).map { _ in random.normal() }
      let left = x[0] * x[0] + x[1] * x[1] + 0.05 * random.normal()
      let right = x[3] * x[3] + x[4] * x[4] + 0.05 * random.normal()
      let ring = (left > 1.39 ? 2 : 0) + (right > 1.39 ? 1 : 0)
      return (x, "ring_\(ring)")
    }
  }

  /// One row in twelve is positive: B8.
  static func rare(rows: Int = 2_000) -> String {
    var random = generator(8)
    return csv(header: (1...8).map { "x\($0)" } + ["event"], rows: rows) {
      let x = (0..<8).map { _ in random.normal() }
      let score = 1.8 * x[0] - 1.4 * x[1] + x[2] + 0.6 * x[3] - 4.2
      return (x, random.uniform() < 1 / (1 + exp(-score)) ? "yes" : "no")
    }
  }

  private static func generator(_ stream: Int) -> CounterBasedGenerator {
    CounterBasedGenerator(seed: 20_261_124, purpose: .synthetic, step: stream)
  }

  private static func csv(
    header: [String], rows: Int, _ row: () -> ([Double], String)
  ) -> String {
    var lines = [header.joined(separator: ",")]
    for _ in 0..<rows {
      let (inputs, target) = row()
      lines.append((inputs.map(number) + [target]).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func number(_ value: Double) -> String { String(format: "%.6f", value) }
}
