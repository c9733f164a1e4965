import Glibc

/// Writing to an open descriptor, whatever it is: a file, a pipe, a terminal, a device.
enum StreamWriter {
  /// Writes all bytes, waiting where the reader is slow.
  ///
  /// - Returns: The value of `errno` where not all could be written; nil on success.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}
