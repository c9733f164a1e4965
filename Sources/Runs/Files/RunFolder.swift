import Glibc
import Text

/// A folder of runs or of one run on the disk, read and written so that a crash leaves it whole.
struct RunFolder: Sendable, Hashable {
  let path: String

  func path(of name: String) -> String { path + "/" + name }

  /// The folder and those above it, where they are missing.
  func create() throws(FileFailure) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    let (code, folder) = (errno, PathName(path).folder)
    guard code == ENOENT, !folder.isEmpty, folder != "/" else {
      throw FileFailure(operation: "create", path: path, code: code)
    }
    try RunFolder(path: folder).create()
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw FileFailure(operation: "create", path: path, code: errno)
    }
  }

  /// Whether the folder was made just now; false when something of that name is there already.
  func createAlone() throws(FileFailure) -> Bool {
    if mkdir(path, 0o755) == 0 { return true }
    if errno == EEXIST { return false }
    throw FileFailure(operation: "create", path: path, code: errno)
  }

  /// The bytes of a file; nil where there is none.
  func bytes(of name: String) throws(FileFailure) -> [UInt8]? {
    do {
      let file = try FileDescriptor(opening: path(of: name), O_RDONLY)
      return try file.read(file.byteCount())
    } catch  where error.code == ENOENT || error.code == ENOTDIR {
      return nil
    }
  }

  /// Puts a file in its place in one step: who reads it sees all of the old or all of the new.
  ///
  /// The bytes are on the disk before the name is, and the name is on the disk on return.
  func write(_ name: String, _ bytes: [UInt8]) throws(FileFailure) {
    try put(name, bytes, isOnDiskFirst: true)
    try synchronize()
  }

  /// Puts a file in its place in one step, and leaves it to the caller to bring it to the disk,
  /// unless the bytes are wanted there before the name is.
  @discardableResult
  func put(
    _ name: String, _ bytes: [UInt8], isOnDiskFirst: Bool = false
  ) throws(FileFailure) -> FileDescriptor {
    let partial = path(of: ".\(name).\(getpid()).partial")
    do throws(FileFailure) {
      let file = try FileDescriptor(opening: partial, O_WRONLY | O_CREAT | O_TRUNC)
      try file.write(bytes)
      if isOnDiskFirst { try file.synchronize() }
      guard Glibc.rename(partial, path(of: name)) == 0 else {
        throw FileFailure(operation: "write", path: path(of: name), code: errno)
      }
      return file
    } catch {
      _ = unlink(partial)
      throw error
    }
  }

  /// Returns when the names in the folder are on the disk.
  func synchronize() throws(FileFailure) {
    try FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY).synchronize()
  }

  /// Removes a file; one that is not there is no failure.
  func remove(_ name: String) throws(FileFailure) {
    guard unlink(path(of: name)) != 0, errno != ENOENT else { return }
    throw FileFailure(operation: "remove", path: path(of: name), code: errno)
  }

  /// Gives a file another name; false where there is none. One of the new name is replaced.
  func rename(_ name: String, to newName: String) throws(FileFailure) -> Bool {
    if Glibc.rename(path(of: name), path(of: newName)) == 0 { return true }
    if errno == ENOENT { return false }
    throw FileFailure(operation: "rename", path: path(of: name), code: errno)
  }

  /// Removes what writers left behind that died in the midst of `write`.
  func removePartials() throws(FileFailure) {
    for name in try allEntries() where name.hasPrefix(".") && name.hasSuffix(".partial") {
      try remove(name)
    }
  }

  /// The names of the visible entries, unsorted; none where there is no such folder.
  func entries() throws(FileFailure) -> [String] {
    try allEntries().filter { !$0.hasPrefix(".") }
  }

  private func allEntries() throws(FileFailure) -> [String] {
    guard let directory = opendir(path) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw FileFailure(operation: "list", path: path, code: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }
}
