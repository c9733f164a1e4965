internal import CZlib

/// zlib's state while a gzip stream is unpacked.
final class Inflater {
  /// The result of one step.
  struct Progress {
    let consumedCount: Int
    let producedCount: Int
    let state: State
  }

  enum State {
    case more
    /// The stream and its checksum are complete.
    case complete
    case corrupt(String)
  }

  // zlib keeps the address of the structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let gzipOnly = 16 + MAX_WBITS
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, gzipOnly, ZLIB_VERSION, size) == Z_OK else {
      fatalError("zlib could not start")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Resets the state for the next stream.
  func reset() { inflateReset(stream) }

  func inflate(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> Progress {
    let sourceCount = min(source.count, Int(UInt32.max))
    let targetCount = min(target.count, Int(UInt32.max))
    let bytes = source.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes)
    stream.pointee.avail_in = UInt32(sourceCount)
    stream.pointee.next_out = target.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(targetCount)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    let state: State =
      switch status {
      case Z_OK, Z_BUF_ERROR: .more
      case Z_STREAM_END: .complete
      default: .corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "zlib reports \(status)")
      }
    return Progress(
      consumedCount: sourceCount - Int(stream.pointee.avail_in),
      producedCount: targetCount - Int(stream.pointee.avail_out), state: state)
  }
}
