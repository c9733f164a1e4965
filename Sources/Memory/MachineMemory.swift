internal import Glibc

/// How much memory a program may use here.
public enum MachineMemory {
  /// The memory of the machine, or what the process's control group is limited to.
  public static var byteCount: Int {
    let physical = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
      .compactMap(number)
    return ([physical] + limits).min() ?? physical
  }

  /// The number that a file of the system holds; nil for a word such as "max".
  private static func number(in path: String) -> Int? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 64)
    guard fgets(&text, Int32(text.count), file) != nil else { return nil }
    let digits = text.prefix { $0 >= 0x30 && $0 <= 0x39 }
    return Int(String(decoding: digits.map(UInt8.init(bitPattern:)), as: UTF8.self))
  }
}
