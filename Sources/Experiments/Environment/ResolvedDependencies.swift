import FoundationEssentials
import Glibc
import Runs
import Text

/// The versions of the packages that a program was built with.
struct ResolvedDependencies: Sendable, Equatable {
  /// Versions by package; the commit where a package is not used by version.
  let versions: [String: String]

  static let fileName = "Package.resolved"

  /// Reads the `Package.resolved` that `scripts/assay` copies beside the program it builds.
  ///
  /// - Returns: nil for a program without that file, whose versions are unknown.
  static func ofThisProgram() -> ResolvedDependencies? {
    var link = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard readlink("/proc/self/exe", &link, link.count - 1) > 0 else { return nil }
    let program = String(
      decoding: link.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let path = PathName.joined(PathName(program).folder, fileName)
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return ResolvedDependencies(resolved: Array(text.utf8))
  }

  /// Reads the bytes of a `Package.resolved`; nil for another format.
  init?(resolved bytes: [UInt8]) {
    guard let file = try? JSON.value(File.self, from: bytes) else { return nil }
    versions = Dictionary(
      file.pins.map { ($0.identity, $0.state.version ?? $0.state.revision ?? "unknown") },
      uniquingKeysWith: { first, _ in first })
  }

  /// The fields of the file that are needed.
  private struct File: Decodable {
    let pins: [Pin]

    struct Pin: Decodable {
      let identity: String
      let state: State
    }

    struct State: Decodable {
      let version: String?
      let revision: String?
    }
  }
}
