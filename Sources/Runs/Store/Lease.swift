import Glibc
import Text

/// A lock on a run's directory that ends with the process, however it ends.
///
/// The lock is `flock(2)` on the file `lease`: on a local disk the kernel drops it with the
/// process, on NFS the server does. The file's text is for people, and for file systems without
/// locks, where the process it names is asked for instead.
final class Lease: Sendable {
  static let name = "lease"

  private let file: FileDescriptor

  private init(_ file: FileDescriptor) { self.file = file }

  /// Takes the lease of a folder that nobody else knows yet.
  static func taken(in folder: RunFolder, since: String) throws -> Lease {
    let file = try FileDescriptor(opening: folder.path(of: name), O_RDWR | O_CREAT | O_EXCL)
    guard let lease = try locked(file, since: since) else {
      throw FileFailure(operation: "lock", path: file.path, code: EWOULDBLOCK)
    }
    return lease
  }

  /// Takes the lease of a folder whose holder is gone; nil while a process holds it.
  ///
  /// On a file system without locks the caller has asked for the holder's process.
  static func takenOver(in folder: RunFolder, since: String) throws -> Lease? {
    let file = try FileDescriptor(opening: folder.path(of: name), O_RDWR | O_CREAT)
    return try locked(file, since: since)
  }

  /// Locks the file and puts this process's name into it; nil while another process locks it.
  private static func locked(_ file: FileDescriptor, since: String) throws -> Lease? {
    let lock = try lock(file)
    if lock == .refused { return nil }
    let holder = RunHolder.current(since: since, isLocked: lock == .taken)
    let bytes = try JSON.line(of: holder)
    try file.truncate(to: 0)
    try file.write(bytes)
    return Lease(file)
  }

  private enum Lock {
    case taken
    case refused
    /// The file system has no locks.
    case unavailable
  }

  private static func lock(_ file: FileDescriptor) throws(FileFailure) -> Lock {
    do throws(FileFailure) {
      return try file.lock(alone: true) ? .taken : .refused
    } catch {
      guard isWithoutLocks(error) else { throw error }
      return .unavailable
    }
  }

  /// Who holds a run.
  enum State {
    case held(RunHolder?)
    case free(RunHolder?)
    case unknown(String)
  }

  static func state(in folder: RunFolder) -> State {
    let holder = (try? folder.bytes(of: name)).flatMap { bytes in
      bytes.flatMap { try? JSON.value(RunHolder.self, from: $0) }
    }
    do {
      let file = try FileDescriptor(opening: folder.path(of: name), O_RDONLY)
      guard try file.lock(alone: false) else { return .held(holder) }
      guard let holder, !holder.isLocked else { return .free(holder) }
    } catch  where error.code == ENOENT || error.code == ENOTDIR {
      return .free(nil)
    } catch  where isWithoutLocks(error) {
      guard holder != nil else { return .free(nil) }
    } catch {
      return .unknown(error.description)
    }
    switch holder?.isAlive {
    case true?: return .held(holder)
    case false?: return .free(holder)
    case nil:
      return .unknown("its process ran on \(holder?.host ?? "another machine"), which is not asked")
    }
  }

  private static func isWithoutLocks(_ failure: FileFailure) -> Bool {
    [ENOLCK, ENOSYS, EOPNOTSUPP, EINVAL].contains(failure.code)
  }
}
