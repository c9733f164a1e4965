internal import Foundation

/// The identity of a file's content: any write changes it.
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

  /// Whether another write would change the stamp: the clock of a file system advances in steps, so a
  /// write that follows the last one within a step could go unnoticed.
  func isSettled(at seconds: Int = time(nil)) -> Bool { seconds - written[0] > Self.clockStep }

  /// Seconds; the clock of FAT advances by two.
  private static let clockStep = 2
}
