import Datasets
import Foundation

/// The commit a working directory is at, and what is changed in it.
struct WorkingCopy: Sendable {
  let commit: String
  let uncommittedFiles: [String]

  /// How many changed files are named at most.
  private static let fileLimit = 100

  /// Asks git about a directory; nil outside of a repository or without git.
  static func read(in directory: String) -> WorkingCopy? {
    guard let commit = git(["rev-parse", "HEAD"], in: directory)?.first,
      let changes = git(["status", "--porcelain"], in: directory)
    else { return nil }
    return WorkingCopy(
      commit: commit, uncommittedFiles: changes.prefix(fileLimit).map { String($0.dropFirst(3)) })
  }

  private static func git(_ arguments: [String], in directory: String) -> [String]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", directory] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
