import FoundationEssentials
import LinearAlgebra
public import Runs

/// Reads the facts of this machine and the working directory on another thread.
public final class EnvironmentInquiry: Sendable {
  private let findings: Ahead<Findings>

  private struct Findings: Sendable {
    let operatingSystem: String
    let machine: String
    let processor: String
    let processorCount: Int
    let copy: WorkingCopy?
    let dependencies: ResolvedDependencies?
  }

  /// Starts reading.
  public init() {
    let directory = FileManager.default.currentDirectoryPath
    findings = Ahead {
      let copy = WorkingCopy.read(in: directory)
      let system = ProcessInfo.processInfo
      return Findings(
        operatingSystem: system.operatingSystemVersionString, machine: system.hostName,
        processor: Self.processorName() ?? "unknown", processorCount: system.activeProcessorCount,
        copy: copy, dependencies: .ofThisProgram())
    }
  }

  /// The facts, waited for; the thread count is the one in force now.
  public func record() -> EnvironmentRecord {
    guard let found = try? findings.value() else { fatalError("an inquiry that cannot fail did") }
    return EnvironmentRecord(
      assayVersion: AssayVersion.current, swiftVersion: AssayVersion.swift,
      operatingSystem: found.operatingSystem, machine: found.machine,
      processor: found.processor, processorCount: found.processorCount,
      blasCore: BLASThreads.coreName, blasConfiguration: BLASThreads.configuration,
      blasThreads: BLASThreads.count, vectorBits: VectorWidth.widest.bits,
      commit: found.copy?.commit,
      uncommittedFiles: found.copy?.uncommittedFiles,
      dependencies: found.dependencies?.versions)
  }

  private static func processorName() -> String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("model name") }),
      let colon = line.firstIndex(of: ":")
    else { return nil }
    return String(line[line.index(after: colon)...].drop(while: \.isWhitespace))
  }
}

extension EnvironmentRecord {
  /// What this machine and the working directory are now.
  static func current() -> EnvironmentRecord { EnvironmentInquiry().record() }
}
