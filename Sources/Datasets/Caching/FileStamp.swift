internal import Foundation

/// What tells a file from the one that stood at its path before: any write changes it.
struct FileStamp: Hashable, Codable {
  let device: UInt64
  let inode: UInt64
  let byteCount: Int64
  /// When the bytes were last written, in seconds and nanoseconds; a program can set it.
  let written: [Int]
  /// When anything of the file last changed; only the system sets it.
  let changed: [Int]

  /// Nil where there is no such file.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    byteCount = Int64(status.st_size)
    written = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
  }

  /// Whether the last write is so long ago that another one would show in the stamp: the clock of a
  /// file system may stand still for a while.
  func isSettled(at seconds: Int = time(nil)) -> Bool { seconds - written[0] > Self.clockStep }

  /// Seconds; FAT counts in twos.
  private static let clockStep = 2
}
