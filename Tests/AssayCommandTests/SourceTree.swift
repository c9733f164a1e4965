import Foundation

/// The checkout this test was built from.
enum SourceTree {
  static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path),
      folder.path != "/"
    {
      folder.deleteLastPathComponent()
    }
    return folder
  }()

  /// The Swift files below a folder, by path from the root.
  static func swiftFiles(in folder: String) throws -> [SourceFile] {
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: root.appending(path: folder).path)
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { try file("\(folder)/\($0)") }
  }

  static func file(_ path: String) throws -> SourceFile {
    SourceFile(
      path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
  }
}

/// A Swift file as text.
struct SourceFile {
  let path: String
  let text: String

  var lines: [String] { text.components(separatedBy: "\n") }

  /// The modules of its import lines.
  var importedModules: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"), index <= 2, index + 1 < words.count,
        !line.hasPrefix("//")
      else { return nil }
      return String(words[index + 1].split(separator: ".")[0])
    }
  }

  /// Names of the static members that are entries of a catalog: `static let ridge = ModelEntry(`
  /// and `static func linearModel(…) -> BaselineEntry`.
  func entries(of type: String) -> [String] {
    let patterns = [
      #"static (?:let|var) (\w+)(?:: \#(type))? *= *\#(type)\("#,
      #"static (?:let|var) (\w+): \#(type) "#,
      #"static func (\w+)\([^)]*\) -> \#(type) \{"#,
    ]
    return patterns.flatMap { pattern -> [String] in
      guard let regex = try? NSRegularExpression(pattern: pattern) else { return [] }
      let whole = NSRange(text.startIndex..., in: text)
      return regex.matches(in: text, range: whole).compactMap { match in
        Range(match.range(at: 1), in: text).map { String(text[$0]) }
      }
    }
  }
}

/// What `swift package dump-package` says.
struct Manifest: Decodable {
  let targets: [Target]

  struct Target: Decodable {
    let name: String
    let type: String
    let dependencies: [Dependency]

    var targetDependencies: [String] {
      dependencies.compactMap { $0.byName?.first?.name ?? $0.target?.first?.name }
    }
  }

  /// `{"byName": ["Schema", null]}`, `{"target": …}` or `{"product": …}`.
  struct Dependency: Decodable {
    let byName: [Word]?
    let target: [Word]?
  }

  /// A string, or something that is none.
  struct Word: Decodable {
    let name: String?

    init(from decoder: any Decoder) throws {
      name = try? decoder.singleValueContainer().decode(String.self)
    }
  }

  static func read() throws -> Manifest {
    let scratch = FileManager.default.temporaryDirectory.appending(
      path: "assay-manifest-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let output = try Subprocess.run(
      "/usr/bin/env",
      [
        "swift", "package", "--package-path", SourceTree.root.path, "--scratch-path", scratch.path,
        "dump-package",
      ])
    return try JSONDecoder().decode(Manifest.self, from: Data(output.output.utf8))
  }
}
