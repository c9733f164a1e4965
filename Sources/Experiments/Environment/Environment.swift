import Datasets
import Foundation
import Learning
import LinearAlgebra
import Runs

extension EnvironmentRecord {
  /// What this machine and the working directory are now.
  static func current() -> EnvironmentRecord {
    let system = ProcessInfo.processInfo
    let copy = WorkingCopy.read(in: FileManager.default.currentDirectoryPath)
    return EnvironmentRecord(
      assayVersion: AssayVersion.current, swiftVersion: AssayVersion.swift,
      operatingSystem: system.operatingSystemVersionString, machine: system.hostName,
      processor: processorName() ?? "unknown", processorCount: system.activeProcessorCount,
      blasCore: BLASThreads.coreName, blasConfiguration: BLASThreads.configuration,
      blasThreads: BLASThreads.count, commit: copy?.commit,
      uncommittedFiles: copy?.uncommittedFiles)
  }

  private static func processorName() -> String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("model name") }),
      let colon = line.firstIndex(of: ":")
    else { return nil }
    return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
  }
}

/// The version of this program and of the compiler that made it.
public enum AssayVersion {
  public static let current = "0.1.0"

  static let swift: String = {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }()
}
