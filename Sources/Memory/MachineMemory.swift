internal import Glibc

/// The memory that a program may use on this machine.
public enum MachineMemory {
  /// The memory of the machine, or the limit of the process's control group.
  public static var byteCount: Int {
    let physical = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return limitFiles.compactMap { lines(of: $0).first.flatMap { Int($0) } }
      .reduce(physical, min)
  }

  /// The files that may hold a limit: those of the control group, and of the root as a container
  /// sees it.
  private static var limitFiles: [String] {
    let groups = lines(of: "/proc/self/cgroup").compactMap { line -> String? in
      // "4:memory:/group" (version 1), "0::/group" (version 2)
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      if fields[1].split(separator: ",").contains("memory") {
        return "/sys/fs/cgroup/memory\(fields[2])/memory.limit_in_bytes"
      }
      return fields[1].isEmpty ? "/sys/fs/cgroup\(fields[2])/memory.max" : nil
    }
    return groups
      + ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
  }

  private static func lines(of path: String) -> [String] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var lines: [String] = []
    var text = [CChar](repeating: 0, count: 1024)
    while fgets(&text, Int32(text.count), file) != nil {
      let bytes = text.prefix { $0 != 0 && $0 != 0x0A }.map(UInt8.init(bitPattern:))
      lines.append(String(decoding: bytes, as: UTF8.self))
    }
    return lines
  }
}
