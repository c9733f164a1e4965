internal import Glibc

/// The memory that this process uses.
public enum ProcessMemory {
  /// Resident bytes.
  public static var residentBytes: Int { kilobytes("VmRSS:") * 1024 }

  /// The peak of the resident bytes since the start or the last `forgetPeak`.
  public static var peakBytes: Int { kilobytes("VmHWM:") * 1024 }

  /// Resets the peak to the resident bytes; without effect where the system refuses.
  public static func forgetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }

  /// A field of the process's status; 0 when it is missing.
  private static func kilobytes(_ word: String) -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard text.hasPrefix(word) else { continue }
      return Int(text.dropFirst(word.count).filter(\.isNumber)) ?? 0
    }
    return 0
  }
}
