import FoundationEssentials

/// A file that the user has asked for.
struct OutputFile {
  let path: String

  /// Writes beside the file, then renames, so that a killed process leaves no partial file.
  ///
  /// **Errors** `UsageFailure` where the file cannot be written.
  func write(_ text: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw UsageFailure(
        id: "output", "cannot write \"\(path)\": \(reason(of: error))",
        notes: ["choose a file in a folder that can be written"])
    }
  }

  private func reason(of error: any Error) -> String {
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
      return "it is a directory"
    }
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile?, .fileReadNoSuchFile?: return "its folder does not exist"
    case .fileWriteNoPermission?: return "permission denied"
    case .fileWriteOutOfSpace?: return "no space left on the device"
    case .fileWriteVolumeReadOnly?: return "the file system is read-only"
    default: return "\(error)"
    }
  }
}
