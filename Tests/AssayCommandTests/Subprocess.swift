import Foundation

/// A program that was run to its end.
struct Subprocess {
  let status: Int32
  let output: String
  let errors: String

  /// Runs a program with files as its outputs, so that no pipe can fill up.
  static func run(
    _ program: String, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String] = [:]
  ) throws -> Subprocess {
    let scratch = FileManager.default.temporaryDirectory.appending(
      path: "assay-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = folder }
    let files = try ["output", "errors"].map { name -> FileHandle in
      let file = scratch.appending(path: name)
      try Data().write(to: file)
      return try FileHandle(forUpdating: file)
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = files[0]
    process.standardError = files[1]
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { file in
      try file.seek(toOffset: 0)
      return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    }
    return Subprocess(
      status: process.terminationReason == .uncaughtSignal
        ? 128 + process.terminationStatus : process.terminationStatus,
      output: texts[0], errors: texts[1])
  }
}
