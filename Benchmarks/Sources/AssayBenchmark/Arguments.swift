/// The `key=value` words behind a work's name.
struct Arguments {
  private let values: [String: String]
  private var readKeys: Set<String> = []

  init(_ words: [String]) throws {
    var values: [String: String] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw BenchmarkError("expected key=value; got \"\(word)\"") }
      values[String(parts[0])] = String(parts[1])
    }
    self.values = values
  }

  mutating func text(_ key: String, else fallback: String) -> String {
    readKeys.insert(key)
    return values[key] ?? fallback
  }

  mutating func integer(_ key: String, else fallback: Int) throws -> Int {
    let text = text(key, else: String(fallback))
    guard let value = Int(text), value > 0 else {
      throw BenchmarkError("\(key) must be a whole number above 0; got \"\(text)\"")
    }
    return value
  }

  mutating func number(_ key: String, else fallback: Double) throws -> Double {
    let text = text(key, else: String(fallback))
    guard let value = Double(text), value.isFinite else {
      throw BenchmarkError("\(key) must be a number; got \"\(text)\"")
    }
    return value
  }

  /// The folder the generator wrote to.
  mutating func dataFolder() -> DataFolder {
    DataFolder(path: text("data", else: ".build/benchmarks/data"))
  }

  /// Throws when a key was given that the work has no use for.
  func requireAllRead() throws {
    let unknown = Set(values.keys).subtracting(readKeys).sorted()
    if !unknown.isEmpty {
      throw BenchmarkError("no such key: \(unknown.joined(separator: ", "))")
    }
  }
}
