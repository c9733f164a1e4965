internal import Diagnostics
internal import Foundation

/// Download of one file with the system's `curl`, resumed where it was interrupted.
struct FileDownload {
  let url: String
  /// Path of the partial file, which is kept when the download is interrupted.
  let partPath: String

  /// Exit statuses of curl for a failed connection.
  private static let unreachable: Set<Int32> = [5, 6, 7, 28, 35, 52, 56]
  /// Exit status of curl for a server that cannot resume.
  private static let rangeRefused: Int32 = 33

  /// Calls `progress` with the number of bytes received, several times a second.
  ///
  /// **Errors** `DatasetError` when curl is not installed or does not get the file.
  func run(progress: (Int) -> Void) throws {
    var (status, message) = try attempt(progress)
    if status == Self.rangeRefused {
      try? FileManager.default.removeItem(atPath: partPath)
      (status, message) = try attempt(progress)
    }
    guard status != 0 else { return }
    let host = URL(string: url)?.host ?? url
    let reason = message.replacingOccurrences(of: "curl: ", with: "")
    let isUnreachable = Self.unreachable.contains(status)
    throw DatasetError(
      [
        Diagnostic(
          id: isUnreachable ? "data-unreachable" : "data-download",
          isUnreachable ? "cannot reach \(host): \(reason)" : "cannot get \"\(url)\": \(reason)",
          notes: [
            "what has arrived is kept; the same command resumes the download",
            "if you have the files, use --from DIR",
          ])
      ], isDataInvalid: true)
  }

  private func attempt(_ progress: (Int) -> Void) throws -> (status: Int32, message: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "curl", "--fail", "--location", "--silent", "--show-error", "--connect-timeout", "20",
      "--speed-limit", "100", "--speed-time", "60", "--continue-at", "-", "--output", partPath, url,
    ]
    let errors = Pipe()
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch { throw Self.missingProgram() }
    while process.isRunning {
      progress(Self.size(of: partPath))
      usleep(100_000)
    }
    process.waitUntilExit()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    if process.terminationStatus == 127 { throw Self.missingProgram() }
    let lines = text.split(separator: "\n")
    return (process.terminationStatus, lines.last.map(String.init) ?? "curl ended without a word")
  }

  static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  private static func missingProgram() -> DatasetError {
    DatasetError(
      [
        Diagnostic(
          id: "data-no-curl", "fetching needs the program \"curl\", which is not installed",
          notes: ["install it (apt install curl), or use --from DIR with files you have"])
      ], isDataInvalid: true)
  }
}
