internal import Glibc

/// How much memory this process has.
public enum ProcessMemory {
  /// Bytes that are resident now.
  public static var residentBytes: Int { kilobytes("VmRSS:") * 1024 }

  /// The most bytes that were resident at a time, since the start or the last `forgetPeak`.
  public static var peakBytes: Int { kilobytes("VmHWM:") * 1024 }

  /// Lets the peak start again from what is resident now; where the system refuses it stays.
  public static func forgetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }

  /// The number behind a word at the start of a line of the process's status; 0 without one.
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
