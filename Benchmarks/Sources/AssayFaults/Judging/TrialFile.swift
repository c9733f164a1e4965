import Foundation

/// Trials kept in a file: they depend on the training and not on the checks.
enum TrialFile {
  private struct Entry: Codable {
    let fault: String
    let base: String
    let note: String?
    let instances: [Instance]
  }

  private struct Content: Codable {
    let seeds: Int
    let halvings: Int
    let entries: [Entry]
  }

  static func write(_ trials: [Trial], _ options: Options, to path: String) throws {
    let content = Content(
      seeds: options.seeds, halvings: options.halvings,
      entries: trials.map {
        Entry(
          fault: $0.fault.code, base: $0.base.name, note: $0.note, instances: $0.instances)
      })
    try JSONEncoder().encode(content).write(to: URL(filePath: path))
  }

  /// The trials of the pairs, where all of them are in the file and were made the same way.
  static func read(
    _ pairs: [(fault: Fault, base: Base)], _ options: Options, from path: String
  ) -> [Trial]? {
    guard let data = FileManager.default.contents(atPath: path),
      let content = try? JSONDecoder().decode(Content.self, from: data),
      content.seeds == options.seeds, content.halvings == options.halvings
    else { return nil }
    let known = Dictionary(
      content.entries.map { ("\($0.fault) \($0.base)", $0) }, uniquingKeysWith: { $1 })
    let trials = pairs.compactMap { pair in
      known["\(pair.fault.code) \(pair.base.name)"].map {
        Trial(fault: pair.fault, base: pair.base, instances: $0.instances, note: $0.note)
      }
    }
    return trials.count == pairs.count ? trials : nil
  }
}
