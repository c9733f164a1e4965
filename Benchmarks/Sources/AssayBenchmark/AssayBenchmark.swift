import Foundation
import LinearAlgebra

/// `assay-benchmark WORK key=value…`: does one piece of work and prints one line of JSON.
///
/// Reading the data and judging the result are not timed. Work this build cannot do prints
/// `"not_available"` with the reason; a wrong argument ends the program with status 2.
@main
enum AssayBenchmark {
  static func main() {
    // As the program does.
    BLASThreads.endIdleThreads()
    var words = CommandLine.arguments.dropFirst()
    guard let name = words.popFirst() else { fail(usage) }
    guard let work = workCatalog.first(where: { $0.name == name }) else {
      fail("no work \"\(name)\"\n\n\(usage)")
    }
    do {
      var arguments = try Arguments(Array(words))
      let threads = BLASThreads.setCount(try arguments.integer("threads", else: 2))
      let measurement = try work.measure(&arguments)
      try arguments.requireAllRead()
      try write(Line(work: name, measurement: measurement, threads: threads))
    } catch let failure as NotAvailable {
      printLine(["work": name, "not_available": failure.reason])
    } catch {
      fail("\(name): \(error)")
    }
  }

  private static var usage: String {
    let works = workCatalog.map { work in
      "  \(work.name.padding(toLength: 16, withPad: " ", startingAt: 0))\(work.summary)"
    }
    return """
      usage: AssayBenchmark WORK [data=FOLDER] [threads=N] [key=value…]

      works:
      \(works.joined(separator: "\n"))
      """
  }

  private static func write(_ line: Line) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(line), as: UTF8.self))
  }

  private static func printLine(_ pairs: [String: String]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let text = try? encoder.encode(pairs) else { fail("cannot write \(pairs)") }
    print(String(decoding: text, as: UTF8.self))
  }

  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(2)
  }
}

/// What is printed.
private struct Line: Encodable {
  let work: String
  let measurement: Measurement
  let threads: Int

  private enum CodingKeys: String, CodingKey {
    case work, threads, quality, rate, blas
    case seconds = "fit_s"
    case note
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(work, forKey: .work)
    try values.encode(measurement.seconds, forKey: .seconds)
    try values.encode(measurement.quality, forKey: .quality)
    try values.encode(measurement.rate, forKey: .rate)
    try values.encodeIfPresent(measurement.note, forKey: .note)
    try values.encode(threads, forKey: .threads)
    try values.encode(BLASThreads.coreName, forKey: .blas)
  }
}
