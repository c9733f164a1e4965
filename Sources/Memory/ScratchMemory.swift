internal import CLargeMemory
internal import Glibc

/// Large arrays in a file instead of in memory, so that data larger than memory can be used.
///
/// While it is on, every allocation of at least `threshold` bytes is a piece of a nameless file that
/// is gone with the process. Programs see no difference but in time: the system takes pages in as
/// they are touched, and all of them are let go when more than `residentLimit` bytes are in.
public enum ScratchMemory {
  /// Allocations from this size on lie in the file.
  public static var threshold: Int { large_memory_threshold }

  /// Bytes of the file that are kept in memory unless something else is asked for.
  public static let residentLimit = 256 << 20

  /// Puts large allocations into a file in `folder` from now on.
  ///
  /// A process has one such file: asked again, even for another folder, it goes on with that.
  /// **Errors** `ScratchFailure` where the folder cannot hold such a file.
  public static func begin(
    in folder: String, residentLimit: Int = residentLimit
  ) throws(ScratchFailure) {
    let code = large_memory_begin(folder, residentLimit)
    guard code == 0 else { throw ScratchFailure(folder: folder, code: code) }
  }

  /// Leaves allocations in memory again; arrays that are in the file stay there while they live.
  public static func end() { large_memory_end() }

  /// Bytes that are in the file now.
  public static var byteCount: Int { Int(large_memory_bytes()) }

  /// The most bytes that were in the file at a time.
  public static var peakByteCount: Int { Int(large_memory_peak_bytes()) }

  /// Bytes for which the file had no room, so that they are in memory after all.
  public static var refusedByteCount: Int { Int(large_memory_refused_bytes()) }

  /// Whether the elements of an array lie in the file.
  public static func holds<Element>(_ array: [Element]) -> Bool {
    array.withUnsafeBytes { large_memory_holds($0.baseAddress) }
  }
}

/// Why a folder cannot hold the scratch file.
public struct ScratchFailure: Error, Sendable, Hashable {
  public let folder: String
  /// The value of `errno`.
  public let code: Int32

  /// What the system says: "Operation not supported".
  public var reason: String { String(cString: strerror(code)) }
}
