import Glibc

/// A lock on a run's directory that ends with the process, however it ends.
///
/// The lock is `flock(2)` on the file `lease`: on a local disk the kernel drops it with the
/// process, on NFS the server does. The file's text is for people, and for file systems without
/// locks, where the process it names is asked for instead.
final class Lease: Sendable {
  static let name = "lease"

  private let file: FileDescriptor

  /// Takes the lease of a folder that nobody else knows yet.
  init(in folder: RunFolder, since: String) throws {
    file = try FileDescriptor(opening: folder.path(of: Self.name), O_RDWR | O_CREAT | O_EXCL)
    var isLocked = true
    do {
      guard try file.lock(alone: true) else {
        throw FileFailure(operation: "lock", path: file.path, code: EWOULDBLOCK)
      }
    } catch let failure as FileFailure where Self.isWithoutLocks(failure) {
      isLocked = false
    }
    let holder = RunHolder.current(since: since, isLocked: isLocked)
    try file.write(RunJSON.bytes(of: holder, pretty: false))
  }

  /// Who holds a run.
  enum State {
    case held(RunHolder?)
    case free(RunHolder?)
    case unknown(String)
  }

  static func state(in folder: RunFolder) -> State {
    let holder = (try? folder.bytes(of: name)).flatMap { bytes in
      bytes.flatMap { try? RunJSON.value(RunHolder.self, from: $0) }
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
      return .unknown("\(error)")
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
