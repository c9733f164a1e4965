import Dispatch
import Synchronization

/// Flushes files to disk in the background.
///
/// A file that is added is on the disk a moment later, together with the names in its folder; a
/// disk that is slow holds up nobody before `settle`.
final class DiskQueue: Sendable {
  private let folder: RunFolder
  private let queue = DispatchQueue(label: "disk")
  private let state = Mutex(State())

  private struct State {
    var files: [FileDescriptor] = []
    var isScheduled = false
    var failure: FileFailure?
  }

  init(_ folder: RunFolder) {
    self.folder = folder
  }

  /// Sees to it that what the file holds now, and its name, get to the disk.
  ///
  /// **Errors** the failure of a file that was added before.
  func add(_ file: FileDescriptor) throws(FileFailure) {
    let (failure, starts) = state.withLock { state in
      if !state.files.contains(where: { $0 === file }) { state.files.append(file) }
      defer { state.isScheduled = true }
      return (state.failure, !state.isScheduled)
    }
    if let failure { throw failure }
    if starts { queue.async { [self] in bringToDisk() } }
  }

  /// Returns when everything that was added is on the disk.
  func settle() throws(FileFailure) {
    queue.sync {}
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func bringToDisk() {
    let files = state.withLock { state in
      state.isScheduled = false
      defer { state.files = [] }
      return state.files
    }
    do {
      for file in files { try file.synchronize() }
      try folder.synchronize()
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }
}
