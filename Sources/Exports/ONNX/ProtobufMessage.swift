/// A message in the wire format of Protocol Buffers, field by field.
///
/// **Source** "Encoding", protobuf.dev: varints, 32-bit values and length-delimited fields, all that
/// ONNX needs
struct ProtobufMessage {
  private(set) var bytes: [UInt8] = []

  private enum WireType: UInt64 {
    case varint = 0
    case delimited = 2
    case fixed32 = 5
  }

  mutating func put(_ field: Int, _ value: Int) {
    putTag(field, .varint)
    putVarint(UInt64(bitPattern: Int64(value)))
  }

  mutating func put(_ field: Int, _ value: Float) {
    putTag(field, .fixed32)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  mutating func put(_ field: Int, _ text: String) { put(field, Array(text.utf8)) }

  mutating func put(_ field: Int, _ message: ProtobufMessage) { put(field, message.bytes) }

  mutating func put(_ field: Int, _ content: [UInt8]) {
    putTag(field, .delimited)
    putVarint(UInt64(content.count))
    bytes += content
  }

  private mutating func putTag(_ field: Int, _ type: WireType) {
    putVarint(UInt64(field) << 3 | type.rawValue)
  }

  private mutating func putVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
